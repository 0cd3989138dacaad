import { gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { failure, startOrg, type Page, type Reply, type Row, type TestClient } from '../test-client';

let org: DemoOrg;
let client: TestClient;
let me: string;
let someone: string;
beforeAll(async () => {
  ({ org, client } = await startOrg());
  const rows = await client.all("SELECT Id, Username FROM User WHERE UserType = 'Standard'");
  const idOf = (mine: boolean): string =>
    String(rows.find((row) => (row['Username'] === org.runAsUsername) === mine)?.['Id']);
  [me, someone] = [idOf(true), idOf(false)];
});
afterAll(() => org.close());

const send = (method: string, path: string, body?: unknown): Promise<Reply> =>
  client.request(`/services/data/v67.0${path}`, {
    method,
    headers: { Authorization: `Bearer ${client.token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe('versions', () => {
  test('31 to 68 are served, each label once, in an order nobody may rely on', async () => {
    const list = async (): Promise<{ label: string; version: string }[]> =>
      (await client.request('/services/data')).body as { label: string; version: string }[];
    const sorted = await list();
    expect(sorted.map(({ version }) => version)).toEqual(Array.from({ length: 38 }, (_, i) => `${31 + i}.0`));
    expect(new Set(sorted.map(({ label }) => label)).size).toBe(38);
    org.control({ versionsUnsorted: true });
    const unsorted = await list();
    org.control({ versionsUnsorted: false });
    expect(unsorted).not.toEqual(sorted);
    expect(unsorted.at(-1)?.version).not.toBe('68.0');
    expect(unsorted.toSorted((a, b) => Number(a.version) - Number(b.version))).toEqual(sorted);
  });

  test('every address in the list and in the resource lists answers', async () => {
    for (const path of [
      '/services/data/v68.0',
      '/services/data/v68.0/tooling',
      '/services/data/v68.0/composite',
    ]) {
      const { status, body } = await client.get(path);
      expect(status).toBe(200);
      for (const [name, url] of Object.entries(body as Record<string, string>)) {
        const { pathname } = new URL(url, org.url);
        const known = await client.get(pathname);
        // Known, though some want POST, a query or ids.
        expect([name, known.status]).not.toEqual([name, 404]);
      }
    }
  });
});

describe('HTTP', () => {
  test('HEAD is GET without the body', async () => {
    for (const path of ['/services/data', '/services/data/v67.0/limits']) {
      const head = await client.request(path, {
        method: 'HEAD',
        headers: { Authorization: `Bearer ${client.token}` },
      });
      expect([head.status, head.body]).toEqual([200, '']);
      expect(head.headers.get('content-type')).toContain('json');
    }
  });

  test('idle connections are left to the client to end', async () => {
    // A server that ends them announces when. A busy client notices late, and loses its next request.
    const { headers } = await client.get('/limits');
    expect(headers.get('connection')).toBe('keep-alive');
    expect(headers.get('keep-alive')).toBeNull();
  });

  test('406 for clients that cannot read JSON', async () => {
    expect(failure(await client.get('/limits', { Accept: 'text/html' })).slice(0, 2)).toEqual([
      406,
      'NOT_ACCEPTABLE',
    ]);
    for (const Accept of ['application/json', '*/*', 'text/html, */*;q=0.1', ''])
      expect((await client.get('/limits', { Accept })).status).toBe(200);
  });

  /** Bytes as they came: fetch would unzip silently. */
  const raw = (): Promise<{ encoding: string | undefined; bytes: Buffer }> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${client.token}`, 'accept-encoding': 'gzip' };
      request(`${org.url}/services/data/v67.0/sobjects/User/describe`, { headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({ encoding: answer.headers['content-encoding'], bytes: Buffer.concat(parts) }),
        );
      })
        .on('error', reject)
        .end();
    });

  test('gzip: honored, never, or every other time', async () => {
    const zipped = await raw();
    expect(zipped.encoding).toBe('gzip');
    expect(JSON.parse(gunzipSync(zipped.bytes).toString())).toMatchObject({ name: 'User' });
    org.control({ gzip: 'never' });
    const plain = await raw();
    expect([plain.encoding, (JSON.parse(plain.bytes.toString()) as Row)['name']]).toEqual([
      undefined,
      'User',
    ]);
    org.control({ gzip: 'sometimes' });
    const both = [await raw(), await raw()].map(({ encoding }) => encoding);
    expect(both.toSorted()).toEqual(['gzip', undefined]);
    org.control({ gzip: 'honored' });
  });

  test('a broken escape in the address is no crash', async () => {
    expect((await client.get('/sobjects/%E0%A4%A/describe')).status).toBe(404);
  });
});

describe('records', () => {
  test('fields of one record; what there is none of', async () => {
    const one = await client.get(`/sobjects/User/${me}?fields=Username,IsActive`);
    expect(one.body).toMatchObject({ Username: org.runAsUsername, IsActive: true });
    expect((await client.get(`/sobjects/User/${me.slice(0, 15)}`)).status).toBe(200);
    expect(failure(await client.get(`/sobjects/User/${me}?fields=Nope`))[1]).toBe('INVALID_FIELD');
    expect((await client.get(`/sobjects/Profile/${me}`)).status).toBe(404);
    expect((await client.get('/recent')).body).toEqual([]);
  });

  test('the content of an event log file is CSV of the length told', async () => {
    const rows = await client.all(
      "SELECT Id, LogFile, LogFileLength, EventType FROM EventLogFile WHERE EventType = 'Login'",
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { Id, LogFile, LogFileLength } of rows.slice(0, 3)) {
      expect(LogFile).toBe(`/services/data/v67.0/sobjects/EventLogFile/${String(Id)}/LogFile`);
      const { status, headers, body } = await client.get(String(LogFile));
      expect([status, headers.get('content-type')]).toEqual([200, 'text/csv;charset=UTF-8']);
      expect(String(body)).toHaveLength(Number(LogFileLength));
      expect(String(body)).toMatch(/^"EVENT_TYPE",/);
    }
    const missing = String(rows[0]?.['Id'])
      .replace(/^(0AT...).{9}/, '$1000000001')
      .slice(0, 15);
    expect((await client.get(`/sobjects/EventLogFile/${missing}/LogFile`)).status).toBe(404);
    expect((await client.get(`/sobjects/User/${me}/Username`)).status).toBe(404);
  });

  test('nobody may write, and is told so', async () => {
    const access = [403, 'INSUFFICIENT_ACCESS_OR_READONLY'];
    const method = [405, 'METHOD_NOT_ALLOWED'];
    const cases: [string, string, (string | number)[]][] = [
      ['POST', '/sobjects/User', access],
      ['PATCH', `/sobjects/User/${someone}`, access],
      ['DELETE', `/sobjects/User/${someone}`, access],
      ['POST', '/sobjects/PermissionSetAssignment', access],
      ['POST', '/sobjects/LoginHistory', method],
      ['PATCH', `/sobjects/Profile/${someone}`, [404, 'NOT_FOUND']],
      ['PUT', `/sobjects/User/${someone}`, method],
      ['POST', '/sobjects/Nope', [404, 'NOT_FOUND']],
      ['DELETE', '/limits', method],
    ];
    for (const [verb, path, expected] of cases) {
      const reply = await send(verb, path, verb === 'DELETE' ? undefined : { IsActive: false });
      expect([verb, path, ...failure(reply).slice(0, 2)]).toEqual([verb, path, ...expected]);
    }
    expect((await client.get(`/sobjects/User/${someone}?fields=IsActive`)).status).toBe(200);
  });

  test('objects this org does not have are an invalid type', async () => {
    for (const name of ['ScratchOrgInfo', 'Account__x', 'ActiveScratchOrg'])
      expect(failure(await client.soql(`SELECT Id FROM ${name}`)).slice(0, 2)).toEqual([400, 'INVALID_TYPE']);
  });
});

describe('collections', () => {
  test('records in the order asked for, null for those that are not there', async () => {
    const gone = `${me.slice(0, 6)}0000000zz`;
    const ids = [someone, gone, me];
    const viaAddress = await client.get(`/composite/sobjects/User?ids=${ids.join(',')}&fields=Id,Username`);
    expect(viaAddress.body).toEqual([
      expect.objectContaining({ Id: someone }),
      null,
      expect.objectContaining({ Id: me, Username: org.runAsUsername }),
    ]);
    const viaBody = await send('POST', '/composite/sobjects/User', { ids, fields: ['Username'] });
    expect((viaBody.body as (Row | null)[]).map((row) => row?.['Id'])).toEqual([someone, undefined, me]);
  });

  test.each([
    ['/composite/sobjects/User?ids=&fields=Id', 400, 'MISSING_ARGUMENT'],
    ['/composite/sobjects/User?ids=nope&fields=Id', 400, 'MALFORMED_ID'],
    ['/composite/sobjects/Nope?ids=1&fields=Id', 404, 'NOT_FOUND'],
  ])('%s is refused', async (path, status, code) => {
    expect(failure(await client.get(path)).slice(0, 2)).toEqual([status, code]);
  });

  test('writing is refused record by record', async () => {
    const refused = {
      success: false,
      errors: [expect.objectContaining({ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }) as unknown],
    };
    const records = [{ attributes: { type: 'User' } }, { attributes: { type: 'User' } }];
    for (const method of ['POST', 'PATCH'])
      expect(await send(method, '/composite/sobjects', { records })).toMatchObject({
        status: 200,
        body: [refused, refused],
      });
    expect((await send('DELETE', `/composite/sobjects?ids=${me}`)).body).toMatchObject([refused]);
    expect((await send('POST', '/composite/sobjects', { records: [] })).status).toBe(400);
    const tree = { records: [{ attributes: { type: 'User', referenceId: 'ref9' }, LastName: 'X' }] };
    expect(await send('POST', '/composite/tree/User', tree)).toMatchObject({
      status: 400,
      body: { hasErrors: true, results: [{ referenceId: 'ref9' }] },
    });
  });
});

describe('the Tooling API', () => {
  const tooling = (soql: string): Promise<Reply> =>
    client.get(`/tooling/query?q=${encodeURIComponent(soql)}`);

  test('knows the security settings, trusted ranges among them', async () => {
    const { status, body } = await tooling('SELECT Metadata FROM SecuritySettings LIMIT 1');
    expect(status).toBe(200);
    const [record] = (body as Page).records;
    expect(record).toMatchObject({ attributes: { type: 'SecuritySettings' } });
    const metadata = record?.['Metadata'] as { networkAccess: { ipRanges: Row[] } };
    expect(metadata.networkAccess.ipRanges.length).toBeGreaterThan(0);
    expect(failure(await tooling('SELECT Nope FROM SecuritySettings'))[1]).toBe('INVALID_FIELD');
    expect(failure(await client.soql('SELECT Metadata FROM SecuritySettings'))[1]).toBe('INVALID_TYPE');
  });

  test('shares some objects with the data API, LoginHistory not', async () => {
    const users = await tooling(`SELECT Id, Username FROM User WHERE Id = '${me}'`);
    expect((users.body as Page).records).toMatchObject([
      {
        attributes: { url: `/services/data/v67.0/tooling/sobjects/User/${me}` },
        Username: org.runAsUsername,
      },
    ]);
    for (const name of ['LoginHistory', 'UserLicense', 'ApexClassMember'])
      expect(failure(await tooling(`SELECT Id FROM ${name}`)).slice(0, 2)).toEqual([400, 'INVALID_TYPE']);
    expect(failure(await tooling('SELECT FROM'))[1]).toBe('MALFORMED_QUERY');
    const { sobjects } = (await client.get('/tooling/sobjects')).body as { sobjects: Row[] };
    expect(sobjects.map((one) => one['name'])).toContain('User');
    expect((await client.get('/tooling/sobjects/User/describe')).status).toBe(200);
    expect((await client.get('/tooling/sobjects/LoginHistory/describe')).status).toBe(404);
  });

  test('tells the columns of a query as the Salesforce CLI asks for them', async () => {
    for (const [soql, names] of [
      ['SELECT Id, Name FROM Profile', ['Id', 'Name']],
      ['SELECT Metadata FROM SecuritySettings', ['Metadata']],
    ] as const) {
      const { status, body } = await client.get(`/tooling/query?q=${encodeURIComponent(soql)}&columns=true`);
      expect(status).toBe(200);
      const { columnMetadata } = body as { columnMetadata: Row[] };
      expect(columnMetadata.map((column) => column['columnName'])).toEqual(names);
    }
  });

  test('pages stay below /tooling', async () => {
    const big = await startOrg({ users: 2500, logins: 0 });
    const first = await big.client.get(`/tooling/query?q=${encodeURIComponent('SELECT Id FROM User')}`);
    const { nextRecordsUrl = '' } = first.body as Page;
    expect(nextRecordsUrl).toMatch(/^\/services\/data\/v67\.0\/tooling\/query\/01g/);
    expect(((await big.client.get(nextRecordsUrl)).body as Page).records).toHaveLength(500);
    await big.org.close();
  });
});

test('explain: how a query would be run, without its rows', async () => {
  const plan = async (soql: string): Promise<Row> =>
    (
      (await client.get(`/query?explain=${encodeURIComponent(soql)}`)).body as {
        plans: [Row];
        sourceQuery: string;
      }
    ).plans[0];
  expect(await plan('SELECT Id FROM User')).toMatchObject({
    leadingOperationType: 'TableScan',
    cardinality: 60,
    sobjectCardinality: 60,
    sobjectType: 'User',
  });
  const byId = await plan(`SELECT Name FROM User WHERE Id = '${me}'`);
  expect(byId).toMatchObject({ leadingOperationType: 'Index', fields: ['Id'], cardinality: 1 });
  expect(byId['relativeCost']).toBeLessThan(1);
  expect(failure(await client.get('/query?explain=SELECT'))[1]).toBe('MALFORMED_QUERY');
});

/** Names of the Limits resource in v67, as the REST guide and recorded answers have them. */
const LIMIT_NAMES = `
  ActiveScratchOrgs AnalyticsExternalDataSizeMB CdpAiInferenceApiMonthlyLimit ConcurrentAsyncGetReportInstances
  ConcurrentEinsteinDataInsightsStoryCreation ConcurrentEinsteinDiscoveryStoryCreation ConcurrentSyncReportRuns
  ContentDistBandwidthLimitMB ContentDistViewLimit ContentPublicationLimit DailyAnalyticsDataflowJobExecutions
  DailyAnalyticsUploadedFilesSizeMB DailyApexCursorLimit DailyApexCursorRowsLimit DailyApexPCursorLimit
  DailyApiRequests DailyAsyncApexExecutions DailyAsyncApexTests DailyBulkApiBatches DailyBulkV2QueryFileStorageMB
  DailyBulkV2QueryJobs DailyDeliveredPlatformEvents DailyDurableGenericStreamingApiEvents
  DailyDurableStreamingApiEvents DailyEinsteinDataInsightsStoryCreation DailyEinsteinDiscoveryOptimizationJobRuns
  DailyEinsteinDiscoveryPredictAPICalls DailyEinsteinDiscoveryPredictionsByCDC DailyEinsteinDiscoveryStoryCreation
  DailyFunctionsApiCallLimit DailyGenericStreamingApiEvents DailyMetadataRetrievesWithDependencies DailyScratchOrgs
  DailyStandardVolumePlatformEvents DailyStreamingApiEvents DailyWorkflowEmails DataStorageMB
  DurableStreamingApiConcurrentClients ExternalServicesActiveObjects ExternalServicesActiveOperations
  ExternalServicesObjects ExternalServicesObjectProperties ExternalServicesOperations ExternalServicesRegistrations
  FileStorageMB HourlyAsyncReportRuns HourlyDashboardRefreshes HourlyDashboardResults HourlyDashboardStatuses
  HourlyLongTermIdMapping HourlyManagedContentPublicRequests HourlyODataCallout HourlyPublishedPlatformEvents
  HourlyPublishedStandardVolumePlatformEvents HourlyShortTermIdMapping HourlySyncReportRuns HourlyTimeBasedWorkflow
  MassEmail MaxContentDocumentsLimit MonthlyEinsteinDiscoveryStoryCreation MonthlyPlatformEventsUsageEntitlement
  Package2VersionCreates Package2VersionCreatesWithoutValidation PermissionSets
  PlatformEventTriggersWithParallelProcessing PrivateConnectOutboundCalloutHourlyLimitMB ScheduledFlowRunLimit
  ScheduledPathRunLimit SingleEmail StreamingApiConcurrentClients`;

describe('limits', () => {
  test('every name of the Limits resource is there, with whole numbers', async () => {
    const body = (await client.get('/limits')).body as Record<string, { Max: number; Remaining: number }>;
    expect(Object.keys(body).sort()).toEqual(LIMIT_NAMES.trim().split(/\s+/).sort());
    for (const { Max, Remaining } of Object.values(body))
      expect([Number.isInteger(Max), Number.isInteger(Remaining)]).toEqual([true, true]);
    expect(body['DailyBulkV2QueryFileStorageMB']?.Max).toBe(976_562);
  });

  test('names vary by version, apps hang below with their labels', async () => {
    const names = async (version: number): Promise<string[]> =>
      Object.keys((await client.get(`/services/data/v${version}.0/limits`)).body as object);
    expect(await names(48)).toContain('DailyBulkApiRequests');
    expect(await names(49)).toContain('DailyBulkApiBatches');
    expect(await names(46)).not.toContain('DailyBulkV2QueryJobs');
    const body = (await client.get('/limits')).body as Record<string, Row>;
    expect(body['DailyApiRequests']).toMatchObject({ 'Ant Migration Tool': { Max: 0, Remaining: 0 } });
    expect(body['PermissionSets']).toMatchObject({ CreateCustom: { Max: 1000 } });
    expect(body['DailyBulkV2QueryJobs']).toMatchObject({ Max: 10_000 });
    expect(Object.keys(body)).toEqual(Object.keys(body).toSorted((a, b) => a.localeCompare(b)));
  });
});
