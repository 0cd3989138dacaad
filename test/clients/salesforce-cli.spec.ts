import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/demo-org/test-client';
import { versionOf } from './harness/environment';
import { DAILY_LIMIT, rowsIn, startRig, stopRig, USERS, type Rig } from './harness/rig';
import { asTable, parseCsv } from './harness/rows';
import { SalesforceCli } from './harness/salesforce-cli';

// The official Salesforce CLI, used as its documentation shows it.

/** The CLI asks for the newest version the org has. */
const VERSION = 68;
const ALIAS = 'demo';
const TO_DEMO = ['--target-org', ALIAS];

interface Answer {
  records: Row[];
  totalSize: number;
  done: boolean;
}

let rig: Rig;
let sf: SalesforceCli;

beforeAll(async () => {
  rig = await startRig(`Salesforce CLI ${versionOf('@salesforce/cli')}`);
  sf = new SalesforceCli();
});

afterAll(async () => {
  sf?.remove();
  await stopRig(rig);
});

describe('logging in with a token', () => {
  it('asks the org who that is and what it is', async () => {
    const { result, calls } = await rig.measures.of('org login access-token', () =>
      sf.result<Row>(
        ['org', 'login', 'access-token', '--instance-url', rig.org.url, '--alias', ALIAS, '--no-prompt'],
        { SF_ACCESS_TOKEN: rig.truth.token },
      ),
    );
    const [org] = await rig.truth.all(
      'SELECT Id, Name, InstanceName, IsSandbox, OrganizationType, NamespacePrefix, TrialExpirationDate FROM Organization',
    );
    expect(result).toMatchObject({
      username: rig.org.runAsUsername,
      orgId: org?.['Id'],
      name: org?.['Name'],
      instanceName: org?.['InstanceName'],
      namespacePrefix: org?.['NamespacePrefix'],
      isSandbox: org?.['IsSandbox'],
      isScratch: false,
      isDevHub: false,
      orgEdition: org?.['OrganizationType'],
      trailExpirationDate: org?.['TrialExpirationDate'], // the CLI's spelling
      instanceApiVersion: `${VERSION}.0`,
    });
    // The user's record, ScratchOrgInfo (refused: not a Dev Hub) and Organization.
    expect(calls).toBe(3);
  });

  it('shows the org', async () => {
    const { result, calls } = await rig.measures.of('org display', () =>
      sf.result<Row>(['org', 'display', ...TO_DEMO]),
    );
    expect(result).toMatchObject({
      id: rig.org.organizationId,
      apiVersion: `${VERSION}.0`,
      username: rig.org.runAsUsername,
      connectedStatus: 'Connected',
      alias: ALIAS,
    });
    // It looks twice whether the token still works.
    expect(calls).toBe(2);
  });

  it('is told when the token is worth nothing', async () => {
    const error = await sf.failure(
      ['org', 'login', 'access-token', '--instance-url', rig.org.url, '--alias', 'nobody', '--no-prompt'],
      { SF_ACCESS_TOKEN: `${rig.truth.token.split('!')[0] ?? ''}!${'x'.repeat(80)}` },
    );
    expect(error.message).toMatch(/Bad_OAuth_Token|INVALID_SESSION|expired/i);
  });
});

describe('reading', () => {
  it('lists the limits', async () => {
    const { result, calls } = await rig.measures.of('org list limits', () =>
      sf.result<{ name: string; max: number; remaining: number }[]>(['org', 'list', 'limits', ...TO_DEMO]),
    );
    const { used } = rig.org.stats().quota;
    const truth = (await rig.truth.get(`/services/data/v${VERSION}.0/limits`)).body as Record<
      string,
      { Max: number; Remaining: number }
    >;
    const expected = Object.entries(truth).map(([name, { Max, Remaining }]) => ({
      name,
      max: Max,
      remaining: name === 'DailyApiRequests' ? DAILY_LIMIT - used : Remaining,
    }));
    expect(result).toEqual(expected);
    expect(calls).toBe(1);
  });

  it('lists the limits of an org it was never logged in to', async () => {
    const { result, calls } = await rig.measures.of('org list limits, no login', () =>
      sf.result<{ name: string }[]>(['org', 'list', 'limits', '--target-org', rig.truth.token], {
        SF_ORG_INSTANCE_URL: rig.org.url,
      }),
    );
    expect(result.find(({ name }) => name === 'DailyApiRequests')).toEqual({
      name: 'DailyApiRequests',
      max: DAILY_LIMIT,
      remaining: DAILY_LIMIT - rig.org.stats().quota.used,
    });
    // The limits, and Organization to find out what kind of org it is.
    expect(calls).toBe(2);
  });

  it('gets all users as JSON: a call per page and one for the columns', async () => {
    const soql =
      'SELECT Id, Username, Name, Email, IsActive, UserType, LastLoginDate, CreatedDate, ProfileId, ' +
      'Profile.Name, Profile.UserLicense.Name, ManagerId, Manager.Name FROM User';
    const { result, calls } = await rig.measures.of(`data query, ${USERS} users, JSON`, () =>
      sf.result<Answer>(['data', 'query', '--query', soql, ...TO_DEMO]),
    );
    expect(result).toMatchObject({ totalSize: USERS, done: true });
    expect(result.records).toEqual(await rowsIn(rig.truth, VERSION, soql));
    expect(calls).toBe(4);
  });

  it('gets all logins as CSV: a call per page and one for the columns', async () => {
    const columns = [
      ...['Id', 'UserId', 'LoginTime', 'LoginType', 'LoginSubType', 'Status', 'SourceIp', 'Application'],
      ...['Browser', 'Platform', 'CountryIso', 'ApiType', 'ApiVersion', 'TlsProtocol', 'LoginGeoId'],
    ];
    const soql = `SELECT ${columns.join(', ')} FROM LoginHistory ORDER BY LoginTime, Id`;
    const { result, calls } = await rig.measures.of('data query, 9000 logins, CSV', () =>
      sf.text(['data', 'query', '--query', soql, '--result-format', 'csv', ...TO_DEMO]),
    );
    const rows = parseCsv(result);
    expect(Object.keys(rows[0] ?? {})).toEqual(columns);
    expect(rows).toEqual(asTable(await rowsIn(rig.truth, VERSION, soql), columns));
    expect(calls).toBe(6);
  });

  it('writes parents and missing values into the CSV', async () => {
    const columns = [
      'Id',
      'Name',
      'Profile.Name',
      'Profile.UserLicense.Name',
      'Manager.Name',
      'LastLoginDate',
    ];
    const soql = `SELECT ${columns.join(', ')} FROM User ORDER BY Id`;
    const text = await sf.text(['data', 'query', '--query', soql, '--result-format', 'csv', ...TO_DEMO]);
    const expected = asTable(await rowsIn(rig.truth, VERSION, soql), columns);
    expect(parseCsv(text)).toEqual(expected);
    expect(expected.filter((row) => row['Manager.Name'] === '').length).toBeGreaterThan(0);
    expect(expected.filter((row) => row['LastLoginDate'] === '').length).toBeGreaterThan(0);
  });

  it('gets aggregates', async () => {
    const soql =
      'SELECT Profile.Name profile, IsActive, COUNT(Id) n, MAX(LastLoginDate) latest FROM User ' +
      'GROUP BY Profile.Name, IsActive ORDER BY Profile.Name, IsActive';
    const expected = await rowsIn(rig.truth, VERSION, soql);
    const { records } = await sf.result<Answer>(['data', 'query', '--query', soql, ...TO_DEMO]);
    expect(records).toEqual(expected);
  });

  it('gets aggregates as CSV, under the names the org gives the columns', async () => {
    // Without aliases: of aliased ones the CLI's CSV shows empty cells (its issue 2566 tells of a real org).
    const soql =
      'SELECT UserType, COUNT(Id), MAX(LastLoginDate) FROM User GROUP BY UserType ORDER BY UserType';
    const csv = await sf.text(['data', 'query', '--query', soql, '--result-format', 'csv', ...TO_DEMO]);
    const expected = asTable(await rowsIn(rig.truth, VERSION, soql), ['UserType', 'expr0', 'expr1']);
    expect(parseCsv(csv)).toEqual(
      expected.map(({ UserType, expr0, expr1 }) => ({
        UserType,
        'count(Id)': expr0,
        'max(LastLoginDate)': expr1,
      })),
    );
  });

  it('gets the children of records', async () => {
    const soql =
      'SELECT Id, Name, (SELECT Id, PermissionSet.Name FROM PermissionSetAssignments ORDER BY Id) FROM User ' +
      'ORDER BY Id LIMIT 60';
    const { records } = await sf.result<Answer>(['data', 'query', '--query', soql, ...TO_DEMO]);
    expect(records).toEqual(await rowsIn(rig.truth, VERSION, soql));
    expect(records.filter((user) => user['PermissionSetAssignments'] !== null).length).toBeGreaterThan(0);
  });

  it('counts', async () => {
    const soql = 'SELECT COUNT() FROM LoginHistory';
    const { totalSize } = await sf.result<Answer>(['data', 'query', '--query', soql, ...TO_DEMO]);
    expect(totalSize).toBe(rig.org.stats().logins);
  });

  it('gets one record, the description of an object, and any address', async () => {
    const [someone] = await rig.truth.all("SELECT Id FROM User WHERE Profile.Name = 'System Administrator'");
    const id = String(someone?.['Id']);
    const record = await sf.result(
      'data get record --sobject User --record-id'.split(' ').concat(id, TO_DEMO),
    );
    const base = `/services/data/v${VERSION}.0`;
    expect(record).toEqual((await rig.truth.get(`${base}/sobjects/User/${id}`)).body);
    const described = await sf.result(['sobject', 'describe', '--sobject', 'UserLogin', ...TO_DEMO]);
    expect(described).toEqual((await rig.truth.get(`${base}/sobjects/UserLogin/describe`)).body);
    const raw = await sf.text(['api', 'request', 'rest', `${base}/sobjects/User/${id}`, ...TO_DEMO]);
    expect(JSON.parse(raw)).toEqual(record);
  });

  it('gets every field of the users as CSV', async () => {
    const described = await rig.truth.get(`/services/data/v${VERSION}.0/sobjects/User/describe`);
    const columns = (described.body as { fields: { name: string }[] }).fields.map(({ name }) => name);
    const soql = `SELECT ${columns.join(', ')} FROM User ORDER BY Id`;
    const { result } = await rig.measures.of(
      `data query, ${USERS} users, ${columns.length} fields, CSV`,
      () => sf.text(['data', 'query', '--query', soql, '--result-format', 'csv', ...TO_DEMO]),
    );
    expect(parseCsv(result)).toEqual(asTable(await rowsIn(rig.truth, VERSION, soql), columns));
  });

  it('lists the objects and queries those of the Tooling API', async () => {
    const names = await sf.result<string[]>(['sobject', 'list', '--sobject', 'all', ...TO_DEMO]);
    const truth = (await rig.truth.get(`/services/data/v${VERSION}.0/sobjects`)).body as {
      sobjects: { name: string }[];
    };
    expect([...names].sort()).toEqual(truth.sobjects.map(({ name }) => name).sort());
    const soql = 'SELECT Id, Name FROM Profile ORDER BY Name';
    const { records } = await sf.result<Answer>([
      ...['data', 'query', '--use-tooling-api', '--query', soql],
      ...TO_DEMO,
    ]);
    const path = `/services/data/v${VERSION}.0/tooling/query?q=${encodeURIComponent(soql)}`;
    expect(records).toEqual(((await rig.truth.get(path)).body as Answer).records);
    expect(records.length).toBeGreaterThan(10);
  });

  it('passes the org’s errors on', async () => {
    const soql = 'SELECT Id, Nope FROM User';
    const error = await sf.failure(['data', 'query', '--query', soql, ...TO_DEMO]);
    const truth = (await rig.truth.soql(soql, {}, VERSION)).body as { errorCode: string; message: string }[];
    expect(error).toEqual({ exitCode: 1, name: 'INVALID_FIELD', message: truth[0]?.message });
    expect(error.message).toContain("No such column 'Nope' on entity 'User'.");
  });
});
