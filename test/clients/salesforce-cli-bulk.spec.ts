import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { versionOf } from './harness/environment';
import { LOGINS, startRig, stopRig, USERS, type Rig } from './harness/rig';
import { asBulkTable, parseCsv, sortedBy } from './harness/rows';
import { SalesforceCli } from './harness/salesforce-cli';

// Bulk API 2.0 as the Salesforce CLI uses it.

const PAGE = 2_000;
const LOGIN_COLUMNS = [
  ...['Id', 'UserId', 'LoginTime', 'LoginType', 'Status', 'SourceIp', 'Application', 'Browser', 'Platform'],
  ...['CountryIso', 'LoginGeoId', 'ApiType'],
];

let rig: Rig;
let sf: SalesforceCli;

beforeAll(async () => {
  rig = await startRig(`Salesforce CLI ${versionOf('@salesforce/cli')}, bulk`);
  sf = new SalesforceCli();
  await sf.result(
    ['org', 'login', 'access-token', '--instance-url', rig.org.url, '--alias', 'demo', '--no-prompt'],
    { SF_ACCESS_TOKEN: rig.truth.token },
  );
});

afterAll(async () => {
  sf?.remove();
  await stopRig(rig);
});

const exported = (soql: string, file: string, ...more: string[]): Promise<unknown> =>
  sf.result([
    ...['data', 'export', 'bulk', '--query', soql, '--output-file', sf.path(file)],
    ...['--wait', '5', '--target-org', 'demo', ...more],
  ]);

describe('data export bulk', () => {
  it('gets one result page', async () => {
    const columns = ['Id', 'Username', 'Name', 'IsActive', 'LastLoginDate', 'Profile.Name', 'Manager.Name'];
    const soql = `SELECT ${columns.join(', ')} FROM User`;
    const { calls } = await rig.measures.of(`data export bulk, ${USERS} users, 1 page`, () =>
      exported(soql, 'users.csv'),
    );
    const rows = parseCsv(readFileSync(sf.path('users.csv'), 'utf8'));
    expect(rows).toHaveLength(USERS);
    expect(sortedBy(rows, 'Id')).toEqual(sortedBy(asBulkTable(await rig.truth.all(soql), columns), 'Id'));
    expect(calls).toBe(4);
  });

  it('gets several result pages: two calls more for each', async () => {
    rig.org.control({ bulkPageSize: PAGE });
    const soql = `SELECT ${LOGIN_COLUMNS.join(', ')} FROM LoginHistory`;
    const { calls } = await rig.measures.of(`data export bulk, ${LOGINS} logins, 5 pages`, () =>
      exported(soql, 'logins.csv'),
    );
    const rows = parseCsv(readFileSync(sf.path('logins.csv'), 'utf8'));
    expect(rows).toHaveLength(LOGINS);
    expect(Object.keys(rows[0] ?? {})).toEqual(LOGIN_COLUMNS);
    expect(sortedBy(rows, 'Id')).toEqual(
      sortedBy(asBulkTable(await rig.truth.all(soql), LOGIN_COLUMNS), 'Id'),
    );
    expect(calls).toBe(4 + 2 * (Math.ceil(LOGINS / PAGE) - 1));
  });

  it('keeps the order a query asks for', async () => {
    rig.org.control({ bulkPageSize: PAGE });
    const soql = 'SELECT Id, Username FROM User ORDER BY Username DESC';
    await exported(soql, 'ordered.csv');
    const rows = parseCsv(readFileSync(sf.path('ordered.csv'), 'utf8'));
    expect(rows).toEqual(asBulkTable(await rig.truth.all(soql), ['Id', 'Username']));
  });

  it('gets JSON', async () => {
    const soql = "SELECT Id, Name FROM User WHERE UserType = 'Standard' ORDER BY Id LIMIT 100";
    await exported(soql, 'users.json', '--result-format', 'json');
    const rows = JSON.parse(readFileSync(sf.path('users.json'), 'utf8')) as unknown;
    expect(rows).toEqual(asBulkTable(await rig.truth.all(soql), ['Id', 'Name']));
  });

  it('gets nothing but the header where nothing fits', async () => {
    await exported("SELECT Id, Name FROM User WHERE Username = 'nobody'", 'nobody.csv');
    expect(readFileSync(sf.path('nobody.csv'), 'utf8').trim().replaceAll('"', '')).toBe('Id,Name');
  });

  it('says why a query cannot be exported', async () => {
    const error = await sf.failure([
      ...['data', 'export', 'bulk', '--query', 'SELECT Nope FROM User', '--output-file', sf.path('nope.csv')],
      ...['--wait', '5', '--target-org', 'demo'],
    ]);
    expect(error.message).toContain("No such column 'Nope' on entity 'User'.");
  });
});
