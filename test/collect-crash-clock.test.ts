import { afterEach, beforeAll, expect, it } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import { collectRig, NOON, type CollectRig, type RigOptions } from './builders/collect-rig';
import { contentOf, differences, rollUpProblems } from './builders/content';

// This computer's clock is set: between two runs and in the middle of one, a year back and a year ahead.

const YEAR = 365 * 86_400_000;
const DAY = 86_400_000;
const ORG = { users: 60, logins: 6_000 };

const rigs: CollectRig[] = [];
const rigOf = async ({ live = false, ...options }: RigOptions & { live?: boolean }): Promise<CollectRig> => {
  const rig = await collectRig({ ...ORG, live }, { bulkPageSize: 1_500, ...options });
  rigs.push(rig);
  return rig;
};
/** A day after the beginning somebody leaves, somebody is frozen: the second collection has something to tell. */
function change(rig: CollectRig): void {
  rig.advance(NOON + DAY - rig.now());
  const names = Object.fromEntries(
    usernames(rig).map((name, i) => [name, { active: i > 2, frozen: i <= 5 }]),
  );
  rig.demo.control({ users: names });
}
const usernames = (rig: CollectRig): string[] =>
  (rig.dump('sf_user') as { username: string; is_active: number; user_type: string }[])
    .filter((user) => user.is_active === 1 && user.user_type === 'Standard')
    .map((user) => user.username)
    .filter((name) => name !== rig.demo.runAsUsername)
    .sort()
    .slice(0, 8);
const complete = { state: 'complete', error: null };

/** Collected, changed, collected again, by a clock that is right. */
let wanted: CollectRig;
beforeAll(async () => {
  wanted = await rigOf({ bulk: 'never' });
  expect(await wanted.collector.collect(wanted.orgId)).toMatchObject(complete);
  change(wanted);
  expect(await wanted.collector.collect(wanted.orgId)).toMatchObject(complete);
  return () => wanted.dispose();
});
afterEach(async () => {
  await Promise.all(rigs.splice(rigs.indexOf(wanted) + 1).map((rig) => rig.dispose()));
});

it.each([
  ['a year back', -YEAR],
  ['a year ahead', YEAR],
])(
  '%s between two runs',
  async (_, wrongBy) => {
    const rig = await rigOf({ bulk: 'never' });
    expect(await rig.collector.collect(rig.orgId)).toMatchObject(complete);
    change(rig);
    rig.setClockWrongBy(wrongBy);
    expect(await rig.collector.collect(rig.orgId)).toMatchObject(complete);
    // And right again.
    rig.setClockWrongBy(0);
    expect(await rig.collector.collect(rig.orgId)).toMatchObject(complete);
    expect(rollUpProblems(rig.database.file)).toEqual([]);
    expect(differences(rig.database.file, wanted.database.file)).toEqual([]);
  },
  60_000,
);

it.each([
  ['a year back, REST', -YEAR, 'never'],
  ['a year ahead, REST', YEAR, 'never'],
  ['a year back, bulk', -YEAR, 'always'],
  ['a year ahead, bulk', YEAR, 'always'],
] as const)(
  '%s in the middle of a run, which stops there once and goes on',
  async (_, wrongBy, bulk) => {
    const rig = await rigOf({ bulk });
    let requests = 0;
    const disturbed: HttpFetch = (url, init) => {
      requests += 1;
      if (requests === 5) rig.setClockWrongBy(wrongBy);
      return fetch(url, init);
    };
    const collector = rig.restart(disturbed);
    await collector.collect(rig.orgId, { maxCalls: 5 });
    expect(await collector.collect(rig.orgId)).toMatchObject(complete);
    rig.setClockWrongBy(0);
    change(rig);
    expect(await collector.collect(rig.orgId)).toMatchObject(complete);
    expect(rollUpProblems(rig.database.file)).toEqual([]);
    expect(differences(rig.database.file, wanted.database.file)).toEqual([]);
  },
  60_000,
);

it('a year ahead during the whole first collection, and right from then on', async () => {
  const rig = await rigOf({ bulk: 'never', live: true });
  rig.setClockWrongBy(YEAR);
  expect(await rig.collector.collect(rig.orgId)).toMatchObject(complete);
  rig.setClockWrongBy(0);
  const before = rig.demo.stats().logins;
  rig.advance(DAY);
  expect(await rig.collector.collect(rig.orgId)).toMatchObject(complete);
  expect(rig.demo.stats().logins).toBeGreaterThan(before);
  expect(contentOf(rig.database.file).tables['login_history']?.rows).toBe(rig.demo.stats().logins);
  expect(rollUpProblems(rig.database.file)).toEqual([]);
}, 120_000);
