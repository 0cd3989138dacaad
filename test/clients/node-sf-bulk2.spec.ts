import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/demo-org/test-client';
import { Driver } from './harness/driver';
import { versionOf } from './harness/environment';
import { LOGINS, startRig, stopRig, type Rig } from './harness/rig';
import { asBulkTable, parseCsv, sortedBy, type FlatRow } from './harness/rows';

// node-sf-bulk2 reads page by page as the Bulk API 2.0 guide says, and shares no code with jsforce.

interface Job {
  id: string;
  state: string;
  object: string;
  numberRecordsProcessed?: number;
}

interface Page {
  data: string;
  headers: Record<string, string>;
}

const VERSION = 62;
const PAGE = 2_000;
const COLUMNS = [
  'Id',
  'UserId',
  'LoginTime',
  'Status',
  'SourceIp',
  'Application',
  'CountryIso',
  'LoginGeoId',
];
const SOQL = `SELECT ${COLUMNS.join(', ')} FROM LoginHistory`;

let rig: Rig;
let client: Driver;

beforeAll(async () => {
  rig = await startRig(`node-sf-bulk2 ${versionOf('node-sf-bulk2')}`);
  client = new Driver('node-sf-bulk2.mjs');
  await client.call('open', {
    accessToken: rig.truth.token,
    instanceUrl: rig.org.url,
    apiVersion: `${VERSION}.0`,
  });
});

afterAll(async () => {
  client?.close();
  await stopRig(rig);
});

async function complete(job: Job): Promise<Job> {
  let info = await client.call<Job>('info', job.id);
  while (info.state === 'UploadComplete' || info.state === 'InProgress') {
    await wait(50);
    info = await client.call<Job>('info', job.id);
  }
  return info;
}

async function readPages(id: string, maxRecords: number): Promise<{ rows: FlatRow[]; pages: number }> {
  const rows: FlatRow[] = [];
  let locator: string | undefined;
  let pages = 0;
  do {
    const page = await client.call<Page>('results', id, locator, maxRecords);
    const here = parseCsv(page.data);
    expect(page.headers['sforce-numberofrecords']).toBe(String(here.length));
    rows.push(...here);
    pages++;
    locator = page.headers['sforce-locator'];
  } while (locator !== 'null');
  return { rows, pages };
}

describe('node-sf-bulk2', () => {
  it('reads all logins over five pages', async () => {
    const { result } = await rig.measures.of(`query job, ${LOGINS} logins, 5 pages`, async () => {
      const job = await client.call<Job>('submit', { operation: 'query', query: SOQL });
      expect(job).toMatchObject({ object: 'LoginHistory', operation: 'query', apiVersion: VERSION });
      const info = await complete(job);
      expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: LOGINS });
      return readPages(job.id, PAGE);
    });
    expect(result.pages).toBe(5);
    expect(Object.keys(result.rows[0] ?? {})).toEqual(COLUMNS);
    expect(sortedBy(result.rows, 'Id')).toEqual(
      sortedBy(asBulkTable(await rig.truth.all(SOQL), COLUMNS), 'Id'),
    );
  });

  it('pays one call for each request', async () => {
    const { calls } = await rig.measures.of('query job, one page', async () => {
      const job = await client.call<Job>('submit', { operation: 'query', query: SOQL });
      await client.call('info', job.id);
      await client.call('results', job.id, undefined, undefined);
    });
    expect(calls).toBe(3);
  });

  it('lists, stops and removes jobs', async () => {
    rig.org.control({ bulkJobMs: 3_600_000 });
    const job = await client.call<Job>('submit', { operation: 'query', query: 'SELECT Id FROM User' });
    const { records } = await client.call<{ records: Job[] }>('list', { jobType: 'V2Query' });
    expect(records.map(({ id }) => id)).toContain(job.id);
    const early = await client.failure('results', job.id, undefined, undefined);
    expect([early.code, (early.data as Row[])[0]?.['errorCode']]).toEqual([400, 'INVALIDJOBSTATE']);
    expect(await client.call('abort', job.id)).toMatchObject({ id: job.id, state: 'Aborted' });
    rig.org.control({ bulkJobMs: 0 });
    await client.call('remove', job.id);
    expect((await client.failure('info', job.id)).code).toBe(404);
  });

  it('passes the org’s errors on', async () => {
    const error = await client.failure('submit', { operation: 'query', query: 'SELECT Nope FROM User' });
    expect(error.code).toBe(400);
    expect((error.data as Row[])[0]?.['message']).toContain("No such column 'Nope' on entity 'User'.");
  });
});
