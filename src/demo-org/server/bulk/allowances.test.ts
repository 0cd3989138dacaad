import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../../index';
import { failure, NOON, startOrg, type TestClient } from '../../test-client';
import type { ApiCall } from '../api-call';
import type { Org } from '../org';
import { MAX_JOBS } from './create';
import { BulkJobs } from './jobs';
import { listJobs } from './routes';
import { BulkClient } from './test-bulk';

const HOUR = 3_600_000;
const LOGINS = 'SELECT Id, UserId, LoginTime, Status FROM LoginHistory';
let org: DemoOrg;
let client: TestClient;
let bulk: BulkClient;
beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 60, logins: 500 }));
  bulk = new BulkClient(client);
});
afterAll(() => org.close());

describe('the list of jobs', () => {
  interface List {
    done: boolean;
    nextRecordsUrl: string | null;
    records: { id: string; jobType: string; state: string }[];
  }

  test('filters', async () => {
    const few = await startOrg({ users: 12, logins: 0 });
    const jobs = new BulkClient(few.client);
    const ids = [
      (await jobs.start('SELECT Id FROM Organization')).id,
      (await jobs.start('SELECT Id FROM User')).id,
    ];
    const list = async (query: string): Promise<List> => (await jobs.send('GET', query)).body as List;
    for (const all of ['', '?jobType=V2Query', '?concurrencyMode=parallel&isPkChunkingEnabled=false']) {
      const { records, ...rest } = await list(all);
      expect(records.map((job) => job.id)).toEqual(ids);
      expect(rest).toEqual({ done: true, nextRecordsUrl: null });
      expect(records[0]).toMatchObject({ jobType: 'V2Query', state: 'JobComplete', object: 'Organization' });
    }
    for (const none of [
      'jobType=Classic',
      'jobType=V2Ingest',
      'isPkChunkingEnabled=true',
      'concurrencyMode=serial',
    ])
      expect(await list(`?${none}`)).toEqual({ done: true, nextRecordsUrl: null, records: [] });
    expect((await jobs.send('GET', '?queryLocator=nonsense')).status).toBe(400);
    await few.org.close();
  });

  test('a thousand at a time', () => {
    const jobs = new BulkJobs('5g0', () => NOON);
    const request = {
      operation: 'query' as const,
      object: 'User',
      dialect: { columnDelimiter: 'COMMA', lineEnding: 'LF', bareNulls: false } as const,
      apiVersion: 67,
      createdBy: '0055g000000000AAA',
    };
    const plan = { baseMs: 0, rowsPerSecond: 0, pageSize: 1, shuffleSeed: undefined, failure: 'no' };
    const ids = Array.from({ length: 2001 }, () => jobs.add(request, plan, undefined, 0).id);
    const list = (query: string): List =>
      listJobs(
        { bulk: jobs, now: () => NOON } as unknown as Org,
        {
          query: new URLSearchParams(query),
          version: 67,
          base: '/services/data/v67.0',
        } as unknown as ApiCall,
      ).body as List;
    const seen: string[] = [];
    let next: string | null = '/services/data/v67.0/jobs/query?jobType=V2Query';
    const sizes: number[] = [];
    while (next !== null) {
      expect(next).toMatch(/^\/services\/data\/v67\.0\/jobs\/query\?jobType=V2Query/);
      const page: List = list(next.slice(next.indexOf('?')));
      sizes.push(page.records.length);
      seen.push(...page.records.map((job) => job.id));
      expect(page.done).toBe(page.nextRecordsUrl === null);
      next = page.nextRecordsUrl;
    }
    expect(sizes).toEqual([1000, 1000, 1]);
    expect(seen).toEqual(ids);
  });
});

describe('allowances', () => {
  interface Limit {
    Max: number;
    Remaining: number;
  }
  const limit = async (from: TestClient, name: string): Promise<Limit> =>
    ((await from.get('/limits')).body as Record<string, Limit>)[name] ?? { Max: 0, Remaining: 0 };

  test('jobs and results use them up, deleted jobs too, and a day later they are free', async () => {
    const fresh = await startOrg({ users: 60, logins: 20_000 });
    const jobs = new BulkClient(fresh.client);
    const before = await limit(fresh.client, 'DailyBulkV2QueryJobs');
    const storage = await limit(fresh.client, 'DailyBulkV2QueryFileStorageMB');
    expect([before.Max, storage.Max]).toEqual([MAX_JOBS, 976_562]);
    const { id } = await jobs.start(
      'SELECT Id, UserId, LoginTime, Status, Browser, Platform FROM LoginHistory',
    );
    await jobs.end(id);
    const bytes = Buffer.byteLength((await jobs.page(id)).text);
    await jobs.send('DELETE', `/${id}`);
    expect((await limit(fresh.client, 'DailyBulkV2QueryJobs')).Remaining).toBe(before.Remaining - 1);
    const megabytes =
      storage.Remaining - (await limit(fresh.client, 'DailyBulkV2QueryFileStorageMB')).Remaining;
    expect(Math.abs(megabytes - bytes / 1024 / 1024)).toBeLessThanOrEqual(1);
    fresh.org.control({ advanceClock: 24 * HOUR + 1 });
    await fresh.client.grant();
    expect(await limit(fresh.client, 'DailyBulkV2QueryJobs')).toEqual(before);
    await fresh.org.close();
  });

  test('beyond them no job is made', async () => {
    org.control({ bulkJobsByOthers: MAX_JOBS });
    const [status, code, message] = failure(await bulk.create(LOGINS));
    expect([status, code]).toEqual([400, 'LIMIT_EXCEEDED']);
    expect(message).toMatch(/^Max bulk v2 query jobs \(10000\) per 24 hrs has been reached \(\d+\)$/);
    org.control({ bulkJobsByOthers: 0, bulkStorageMBByOthers: 976_562 });
    expect(failure(await bulk.create(LOGINS))).toEqual([
      400,
      'LIMIT_EXCEEDED',
      'Max bulk v2 query result size stored (1000000000) kb per 24 hrs has been exceeded',
    ]);
    org.control({ bulkJobsByOthers: 40, bulkStorageMBByOthers: 976 });
    expect((await bulk.create(LOGINS)).status).toBe(200);
  });
});
