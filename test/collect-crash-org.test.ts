import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import { collectRig, type CollectRig, type RigOptions } from './builders/collect-rig';
import { differences, rollUpProblems } from './builders/content';

// The org's bad days, one by one; mixtures at random are in collect-faults.property.test.ts.

const ORG = { users: 60, logins: 9_000 };
const complete = { state: 'complete', error: null };

const rigs: CollectRig[] = [];
const rigOf = async (options: RigOptions = {}): Promise<CollectRig> => {
  const rig = await collectRig(ORG, { bulkPageSize: 1_500, ...options });
  rigs.push(rig);
  return rig;
};

let wanted: CollectRig;
beforeAll(async () => {
  wanted = await rigOf({ bulk: 'never' });
  expect(await wanted.collector.collect(wanted.orgId)).toMatchObject(complete);
});
afterAll(() => Promise.all(rigs.map((rig) => rig.dispose())));

function expectWhole(rig: CollectRig): void {
  expect(rollUpProblems(rig.database.file)).toEqual([]);
  expect(differences(rig.database.file, wanted.database.file)).toEqual([]);
}

/** Does something at the nth request. */
const at =
  (n: number, work: () => void): HttpFetch =>
  (url, init) => {
    n -= 1;
    if (n === 0) work();
    return fetch(url, init);
  };

it('a cursor that has expired while we were away', async () => {
  const rig = await rigOf({ bulk: 'never' });
  await rig.collector.collect(rig.orgId, { maxCalls: 6 });
  // Two days later Salesforce knows it no more.
  rig.demo.control({ failNext: { match: '/query/', error: 'INVALID_QUERY_LOCATOR' } });
  expect(await rig.restart().collect(rig.orgId)).toMatchObject(complete);
  expectWhole(rig);
}, 60_000);

it.each(['abort', 'delete'] as const)(
  'a bulk job that somebody else has ended (%s)',
  async (bulkJobs) => {
    const rig = await rigOf({ bulk: 'always' });
    let told = false;
    const collector = rig.restart(async (url, init) => {
      // Once its first results have been read.
      if (!told && /\/results/.test(url) && /locator=/.test(url)) {
        told = true;
        rig.demo.control({ bulkJobs });
      }
      return fetch(url, init);
    });
    await collector.collect(rig.orgId);
    expect(await collector.collect(rig.orgId)).toMatchObject(complete);
    expectWhole(rig);
  },
  60_000,
);

it.each(['never', 'always'] as const)(
  'an org that dies in the middle and comes back (bulk: %s)',
  async (bulk) => {
    const rig = await rigOf({ bulk });
    let requests = 0;
    /** The request from which on nobody answers; each day a little further. */
    let dies = 4;
    const collector = rig.restart((url, init) => {
      requests += 1;
      if (requests < dies) return fetch(url, init);
      const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      return Promise.reject(new TypeError('fetch failed', { cause }));
    });
    let state = '';
    let failures = 0;
    while (state !== 'complete' && failures < 30) {
      requests = 0;
      const run = await collector.collect(rig.orgId);
      state = run.state;
      if (state === 'complete') break;
      failures += 1;
      expect(run).toMatchObject({ state: 'failed' });
      expect(run.error?.fix).not.toBe('');
      dies += 1;
    }
    expect(state).toBe('complete');
    expect(failures).toBeGreaterThan(0);
    // An event log file that could not be fetched fails no run: it is left for the next one (event-logs.ts).
    requests = 0;
    dies = Infinity;
    expect(await collector.collect(rig.orgId)).toMatchObject(complete);
    expectWhole(rig);
  },
  60_000,
);

it.each(['never', 'always'] as const)(
  'a token that ends in the middle costs one more grant (bulk: %s)',
  async (bulk) => {
    const rig = await rigOf({ bulk });
    const grants = (): number => rig.demo.stats().requests['POST /services/oauth2/token'] ?? 0;
    const before = grants();
    const collector = rig.restart(at(6, () => rig.demo.control({ expireTokens: true })));
    expect(await collector.collect(rig.orgId)).toMatchObject(complete);
    expect(grants() - before).toBe(2);
    expectWhole(rig);
  },
  60_000,
);
