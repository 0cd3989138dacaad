import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../../index';
import { failure, startOrg, type TestClient } from '../../test-client';
import { BulkClient, LOGINS, parseCsv } from './test-bulk';

const HOUR = 3_600_000;
let org: DemoOrg;
let client: TestClient;
let bulk: BulkClient;
beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 300, logins: 3000 }));
  bulk = new BulkClient(client);
});
afterAll(() => org.close());

describe('a job from start to end', () => {
  test('creation tells what was asked, the first look finds it complete', async () => {
    const reply = await bulk.create(LOGINS);
    expect(reply.status).toBe(200);
    const created = reply.body as Record<string, unknown>;
    expect(Object.keys(created)).toEqual([
      'id',
      'operation',
      'object',
      'createdById',
      'createdDate',
      'systemModstamp',
      'state',
      'concurrencyMode',
      'contentType',
      'apiVersion',
      'lineEnding',
      'columnDelimiter',
    ]);
    expect(created).toMatchObject({
      operation: 'query',
      object: 'LoginHistory',
      createdDate: '2026-03-18T12:00:00.000+0000',
      state: 'UploadComplete',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 67,
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
    });
    expect(await bulk.info(String(created['id']))).toMatchObject({
      state: 'JobComplete',
      jobType: 'V2Query',
      numberRecordsProcessed: 3000,
      retries: 0,
      totalProcessingTime: 0,
      isPkChunkingSupported: true,
    });
    expect(created['id']).toMatch(/^750\w{15}$/);
    expect(created['createdById']).toMatch(/^005\w{15}$/);
    // The 15-character form names the same job.
    expect((await bulk.info(String(created['id']).slice(0, 15))).id).toBe(created['id']);
  });

  test('every request is a call', async () => {
    const before = org.stats().counted;
    const { id } = await bulk.start('SELECT Id FROM User');
    await bulk.info(id);
    await bulk.page(id);
    await bulk.send('DELETE', `/${id}`);
    expect(org.stats().counted - before).toBe(4);
    const { requests } = org.stats();
    for (const seen of ['POST', 'GET /*', 'GET /*/results', 'DELETE /*'])
      expect(requests).toHaveProperty([seen.replace(/^(\w+) ?/, '$1 /services/data/v67.0/jobs/query')]);
  });

  test('a job takes its time: in the queue, in progress, complete', async () => {
    const slow = await startOrg({ users: 60, logins: 1000 });
    const jobs = new BulkClient(slow.client);
    slow.org.control({ bulkJobMs: 1000, bulkRowsPerSecond: 100 });
    const { id, state } = await jobs.start('SELECT Id FROM LoginHistory');
    const seen = [state];
    const processed: number[] = [];
    for (let i = 0; i < 12; i++) {
      slow.org.control({ advanceClock: 1000 });
      const info = await jobs.info(id);
      seen.push(info.state);
      processed.push(info.numberRecordsProcessed);
    }
    expect(seen.filter((s, i) => s !== seen[i - 1])).toEqual(['UploadComplete', 'InProgress', 'JobComplete']);
    // One second for the job, ten for its thousand rows.
    expect(seen.indexOf('JobComplete')).toBe(11);
    expect(processed).toEqual([...processed].sort((a, b) => a - b));
    expect(processed.at(-1)).toBe(1000);
    expect((await jobs.info(id)).totalProcessingTime).toBe(11_000);
    await slow.org.close();
  });

  test('results of a running job are refused', async () => {
    org.control({ bulkJobMs: HOUR });
    const { id } = await bulk.start('SELECT Id FROM User');
    org.control({ bulkJobMs: 0 });
    expect(failure(await bulk.send('GET', `/${id}/results`)).slice(0, 2)).toEqual([400, 'INVALIDJOBSTATE']);
    expect(failure(await bulk.send('GET', `/${id}/resultPages`)).slice(0, 2)).toEqual([
      400,
      'INVALIDJOBSTATE',
    ]);
  });
});

describe('ending a job', () => {
  test('abort, and delete only what is no longer running', async () => {
    org.control({ bulkJobMs: HOUR });
    const { id } = await bulk.start(LOGINS);
    org.control({ bulkJobMs: 0 });
    expect(failure(await bulk.send('DELETE', `/${id}`))).toEqual([
      400,
      'API_ERROR',
      'Error encountered when deleting the job because the job is not terminated',
    ]);
    expect(await bulk.send('PATCH', `/${id}`, { state: 'Aborted' })).toMatchObject({
      status: 200,
      body: { id, state: 'Aborted' },
    });
    expect((await bulk.info(id)).state).toBe('Aborted');
    expect(failure(await bulk.send('GET', `/${id}/results`))[0]).toBe(400);
    expect(failure(await bulk.send('PATCH', `/${id}`, { state: 'Aborted' })).slice(0, 2)).toEqual([
      400,
      'INVALIDJOBSTATE',
    ]);
    expect(await bulk.send('DELETE', `/${id}`)).toMatchObject({ status: 204, body: '' });
    expect(failure(await bulk.send('GET', `/${id}`)).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });

  test('a job nobody has looked at can be aborted, a complete one cannot', async () => {
    const { id: unseen } = await bulk.start('SELECT Id FROM User');
    expect((await bulk.send('PATCH', `/${unseen}`, { state: 'Aborted' })).status).toBe(200);
    const { id } = await bulk.start('SELECT Id FROM User');
    await bulk.end(id);
    expect(failure(await bulk.send('PATCH', `/${id}`, { state: 'Aborted' }))).toEqual([
      400,
      'INVALIDJOBSTATE',
      'Aborting already Completed Job not allowed',
    ]);
    expect(failure(await bulk.send('PATCH', `/${id}`, { state: 'JobComplete' })).slice(0, 2)).toEqual([
      400,
      'API_ERROR',
    ]);
  });

  test('somebody else aborts or deletes', async () => {
    const { id } = await bulk.start('SELECT Id FROM User');
    org.control({ bulkJobs: 'abort' });
    expect((await bulk.info(id)).state).toBe('Aborted');
    const done = await bulk.start('SELECT Id FROM User');
    await bulk.end(done.id);
    org.control({ bulkJobs: 'delete' });
    expect(failure(await bulk.send('GET', `/${done.id}/results`)).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });

  test('a job that fails says why, once', async () => {
    org.control({ bulkFails: 'InternalServerError : Retried more than fifteen times' });
    const { id } = await bulk.start(LOGINS);
    expect(await bulk.end(id)).toMatchObject({
      state: 'Failed',
      errorMessage: 'InternalServerError : Retried more than fifteen times',
      numberRecordsProcessed: 0,
    });
    expect(failure(await bulk.send('GET', `/${id}/results`)).slice(0, 2)).toEqual([400, 'INVALIDJOBSTATE']);
    const next = await bulk.start(LOGINS);
    expect((await bulk.end(next.id)).state).toBe('JobComplete');
    expect('errorMessage' in (await bulk.info(next.id))).toBe(false);
  });

  test('jobs are gone after seven days', async () => {
    const old = await startOrg({ users: 60, logins: 0 });
    const jobs = new BulkClient(old.client);
    const { id } = await jobs.start('SELECT Id FROM User');
    await jobs.end(id);
    old.org.control({ advanceClock: 7 * 24 * HOUR - 1000 });
    await old.client.grant();
    expect((await jobs.info(id)).state).toBe('JobComplete');
    old.org.control({ advanceClock: 2000 });
    expect((await jobs.send('GET', `/${id}`)).status).toBe(404);
    expect((await jobs.send('GET', '')).body).toMatchObject({ records: [] });
    await old.org.close();
  });

  test('a page being sent is sent to its end although the job is deleted, or given up with the client', async () => {
    const long = await startOrg({ users: 60, logins: 25_000 });
    const jobs = new BulkClient(long.client);
    const { id } = await jobs.start(LOGINS);
    await jobs.end(id);
    const get = (): Promise<Response> =>
      fetch(`${long.org.url}${jobs.base}/${id}/results`, {
        headers: { Authorization: `Bearer ${long.client.token}`, 'Accept-Encoding': 'identity' },
      });
    const [read, dropped] = [await get(), await get()];
    await dropped.body?.cancel();
    long.org.control({ bulkJobs: 'delete' });
    expect((await jobs.send('GET', `/${id}/results`)).status).toBe(404);
    expect(parseCsv(await read.text())).toHaveLength(25_000);
    await long.org.close();
  });

  test('a page cut in the middle is an error, and the page can be had again', async () => {
    const { id } = await bulk.start(LOGINS);
    await bulk.end(id);
    org.control({ serveTruncatedBody: true });
    await expect(bulk.page(id)).rejects.toThrow();
    expect((await bulk.page(id)).count).toBe(3000);
    org.control({ failNext: { match: '/results', status: 503 } });
    expect((await bulk.page(id)).status).toBe(503);
    expect(parseCsv((await bulk.page(id)).text)).toHaveLength(3000);
  });
});
