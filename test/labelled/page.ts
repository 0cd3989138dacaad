import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Measure } from './measure';
import { userMonths, type World } from './world';

// docs/checks-precision.md: written by a run that is asked to, read by every other.

export const PAGE = resolve('docs', 'checks-precision.md');

const ratio = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(2));

export interface Result {
  threats: readonly Measure[];
  posture: readonly Measure[];
  world: World;
}

/** False alarms (high and critical) per 10,000 user-months. */
export function falseAlarmRate(threats: readonly Measure[], months: number): number {
  const alarms = threats.reduce((sum, { wrong }) => sum + wrong.critical + wrong.high, 0);
  return (alarms / months) * 10_000;
}

export function threatTable(measures: readonly Measure[]): string[] {
  const header = [
    ['Check', 'Attacks planted', 'Recall', 'Findings', 'Of attacks', 'Of everyday life, as described'],
    ['False: critical, high', 'False: medium', 'False: low, info', 'Precision'],
  ].flat();
  return [
    row(header),
    row(header.map(() => '---')),
    ...measures.map(({ check, planted, recalled, found, right, everyday, wrong }) =>
      row([
        `\`${check}\``,
        ...[planted, ratio(recalled, planted), found, right, everyday],
        ...[wrong.critical + wrong.high, wrong.medium, wrong.low + wrong.info],
        ratio(right + everyday, found),
      ]),
    ),
  ];
}

function postureTable(measures: readonly Measure[]): string[] {
  return [
    row(['Check', 'Planted', 'Recall']),
    row(['---', '---', '---']),
    ...measures
      .filter(({ planted }) => planted > 0)
      .map(({ check, planted, recalled }) => row([`\`${check}\``, planted, ratio(recalled, planted)])),
  ];
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

export function pageOf({ threats, posture, world }: Result): string {
  const months = userMonths(world);
  const count = (n: number): string => Math.round(n).toLocaleString('en');
  return [
    '# How well the checks find attacks',
    '',
    'Written by `LABELLED_USERS=4000 LABELLED_PAGE=write npm run test:unit -- test/labelled/labelled.test.ts`; do not edit. `npm test` plants the same attacks among fewer people and fails when recall is another than here.',
    '',
    `A made-up company (\`test/labelled\`, which has nothing in common with the demo org) of ${count(world.people.length)} people and programs over half a year: ${count(world.logins.length)} sign-ins in ${count(months)} user-months. Home lines that change their addresses, offices behind one address, phones that come out at the other end of the country or at home while their owner is abroad, VPNs on and off the list of known ones, business trips and holidays with flights, wrong and missing geolocation, typing errors, Mondays on which everybody’s password has expired, new laptops and browser updates, shifts, new hires, leavers whose phones go on trying, long leaves, administrators who release on Saturdays, programs that make up for an outage. Among them attacks, several for each check, some just above its threshold.`,
    '',
    `**${falseAlarmRate(threats, months).toFixed(2)} false alarms (critical or high) per 10,000 user-months of everyday life.**`,
    '',
    '- *Recall*: share of the planted attacks that their check found.',
    '- *Of attacks*: findings about a planted attack, also those of other checks that may rightly speak of it (whoever breaks in from abroad is in a new country, too). Which ones is part of each attack’s description.',
    '- *Of everyday life, as described*: what a finding says is true, and nobody means harm: somebody is back from a leave of months, on a trip, has a new laptop. It excuses findings up to medium; a high one would count as false.',
    '- *Precision*: findings of the two kinds before, as a share of all.',
    '',
    ...threatTable(threats),
    '',
    '## Posture checks that look at sign-ins',
    '',
    'They say how things are; that what they say is true, their own tests show.',
    '',
    ...postureTable(posture),
    '',
  ].join('\n');
}

/** Check, planted and recall of each line of the page's tables. */
export function recallOnPage(): Map<string, string> {
  const lines = readFileSync(PAGE, 'utf8').matchAll(/^\| `([^`]+)` \| (\d+) \| ([\d.–]+) \|/gm);
  return new Map(
    [...lines].map(([, check = '', planted = '', recall = '']) => [check, `${planted} ${recall}`]),
  );
}

export const recallOf = (measures: readonly Measure[]): Map<string, string> =>
  new Map(measures.map(({ check, planted, recalled }) => [check, `${planted} ${ratio(recalled, planted)}`]));
