import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/demo-org/test-client';
import { Driver } from './harness/driver';
import { versionOf } from './harness/environment';
import { DAILY_LIMIT, rowsIn, startRig, stopRig, type Rig } from './harness/rig';
import { asBulkTable, type FlatRow } from './harness/rows';

// What plugins of the Salesforce CLI do with the library it is built on: read whatever there is, and look for
// licenses nobody uses.

const PACKAGE = '@jsforce/jsforce-node';
const VERSION = 66;
const DAY_MS = 86_400_000;
/** The org's clock stands still: `LAST_N_DAYS` must not move at midnight in the middle of the run. */
const NOW = Date.now();

let rig: Rig;
let client: Driver;

beforeAll(async () => {
  rig = await startRig(`${PACKAGE} ${versionOf(PACKAGE)}, as plugins use it`, { now: () => NOW });
  client = new Driver('jsforce.mjs', [PACKAGE]);
  await client.call('open', {
    instanceUrl: rig.org.url,
    accessToken: rig.truth.token,
    version: `${VERSION}.0`,
  });
});

afterAll(async () => {
  client?.close();
  await stopRig(rig);
});

interface Described {
  name: string;
  queryable: boolean;
  fields: { name: string }[];
}

describe('every object the org tells of', () => {
  it('can be described and read, every field of it', async () => {
    const { sobjects } = await client.call<{ sobjects: Described[] }>('describeGlobal');
    const readable = sobjects.filter(({ queryable }) => queryable);
    expect(readable.length).toBeGreaterThan(15);
    await rig.measures.of(`describe and query, ${readable.length} objects`, async () => {
      for (const { name } of readable) {
        const { fields } = await client.call<Described>('describe', name);
        const soql = `SELECT ${fields.map((field) => field.name).join(', ')} FROM ${name} LIMIT 2500`;
        const options = { autoFetch: true, maxFetch: 1e6 };
        const { records } = await client.call<{ records: Row[] }>('query', soql, options);
        expect(records, name).toEqual(await rowsIn(rig.truth, VERSION, soql));
      }
    });
  });
});

describe('the Tooling API', () => {
  it('answers queries', async () => {
    const soql = "SELECT Id, Username FROM User WHERE Profile.Name = 'System Administrator' ORDER BY Id";
    const path = `/services/data/v${VERSION}.0/tooling/query?q=${encodeURIComponent(soql)}`;
    expect(await client.call('toolingQuery', soql)).toEqual((await rig.truth.get(path)).body);
  });
});

describe('a license review', () => {
  /** What the library makes of a bulk result: a column for each field, text in each. */
  async function sameByBulk(soql: string, columns: string[]): Promise<FlatRow[]> {
    const rows = await client.call<FlatRow[]>('bulkQuery', soql);
    expect(rows).toEqual(asBulkTable(await rig.truth.all(soql), columns));
    return rows;
  }

  it('finds the users who have not signed in for half a year', async () => {
    const { result } = await rig.measures.of('unused users, bulk', () =>
      sameByBulk(
        'SELECT Id, LastLoginDate, User.LastName, User.Firstname, Profile.UserLicense.Name, Profile.Name, ' +
          'Username, Profile.UserLicense.LicenseDefinitionKey, IsActive, CreatedDate FROM User ' +
          'WHERE IsActive = true AND ((LastLoginDate < LAST_N_DAYS:180 AND LastLoginDate != NULL) OR ' +
          "(CreatedDate < LAST_N_DAYS:180 AND LastLoginDate = NULL)) AND Profile.UserLicense.LicenseDefinitionKey IN ('SFDC','AUL') " +
          'ORDER BY LastLoginDate DESC',
        [
          ...['Id', 'LastLoginDate', 'LastName', 'FirstName', 'Profile.UserLicense.Name', 'Profile.Name'],
          ...['Username', 'Profile.UserLicense.LicenseDefinitionKey', 'IsActive', 'CreatedDate'],
        ],
      ),
    );
    // The same, found without the org's help.
    const users = await rig.truth.all(
      'SELECT Id, IsActive, LastLoginDate, CreatedDate, Profile.UserLicense.LicenseDefinitionKey FROM User',
    );
    const start = Math.floor(NOW / DAY_MS) * DAY_MS - 180 * DAY_MS;
    const unused = users.filter((user) => {
      const profile = user['Profile'] as { UserLicense: { LicenseDefinitionKey: string } } | null;
      const license = profile?.UserLicense.LicenseDefinitionKey ?? '';
      const seen = Date.parse(String(user['LastLoginDate'] ?? user['CreatedDate']));
      return user['IsActive'] === true && ['SFDC', 'AUL'].includes(license) && seen < start;
    });
    expect(result.map((row) => row['Id']).sort()).toEqual(unused.map((user) => user['Id']).sort());
    expect(unused.length).toBeGreaterThan(0);
  });

  it('finds permission set licenses and who holds them', async () => {
    const held = await sameByBulk(
      `
      SELECT Id,PermissionSetLicenseId, PermissionSetLicense.DeveloperName, PermissionSetLicense.MasterLabel,
        AssigneeId, Assignee.Username, Assignee.IsActive, Assignee.Profile.Name
      FROM PermissionSetLicenseAssign
      WHERE Assignee.IsActive=true
      ORDER BY PermissionSetLicense.MasterLabel, Assignee.Username`,
      [
        ...['Id', 'PermissionSetLicenseId', 'PermissionSetLicense.DeveloperName'],
        ...['PermissionSetLicense.MasterLabel', 'AssigneeId', 'Assignee.Username', 'Assignee.IsActive'],
        'Assignee.Profile.Name',
      ],
    );
    const licenses = [...new Set(held.map((row) => row['PermissionSetLicenseId']))];
    expect(licenses.length).toBeGreaterThan(1);
    const among = licenses.map((id) => `'${id}'`).join(',');
    const known = await sameByBulk(
      `SELECT Id,DeveloperName,MasterLabel,UsedLicenses,TotalLicenses
       FROM PermissionSetLicense
       WHERE Id in (${among})`,
      ['Id', 'DeveloperName', 'MasterLabel', 'UsedLicenses', 'TotalLicenses'],
    );
    expect(known.map((row) => row['Id']).sort()).toEqual([...licenses].sort());
    const sets = await sameByBulk(
      `SELECT Id,Label,Name,LicenseId FROM PermissionSet WHERE LicenseId in (${among})`,
      ['Id', 'Label', 'Name', 'LicenseId'],
    );
    await sameByBulk(
      `SELECT Id,Assignee.Username,PermissionSetId,PermissionSet.LicenseId,PermissionSet.Name
       FROM PermissionSetAssignment WHERE PermissionSetId in (${sets.map((row) => `'${row['Id']}'`).join(',')})`,
      ['Id', 'Assignee.Username', 'PermissionSetId', 'PermissionSet.LicenseId', 'PermissionSet.Name'],
    );
  });
});

describe('an org that has used up its calls', () => {
  it('says so, and works again when some come free', async () => {
    rig.org.control({ setUsed: DAILY_LIMIT });
    const error = await client.failure('query', 'SELECT Id FROM Organization');
    expect([error.code, error.message]).toEqual(['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.']);
    rig.org.control({ setUsed: 100 });
    expect(await client.call('count', 'Organization', {})).toBe(1);
  });
});
