import { type CurrencyAmount, annualPrice } from '../../../shared/model/prices';
import type { LicenseTrend } from '../../../shared/model/license-trend';
import type { LicenseRef, LicenseTableRow } from '../../../shared/model/licenses';
import type { SavingsGroup } from '../../../shared/model/reclaim';
import { html, type Markup, verbatim } from '../html';
import { describeRule, KIND_WORDS } from '../rule-words';
import { bar } from './bars';
import type { LicenseReportData } from './report-data';
import { REPORT_STYLE } from './report-style';
import {
  amountsText,
  amountText,
  figure,
  forecastText,
  momentText,
  seatsText,
  sumByCurrency,
} from './report-words';

const DEPARTMENTS = 10;
const FORECASTS = 10;

/**
 * The summary for a budget owner as one document that needs nothing else: no script, no picture, no address,
 * and no style in an element, so that it can be shown under a policy that forbids all of these. Every text
 * from the org is escaped.
 */
export function licenseReportHtml(data: LicenseReportData): string {
  const { org, asOf, madeAt, rule } = data;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>License review: ${org}</title>
        ${verbatim(`<style>${REPORT_STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>License review: ${org}</h1>
          <p>
            ${asOf === null ? 'No data collected yet' : `Data as of ${momentText(asOf)}`}; made
            ${momentText(madeAt)} with Seatwatch.
          </p>
        </header>
        <main>
          ${keyFigures(data)}
          <section>
            <h2>What “idle” means here</h2>
            <ul>
              ${describeRule(rule).map((line) => html`<li>${line}</li>`)}
            </ul>
          </section>
          ${licenseTable(data.licenses)} ${departmentTable(data.departments)} ${forecasts(data)}
          ${decisions(data)}
          <section class="small">
            <h2>How to read this</h2>
            <ul>
              <li>
                Seats are counted, not people: somebody may hold several. Amounts are a year’s, at the prices
                entered in Seatwatch; seats without a price are in no amount.
              </li>
              <li>
                “Used” is Salesforce’s own count and may be from yesterday. Seatwatch reads the org and never
                changes it.
              </li>
            </ul>
          </section>
        </main>
      </body>
    </html> `.toString();
}

const wasteOf = (row: LicenseTableRow): CurrencyAmount[] =>
  row.annualWaste === null || row.currency === null
    ? []
    : [{ currency: row.currency, amount: row.annualWaste }];

function keyFigures({ licenses, decisions: { savedSoFar } }: LicenseReportData): Markup {
  const idle = licenses.reduce((sum, row) => sum + row.unused, 0);
  const unpriced = licenses.reduce((sum, row) => sum + (row.price === null ? row.unused : 0), 0);
  const userRows = licenses.filter(({ kind, paidPerSeat }) => kind === 'user' && paidPerSeat);
  const paid = userRows.reduce((sum, row) => sum + (row.total ?? 0), 0);
  const used = userRows.reduce((sum, row) => sum + row.used, 0);
  const boxes: [values: string[], label: string][] = [
    [[`${figure(used)} of ${figure(paid)}`], 'paid user licenses used'],
    [[seatsText(idle)], 'idle, over all kinds of licenses'],
    [
      amountLines(sumByCurrency(licenses.flatMap(wasteOf))),
      unpriced === 0
        ? 'a year for idle seats'
        : `a year for idle seats; ${seatsText(unpriced)} without a price`,
    ],
  ];
  if (savedSoFar.length > 0) boxes.push([amountLines(savedSoFar), 'saved so far by reclaimed seats']);
  return html`<div class="figures">
    ${boxes.map(
      ([values, label]) =>
        html`<div>${values.map((value) => html`<b>${value}</b>`)}<span>${label}</span></div>`,
    )}
  </div>`;
}

const amountLines = (amounts: readonly CurrencyAmount[]): string[] =>
  amounts.length === 0 ? ['No prices'] : amounts.map(amountText);

/** The first column holds names, the others numbers. */
const head = ([name = '', ...numbers]: readonly string[]): Markup =>
  html`<thead>
    <tr>
      <th scope="col">${name}</th>
      ${numbers.map((one) => html`<th scope="col" class="number">${one}</th>`)}
    </tr>
  </thead>`;
const number = (text: string): Markup => html`<td class="number">${text}</td>`;

function licenseTable(licenses: readonly LicenseTableRow[]): Markup {
  const rows = licenses
    .filter(({ unused, paidPerSeat, total, used }) => unused > 0 || (paidPerSeat && (total ?? used) > 0))
    .sort((a, b) => (b.annualWaste ?? 0) - (a.annualWaste ?? 0) || b.unused - a.unused);
  const heads = ['License', 'Paid', 'Used', 'Idle', 'Never logged in', 'Price a year', 'Idle, a year'];
  return html`<section>
    <h2>Licenses</h2>
    ${
      rows.length === 0
        ? html`<p>No licenses are known yet.</p>`
        : html`<table>
            ${head(heads)}
            <tbody>
              ${rows.map(licenseLine)}
            </tbody>
          </table>`
    }
  </section>`;
}

function licenseLine(row: LicenseTableRow): Markup {
  const { name, kind, total, used, unused, neverLoggedIn, price } = row;
  const contract = price?.contractEnd ?? null;
  return html`<tr>
    <td>
      ${name}<small>${KIND_WORDS[kind]}${contract === null ? null : html`, <span class="date">contract until ${contract}</span>`}</small>${bar(unused, total ?? used)}
    </td>
    ${number(total === null ? 'unlimited' : figure(total))}${number(figure(used))}${number(figure(unused))}${number(figure(neverLoggedIn))}
    ${number(price === null ? '–' : amountText({ currency: price.currency, amount: annualPrice(price) }))}
    ${number(amountsText(wasteOf(row), '–'))}
  </tr> `;
}

function departmentTable(departments: readonly SavingsGroup[]): Markup {
  const shown = departments.slice(0, DEPARTMENTS);
  if (shown.length === 0) return html``;
  const most = Math.max(...shown.map(({ seats }) => seats));
  const rest = departments.length - shown.length;
  const lines = shown.map(
    ({ label, people, seats, annual }) =>
      html`<tr>
        <td>${label ?? 'No department named'}${bar(seats, most)}</td>
        ${number(figure(people))}${number(figure(seats))}${number(amountsText(annual, '–'))}
      </tr> `,
  );
  return html`<section>
    <h2>What could be saved, by department</h2>
    <table>
      ${head(['Department', 'People', 'Idle seats', 'Idle, a year'])}
      <tbody>
        ${lines}
      </tbody>
    </table>
    ${rest === 0 ? null : html`<p class="note">${figure(rest)} more ${rest === 1 ? 'department has' : 'departments have'} idle seats.</p>`}
  </section>`;
}

/** Of licenses paid per seat, what is worth most first. */
function forecasts({ trends, licenses }: LicenseReportData): Markup {
  const paid = new Set(licenses.filter(({ paidPerSeat }) => paidPerSeat).map(keyOf));
  const worth = ({ forecast: { annual, couldDropWithIdle } }: LicenseTrend): [number, number] => [
    annual?.amount ?? 0,
    couldDropWithIdle ?? 0,
  ];
  const lines = trends
    .filter((trend) => paid.has(keyOf(trend)))
    .sort((a, b) => worth(b)[0] - worth(a)[0] || worth(b)[1] - worth(a)[1])
    .map((trend) => ({ name: trend.name, pace: trend.forecast.pace, text: forecastText(trend) }))
    .filter(({ text }) => text !== null);
  if (lines.length === 0) return html``;
  const shown = lines.slice(0, FORECASTS);
  const rest = lines.length - shown.length;
  return html`<section>
    <h2>Where it is heading</h2>
    <ul>
      ${shown.map(({ name, text }) => html`<li><b>${name}</b>: ${text}</li>`)}
    </ul>
    <p class="note">
      ${rest === 0 ? null : `${figure(rest)} more ${rest === 1 ? 'license is' : 'licenses are'} on the Trend tab. `}
      A pace is a straight line through the collections of the last 180
      days${
        shown.some(({ pace }) => pace === 'unknown') ? ' (where it is not named there are too few yet)' : ''
      };
      idle by the definition set for this org.
    </p>
  </section>`;
}

const keyOf = ({ kind, id }: LicenseRef): string => `${kind} ${id}`;

function decisions({ decisions: summary }: LicenseReportData): Markup {
  const { keep, ask, open, reclaimed, returned, openAnnual, reclaimedAnnual, savedSoFar } = summary;
  if (keep + ask + open + reclaimed + returned === 0)
    return html`<section>
      <h2>Decisions so far</h2>
      <p>None yet.</p>
    </section>`;
  const worth = (amounts: readonly CurrencyAmount[]): string =>
    amounts.length === 0 ? '' : `, ${amountsText(amounts)} a year`;
  const saved = savedSoFar.length === 0 ? '' : `; ${amountsText(savedSoFar)} saved so far`;
  const lines = [
    `To be reclaimed, still held: ${seatsText(open)}${worth(openAnnual)}.`,
    `Reclaimed: ${seatsText(reclaimed)}${worth(reclaimedAnnual)}${saved}.`,
    ...(returned > 0 ? [`Reclaimed, but assigned again: ${seatsText(returned)}.`] : []),
    `To be kept: ${seatsText(keep)}. The manager is to be asked about ${seatsText(ask)}.`,
  ];
  return html`<section>
    <h2>Decisions so far</h2>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}

// Chromium prints these outside the page, in documents of their own that know none of its styles and in which
// text has no size unless it is given one.
const MARGIN =
  'font: 8px sans-serif; color: #4d5560; width: 100%; margin: 0 15mm; display: flex; justify-content: space-between; gap: 10mm';

/** What stands above every printed page. */
export const reportPageHeader = ({ org, asOf, madeAt }: LicenseReportData): string =>
  html`<div style="${MARGIN}">
    <span>License review: ${org}</span><span>${momentText(asOf ?? madeAt)}</span>
  </div>`.toString();

/** What stands below every printed page; Chromium fills in the numbers. */
export const reportPageFooter = (): string =>
  html`<div style="${MARGIN}">
    <span>Seatwatch</span
    ><span>Page <span class="pageNumber"></span> of <span class="totalPages"></span></span>
  </div>`.toString();
