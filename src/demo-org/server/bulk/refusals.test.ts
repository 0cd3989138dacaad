import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../../index';
import { failure, NOON, startOrg, type TestClient } from '../../test-client';
import type { ApiCall } from '../api-call';
import type { Org } from '../org';
import { abortJob, deleteJob, resultPages, results } from './routes';
import { BulkClient, LOGINS } from './test-bulk';

let org: DemoOrg;
let client: TestClient;
let bulk: BulkClient;
beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 300, logins: 3000 }));
  bulk = new BulkClient(client);
});
afterAll(() => org.close());

describe('what is refused', () => {
  test.each([
    [{ operation: 'insert', query: 'SELECT Id FROM User' }],
    [{ query: 'SELECT Id FROM User' }],
    [{ operation: 'query' }],
    [{ operation: 'query', query: '' }],
    [{ operation: 'query', query: 7 }],
    [{ operation: 'query', query: 'SELECT Id FROM User', contentType: 'JSON' }],
    [{ operation: 'query', query: 'SELECT Id FROM User', columnDelimiter: 'SPACE' }],
    [{ operation: 'query', query: 'SELECT Id FROM User', lineEnding: 'CR' }],
    [{ operation: 'query', query: 'SELECT Id FROM User', color: 'blue' }],
    [['SELECT Id FROM User']],
  ])('%j', async (body) => {
    expect(failure(await bulk.send('POST', '', body)).slice(0, 2)).toEqual([400, 'API_ERROR']);
  });

  test.each([
    ['SELECT COUNT() FROM User', 'COUNT()'],
    ['SELECT COUNT(Id) FROM User', 'COUNT()'],
    ['SELECT ProfileId FROM User GROUP BY ProfileId', 'GROUP BY'],
    ['SELECT MAX(LoginTime) FROM LoginHistory', 'MAX()'],
    ['SELECT Id FROM User LIMIT 5 OFFSET 5', 'OFFSET'],
    ['SELECT FIELDS(ALL) FROM User LIMIT 200', 'Selecting compound data not supported in Bulk Query'],
    ['SELECT FIELDS(STANDARD) FROM User', 'Selecting compound data not supported in Bulk Query'],
    ['SELECT TYPEOF License WHEN UserLicense THEN Name END FROM PermissionSet', 'TYPEOF'],
    ['SELECT LogFile FROM EventLogFile', 'Blob field not supported in Bulk V2 Query with CSV content type'],
    [
      'SELECT Id, (SELECT Id FROM PermissionSetAssignments) FROM User',
      'Aggregate Relationships not supported in Bulk V2 Query with CSV content type',
    ],
  ])('%s, when the job is made or later', async (soql, words) => {
    const [status, code, message] = failure(await bulk.create(soql));
    expect([status, code]).toEqual([400, 'API_ERROR']);
    expect(message).toContain(words);
    org.control({ bulkRefusesLate: true });
    const { id } = await bulk.start(soql);
    org.control({ bulkRefusesLate: false });
    const { state, errorMessage } = await bulk.end(id);
    expect(state).toBe('Failed');
    expect(errorMessage).toContain(words);
  });

  test.each([
    ['SELEC Id FROM User', 'MALFORMED_QUERY'],
    ['SELECT Nothing FROM User', 'INVALID_FIELD'],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE'],
    ["SELECT Id FROM LoginHistory WHERE Status = 'Success'", 'INVALID_FIELD'],
  ])('%s says what REST says, with its own code or with API_ERROR', async (soql, code) => {
    const rest = failure(await client.soql(soql));
    expect(failure(await bulk.create(soql))).toEqual(rest);
    expect(rest.slice(0, 2)).toEqual([400, code]);
    org.control({ bulkQueryErrorCode: 'API_ERROR' });
    expect(failure(await bulk.create(soql))).toEqual([400, 'API_ERROR', rest[2]]);
    org.control({ bulkQueryErrorCode: 'own' });
  });

  test('a parent of several kinds makes the job fail', async () => {
    expect((await client.soql('SELECT License.Name FROM PermissionSet')).status).toBe(200);
    const { id } = await bulk.start('SELECT Id, License.Name FROM PermissionSet');
    expect(await bulk.end(id)).toMatchObject({
      state: 'Failed',
      errorMessage: "FeatureNotEnabled : Cannot serialize value for 'License' in CSV format",
    });
    // Its id is a value like any other, and conditions may look at it.
    expect(
      await bulk.all('SELECT LicenseId FROM PermissionSet WHERE License.Name != null LIMIT 1'),
    ).toHaveLength(1);
  });

  test('somebody else’s job: to be seen, not to be read or ended', async () => {
    const { id } = await bulk.start('SELECT Id FROM User');
    await bulk.end(id);
    const job = { id, request: { createdBy: '0055g000000000AAA', apiVersion: 67 }, moveOn: () => undefined };
    const elsewhere = { bulk: { find: () => job }, now: () => NOON } as unknown as Org;
    const call = {
      method: 'GET',
      version: 67,
      session: { user: { id: 'somebody else' } },
    } as unknown as ApiCall;
    for (const handler of [results, resultPages, abortJob, deleteJob])
      expect(() => handler(elsewhere, call, [id])).toThrow('insufficient access rights');
  });

  test('objects that Bulk does not take, with either code', async () => {
    org.control({ bulkUnsupported: ['LoginGeo'] });
    const message = "Entity 'LoginGeo' is not supported by the Bulk API.";
    expect(failure(await bulk.create('SELECT Id FROM LoginGeo'))).toEqual([400, 'INVALIDENTITY', message]);
    org.control({ bulkUnsupportedCode: 'API_ERROR' });
    expect(failure(await bulk.create('SELECT Id FROM logingeo'))).toEqual([400, 'API_ERROR', message]);
    // As a parent it is no object of the job.
    expect((await bulk.create(LOGINS)).status).toBe(200);
    org.control({ bulkUnsupported: [], bulkUnsupportedCode: 'INVALIDENTITY' });
    expect((await bulk.create('SELECT Id FROM LoginGeo')).status).toBe(200);
  });

  test('wrong ids, wrong methods, wrong versions', async () => {
    for (const id of ['7505g0000000001AAA', '0055g0000000001', 'nonsense'])
      for (const [method, path] of [
        ['GET', `/${id}`],
        ['GET', `/${id}/results`],
        ['GET', `/${id}/resultPages`],
        ['DELETE', `/${id}`],
      ] as const)
        expect(failure(await bulk.send(method, path)).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
    expect((await bulk.send('PATCH', '/7505g0000000001AAA', { state: 'Aborted' })).status).toBe(404);
    expect((await bulk.send('DELETE', '')).status).toBe(405);
    const { id } = await bulk.start('SELECT Id FROM User');
    await bulk.end(id);
    const v58 = new BulkClient(client, 58);
    expect(failure(await v58.send('GET', `/${id}/results`))[0]).toBe(409);
    expect(failure(await v58.send('GET', `/${id}/resultPages`))[0]).toBe(409);
    expect((await v58.info(id)).apiVersion).toBe(67);
    expect(await v58.all('SELECT Id FROM User')).toHaveLength(await client.count('User'));
    const v57 = new BulkClient(client, 57);
    const job = await v57.start('SELECT Id FROM User');
    await v57.end(job.id);
    expect((await v57.page(job.id)).status).toBe(200);
    expect((await v57.send('GET', `/${job.id}/resultPages`)).status).toBe(404);
    expect((await new BulkClient(client, 46).create('SELECT Id FROM User')).status).toBe(404);
  });

  test('jobs have no place in a composite request', async () => {
    const url = `/services/data/v67.0/jobs/query`;
    const reply = await client.post('/composite', {
      compositeRequest: [{ method: 'GET', url, referenceId: 'r' }],
    });
    expect(reply.body).toMatchObject({ compositeResponse: [{ httpStatusCode: 400 }] });
  });

  test('nothing runs without calls left', async () => {
    const poor = await startOrg({ users: 60, logins: 0, dailyLimit: 2 });
    const jobs = new BulkClient(poor.client);
    const { id } = await jobs.start('SELECT Id FROM User');
    await jobs.info(id);
    expect((await jobs.page(id)).status).toBe(403);
    expect(failure(await jobs.create('SELECT Id FROM User')).slice(0, 2)).toEqual([
      403,
      'REQUEST_LIMIT_EXCEEDED',
    ]);
    await poor.org.close();
  });
});
