import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Driver } from './harness/driver';
import { versionOf } from './harness/environment';
import { LOGINS, startRig, stopRig, USERS, type Rig } from './harness/rig';
import { asBulkTable, parseCsv, sortedBy, type FlatRow } from './harness/rows';

// Bulk API 2.0 with jsforce. Of a result with several pages it makes too much or nothing at all (its issues 1740 and
// 1546), so for those only what the org sends is checked here; other clients read them (salesforce-cli-bulk.spec.ts).

const PAGE = 2_000;
const COLUMNS = ['Id', 'Username', 'Name', 'IsActive', 'LastLoginDate', 'Profile.Name', 'ManagerId'];
const SOQL = `SELECT ${COLUMNS.join(', ')} FROM User`;

describe.each(['jsforce', '@jsforce/jsforce-node'])('%s and Bulk API 2.0', (packageName) => {
  let rig: Rig;
  let client: Driver;

  beforeAll(async () => {
    rig = await startRig(`${packageName} ${versionOf(packageName)}, bulk`);
    client = new Driver('jsforce.mjs', [packageName]);
    await client.call('open', {
      instanceUrl: rig.org.url,
      accessToken: rig.truth.token,
      version: '67.0',
    });
  });

  afterAll(async () => {
    client?.close();
    await stopRig(rig);
  });

  it('gets a result of one page', async () => {
    const { result, calls } = await rig.measures.of(`bulk2.query, ${USERS} users, 1 page`, () =>
      client.call<FlatRow[]>('bulkQuery', SOQL),
    );
    expect(result).toHaveLength(USERS);
    expect(sortedBy(result, 'Id')).toEqual(sortedBy(asBulkTable(await rig.truth.all(SOQL), COLUMNS), 'Id'));
    expect(calls).toBe(3);
  });

  it('gets nothing where nothing fits', async () => {
    expect(await client.call('bulkQuery', "SELECT Id FROM User WHERE Username = 'nobody'")).toEqual([]);
  });

  it('passes the org’s errors on', async () => {
    const error = await client.failure('bulkQuery', 'SELECT Nope FROM User');
    expect(error.message).toContain("No such column 'Nope' on entity 'User'.");
  });

  it('would be sent every row once, were it to ask for the pages one after the other', async () => {
    rig.org.control({ bulkPageSize: PAGE });
    const jobs = '/services/data/v67.0/jobs/query';
    const query = `SELECT Id, UserId, LoginTime FROM LoginHistory`;
    const job = (await rig.truth.post('/jobs/query', { operation: 'query', query })).body as { id: string };
    const rows: FlatRow[] = [];
    const sizes: number[] = [];
    let locator = '';
    do {
      const state = (await rig.truth.get(`${jobs}/${job.id}`)).body;
      expect(state).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: LOGINS });
      const page = await rig.truth.get(`${jobs}/${job.id}/results${locator && `?locator=${locator}`}`);
      const here = parseCsv(page.body as string);
      rows.push(...here);
      sizes.push(here.length);
      locator = page.headers.get('sforce-locator') ?? '';
    } while (locator !== 'null');
    expect(sizes).toEqual([PAGE, PAGE, PAGE, PAGE, LOGINS - 4 * PAGE]);
    expect(sortedBy(rows, 'Id')).toEqual(
      sortedBy(asBulkTable(await rig.truth.all(query), ['Id', 'UserId', 'LoginTime']), 'Id'),
    );
  });
});
