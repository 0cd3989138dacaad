import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../builders/db';
import { evaluated, verdictOf } from './collected';
import { isAlarm, type Verdict } from './measure';
import { PAGE, falseAlarmRate, pageOf, recallOf, recallOnPage, threatTable } from './page';
import { userMonths, world, type World } from './world';

/** Five thousand user-months, of which not one false alarm is allowed; docs/checks-precision.md is of more. */
const USERS = Number(process.env['LABELLED_USERS'] ?? 1_000);
const SEED = Number(process.env['LABELLED_SEED'] ?? 6);

describe('attacks planted among everyday life', () => {
  let database: TestDatabase;
  let company: World;
  let threats: Verdict;
  let posture: Verdict;

  beforeAll(async () => {
    company = world({ users: USERS, seed: SEED });
    database = await evaluated(company);
    threats = verdictOf(database, company, 'threat');
    posture = verdictOf(database, company, 'posture');
    process.stdout.write(`${threatTable(threats.measures).join('\n')}\n`);
    if (process.env['LABELLED_PAGE'] === 'write')
      writeFileSync(PAGE, pageOf({ threats: threats.measures, posture: posture.measures, world: company }));
  });
  afterAll(() => {
    database.dispose();
  });

  it('finds every one of them', () => {
    const missed = [...threats.missed, ...posture.missed];
    expect(missed.map(({ check, name }) => `${check}: ${name}`)).toEqual([]);
  });

  it('has several for every check of threats', () => {
    for (const { check, planted } of threats.measures) expect([check, planted >= 3]).toEqual([check, true]);
  });

  it('raises hardly an alarm about everyday life', () => {
    const alarms = threats.wrong.filter(isAlarm);
    expect(
      falseAlarmRate(threats.measures, userMonths(company)),
      alarms.map(({ check, summary }) => `${check}: ${summary}`).join('\n'),
    ).toBeLessThanOrEqual(1);
  });

  it('finds what the documentation says it does', () => {
    const now = new Map([...recallOf(posture.measures), ...recallOf(threats.measures)]);
    const said = recallOnPage();
    expect(said.size).toBeGreaterThan(threats.measures.length);
    expect(Object.fromEntries([...said.keys()].map((check) => [check, now.get(check)]))).toEqual(
      Object.fromEntries(said),
    );
  });
});
