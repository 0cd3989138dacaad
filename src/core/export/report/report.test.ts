import { describe, expect, it } from 'vitest';
import { licenseTableRow } from '../../../../test/builders/export-rows';
import { IdleRule } from '../../../shared/model/idle-rule';
import type { Forecast, LicenseTrend } from '../../../shared/model/license-trend';
import type { ReclaimSummary, SavingsGroup } from '../../../shared/model/reclaim';
import type { LicenseReportData } from './report-data';
import { licenseReportHtml, reportPageFooter, reportPageHeader } from './report-html';
import { REPORT_STYLE } from './report-style';
import { forecastText } from './report-words';

const NOTHING_DECIDED: ReclaimSummary = {
  keep: 0,
  ask: 0,
  open: 0,
  reclaimed: 0,
  returned: 0,
  openAnnual: [],
  reclaimedAnnual: [],
  savedSoFar: [],
  unpriced: 0,
};

const forecast = (changes: Partial<Forecast> = {}): Forecast => ({
  pace: 'unknown',
  perMonth: null,
  fit: null,
  points: 1,
  spanDays: 0,
  contractEnd: null,
  atEnd: null,
  runsOutOn: null,
  couldDrop: null,
  couldDropWithIdle: null,
  annual: null,
  ...changes,
});

const trend = (changes: Partial<Forecast>): LicenseTrend => ({
  kind: 'user',
  id: '100000000000001AAA',
  name: 'Salesforce',
  points: [],
  forecast: forecast(changes),
});

const department = (label: string | null, seats: number): SavingsGroup => ({
  value: label,
  label,
  people: seats,
  seats,
  unpriced: 0,
  annual: [{ currency: 'EUR', amount: seats * 100 }],
});

const report = (changes: Partial<LicenseReportData> = {}): LicenseReportData => ({
  org: 'Acme',
  asOf: '2026-03-01T10:00:00.000Z',
  madeAt: '2026-03-01T12:00:30.000Z',
  rule: IdleRule.parse({}),
  licenses: [licenseTableRow()],
  departments: [],
  trends: [],
  decisions: NOTHING_DECIDED,
  ...changes,
});

/** What a person reads. */
const textOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.;,])/g, '$1');

describe('the summary for a budget owner', () => {
  it('escapes every text from the org, and needs no script, address or style in an element', () => {
    const evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'> & {{x}}";
    const html = licenseReportHtml(
      report({
        org: evil,
        licenses: [licenseTableRow({ name: evil })],
        departments: [department(evil, 3)],
        trends: [{ ...trend({ pace: 'steady' }), name: evil }],
      }),
    );
    expect(html.match(/&lt;script&gt;alert\(1\)/g)?.length).toBeGreaterThanOrEqual(5);
    expect(html).not.toMatch(
      /<script|<img|<link|<iframe|<[a-z][^>]* on[a-z]+=|<[a-z][^>]* style=|https?:|url\(/i,
    );
    // The policy allows this one style sheet by its hash.
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(html).toContain(`<style>${REPORT_STYLE}</style>`);
    expect(reportPageHeader(report({ org: evil }))).not.toMatch(/<script|<img/);
  });

  it('says what list it is, by which definition, and what it comes to per currency', () => {
    const priced = (id: string, currency: string, annualWaste: number) =>
      licenseTableRow({
        id,
        name: `License ${id}`,
        price: { amount: 100, per: 'month', currency, contractEnd: '2027-01-31' },
        monthlyPrice: 100,
        currency,
        annualWaste,
      });
    const text = textOf(
      licenseReportHtml(
        report({
          licenses: [
            priced('a', 'EUR', 14_400.1),
            priced('b', 'USD', 2_400),
            priced('c', 'EUR', 0.2),
            licenseTableRow(),
          ],
          rule: IdleRule.parse({ inactiveDays: 1, graceDays: 0, externalDays: 200, exceptions: true }),
        }),
      ),
    );
    expect(text).toContain('Data as of 2026-03-01 10:00 UTC; made 2026-03-01 12:00 UTC with Seatwatch.');
    expect(text).toContain('last seen 1 day ago or longer');
    expect(text).toContain('Who never logged in counts at once.');
    expect(text).toContain('External users count after 200 days instead.');
    expect(text).toContain('320 of 400 paid user licenses used');
    expect(text).toContain('48 seats idle, over all kinds');
    expect(text).toContain('EUR 14,400 USD 2,400 a year for idle seats; 12 seats without a price');
    expect(text).toContain('User license, contract until 2027-01-31');
    expect(text).toContain('EUR 1,200');
  });

  it('shows ten departments and says how many more there are', () => {
    const departments = [
      department(null, 30),
      ...Array.from({ length: 11 }, (_, n) => department(`D${String(n)}`, 20 - n)),
    ];
    const html = licenseReportHtml(report({ departments }));
    const text = textOf(html);
    expect(text).toContain('No department named 30 30 EUR 3,000');
    expect(text).toContain('D8 12');
    expect(text).not.toContain('D9');
    expect(text).toContain('2 more departments have idle seats.');
    // Bars are drawn to the scale of the largest.
    expect(
      [...html.matchAll(/class="part" width="(\d+)"/g)].slice(-10).map(([, width]) => Number(width)),
    ).toEqual([120, 80, 76, 72, 68, 64, 60, 56, 52, 48]);
  });

  it('tells decisions, what they saved, and where each license is heading', () => {
    const text = textOf(
      licenseReportHtml(
        report({
          decisions: {
            ...NOTHING_DECIDED,
            keep: 1,
            ask: 2,
            open: 3,
            reclaimed: 4,
            returned: 1,
            openAnnual: [{ currency: 'EUR', amount: 900 }],
            savedSoFar: [{ currency: 'EUR', amount: 75 }],
          },
          trends: [trend({ pace: 'steady' })],
        }),
      ),
    );
    expect(text).toContain('To be reclaimed, still held: 3 seats, EUR 900 a year.');
    expect(text).toContain('Reclaimed: 4 seats; EUR 75 saved so far.');
    expect(text).toContain('To be kept: 1 seat. The manager is to be asked about 2 seats.');
    expect(text).toContain('Salesforce : Use stays about as it is.');
    expect(text).not.toContain('too few yet');
    expect(textOf(licenseReportHtml(report()))).toContain('Decisions so far None yet.');
  });

  it('is made before anything is known, too', () => {
    const text = textOf(licenseReportHtml(report({ asOf: null, licenses: [] })));
    expect(text).toContain('No data collected yet');
    expect(text).toContain('No licenses are known yet.');
    expect(reportPageFooter()).toContain('class="totalPages"');
  });
});

describe('forecasts', () => {
  it('are told of licenses paid per seat, the ten that are worth most first', () => {
    const names = Array.from({ length: 13 }, (_, n) => `L${String(n)}`);
    const text = textOf(
      licenseReportHtml(
        report({
          licenses: [
            ...names.map((id) => licenseTableRow({ id })),
            licenseTableRow({ id: 'free', paidPerSeat: false }),
          ],
          trends: [...names, 'free'].map((id, n) => ({
            ...trend({ couldDrop: n, couldDropWithIdle: n, annual: { currency: 'EUR', amount: n * 100 } }),
            id,
            name: id,
          })),
        }),
      ),
    );
    expect(text.match(/L\d+ : \d+ seats? could be dropped/g)?.map((one) => one.split(' ')[0])).toEqual(
      names.slice(3).reverse(),
    );
    expect(text).not.toContain('free :');
    expect(text).toContain('2 more licenses are on the Trend tab.');
    expect(text).toContain('too few yet');
  });

  it.each([
    [{}, null],
    [{ pace: 'steady' as const }, 'Use stays about as it is.'],
    [{ couldDrop: 1, couldDropWithIdle: 1 }, '1 seat could be dropped at renewal.'],
    [
      { couldDrop: 1, couldDropWithIdle: 3 },
      '3 seats could be dropped at renewal when idle seats are given back first (1 without that).',
    ],
    [
      {
        pace: 'growing' as const,
        perMonth: 2.44,
        contractEnd: '2027-01-31',
        atEnd: { used: 1_095, low: 1_090, high: 1_099 },
        runsOutOn: '2027-05-01',
      },
      'Use grows by about 2.4 seats in 30 days. At this pace its seats run out on 2027-05-01. At the end of the contract on 2027-01-31 some 1,095 seats would be used (1,090 to 1,099).',
    ],
    [
      {
        pace: 'shrinking' as const,
        perMonth: -1,
        couldDrop: 5,
        couldDropWithIdle: 17,
        annual: { currency: 'EUR', amount: 30_600 },
      },
      'Use shrinks by about 1.0 seats in 30 days. 17 seats could be dropped at renewal when idle seats are given back first (5 without that), worth EUR 30,600 a year.',
    ],
  ])('%j', (changes, text) => {
    expect(forecastText(trend(changes))).toBe(text);
  });
});
