import { counted } from '../../shared/model/counted';
import type { IdleRule } from '../../shared/model/idle-rule';
import type { SeatTableRow } from '../../shared/model/licenses';
import { html } from './html';
import { describeRule } from './rule-words';

/** So many seats stand in the mail itself; the attached list has them all. */
const IN_MAIL = 100;

/** The list that managers are asked about. */
export interface MailInfo {
  org: string;
  /** ISO 8601 UTC. */
  asOf: string | null;
  rule: IdleRule;
  /** The admin's own words: until when, whom to ask back. Empty: none. */
  message: string;
}

export interface ManagerMail {
  to: string;
  /** Null: Salesforce names none that can be used. */
  address: string | null;
  seats: readonly SeatTableRow[];
}

type Why = (seat: SeatTableRow) => string;

export function subjectOf({ seats }: ManagerMail, { org }: MailInfo): string {
  return `Are these Salesforce licenses still needed? (${org}, ${counted(seats.length, 'license')})`;
}

const lastSeen = ({ lastLoginAt, daysSinceLogin }: SeatTableRow): string =>
  lastLoginAt === null ? 'never' : `${lastLoginAt.slice(0, 10)} (${counted(daysSinceLogin ?? 0, 'day')} ago)`;

function parts({ to, seats }: ManagerMail, { org, asOf, rule }: MailInfo) {
  const people = new Set(seats.map(({ userId }) => userId)).size;
  return {
    greeting: `Hello ${to},`,
    intro: `${counted(people, 'person', 'people')} in Salesforce (${org}) whose manager you are ${people === 1 ? 'holds' : 'hold'} ${counted(seats.length, 'license that looks', 'licenses that look')} unused.`,
    request:
      'Please answer for each: is it still needed, or may it be taken away? The attached list has room for your answers.',
    shown: seats.slice(0, IN_MAIL),
    more:
      seats.length > IN_MAIL
        ? `… and ${counted(seats.length - IN_MAIL, 'more', 'more')} in the attached list.`
        : null,
    footnotes: [
      asOf === null ? null : `As of ${asOf.slice(0, 16).replace('T', ' ')} UTC.`,
      ...describeRule(rule),
    ].filter((line) => line !== null),
  };
}

/** The mail for programs and people that want no markup. */
export function mailText(mail: ManagerMail, info: MailInfo, why: Why): string {
  const { greeting, intro, request, shown, more, footnotes } = parts(mail, info);
  const list = shown.map(
    (seat) =>
      `- ${seat.name} (${seat.username}): ${seat.license}; last seen: ${lastSeen(seat)}; ${why(seat)}`,
  );
  const blocks = [
    greeting,
    intro,
    request,
    ...(info.message === '' ? [] : [info.message]),
    [...list, ...(more === null ? [] : [more])].join('\n'),
    footnotes.join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const CELL = 'border: 1px solid #ced4da; padding: 4px 8px; text-align: left; vertical-align: top';

/** The same with a table. Styles stand in the elements because mail programs drop style sheets. */
export function mailHtml(mail: ManagerMail, info: MailInfo, why: Why): string {
  const { greeting, intro, request, shown, more, footnotes } = parts(mail, info);
  const heads = ['Name', 'Username', 'License', 'Last seen', 'Why'];
  const cells = (seat: SeatTableRow): string[] => [
    seat.name,
    seat.username,
    seat.license,
    lastSeen(seat),
    why(seat),
  ];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${subjectOf(mail, info)}</title>
      </head>
      <body style="font-family: sans-serif; font-size: 14px; color: #212529">
        <p>${greeting}</p>
        <p>${intro}</p>
        <p>${request}</p>
        ${info.message === '' ? null : html`<p style="white-space: pre-line">${info.message}</p>`}
        <table style="border-collapse: collapse">
          <thead>
            <tr>
              ${heads.map((head) => html`<th scope="col" style="${CELL}; background: #f1f3f5">${head}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              (seat) =>
                html`<tr>
                  ${cells(seat).map((text) => html`<td style="${CELL}">${text}</td>`)}
                </tr> `,
            )}
          </tbody>
        </table>
        ${more === null ? null : html`<p>${more}</p>`}
        <p style="color: #5c636a; font-size: 12px">${footnotes.map((line) => html`${line}<br />`)}</p>
      </body>
    </html> `.toString();
}
