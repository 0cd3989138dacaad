import Sqlite from 'better-sqlite3';
import Papa from 'papaparse';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import type { DemoOrg } from '../src/demo-org';
import type { PermissionName } from '../src/demo-org/permissions';
import { TestClient } from '../src/demo-org/test-client';
import { collectRig, type CollectRig } from './builders/collect-rig';

let rig: CollectRig;

async function start(...options: Parameters<typeof collectRig>): Promise<CollectRig> {
  rig = await collectRig(...options);
  return rig;
}

afterEach(async () => {
  await rig.dispose();
});

function query<Row>(sql: string): Row[] {
  const sqlite = new Sqlite(rig.database.file, { readonly: true });
  try {
    return sqlite.prepare(sql).all() as Row[];
  } finally {
    sqlite.close();
  }
}

/** How a column follows from a field: as it is, or a time, day, truth or whole number. */
type Kind = '' | 'time' | 'day' | 'flag' | 'whole';
interface Compared {
  object: string;
  where?: string;
  filter?: string;
  columns: Record<string, string | [path: string, kind: Kind]>;
}

const stamp = (path: string): [string, Kind] => [path, 'time'];

/** Everything that is copied row by row: our column, their field. Written down here once more, on purpose. */
const COPIED: Record<string, Compared> = {
  permission_set: {
    object: 'PermissionSet',
    columns: {
      id: 'Id',
      name: 'Name',
      label: 'Label',
      type: 'Type',
      is_owned_by_profile: ['IsOwnedByProfile', 'flag'],
      profile_id: 'ProfileId',
      permission_set_group_id: 'PermissionSetGroupId',
      license_id: 'LicenseId',
      namespace_prefix: 'NamespacePrefix',
    },
  },
  permission_set_group: {
    object: 'PermissionSetGroup',
    columns: { id: 'Id', developer_name: 'DeveloperName', label: 'MasterLabel', status: 'Status' },
  },
  permission_set_assignment: {
    object: 'PermissionSetAssignment',
    columns: {
      id: 'Id',
      assignee_id: 'AssigneeId',
      permission_set_id: 'PermissionSetId',
      permission_set_group_id: 'PermissionSetGroupId',
      expires_at: stamp('ExpirationDate'),
      is_active: ['IsActive', 'flag'],
    },
  },
  saml_sso_config: {
    object: 'SamlSsoConfig',
    columns: {
      id: 'Id',
      developer_name: 'DeveloperName',
      issuer: 'Issuer',
      login_url: 'LoginUrl',
      version: 'Version',
    },
  },
  auth_provider: {
    object: 'AuthProvider',
    columns: {
      id: 'Id',
      developer_name: 'DeveloperName',
      friendly_name: 'FriendlyName',
      provider_type: 'ProviderType',
      execution_user_id: 'ExecutionUserId',
    },
  },
  connected_application: {
    object: 'ConnectedApplication',
    columns: {
      id: 'Id',
      name: 'Name',
      admin_approved_only: ['OptionsAllowAdminApprovedUsersOnly', 'flag'],
      refresh_token_validity_period: ['RefreshTokenValidityPeriod', 'whole'],
      start_url: 'StartUrl',
      created_at: stamp('CreatedDate'),
    },
  },
  external_client_application: {
    object: 'ExternalClientApplication',
    columns: {
      id: 'Id',
      developer_name: 'DeveloperName',
      label: 'MasterLabel',
      distribution_state: 'DistributionState',
      namespace_prefix: 'NamespacePrefix',
    },
  },
  external_client_policy: {
    object: 'ExtlClntAppOauthPlcyCnfg',
    columns: {
      id: 'Id',
      external_client_application_id: 'ExternalClientApplicationId',
      permitted_users_policy_type: 'PermittedUsersPolicyType',
    },
  },
  auth_session: {
    object: 'AuthSession',
    columns: {
      id: 'Id',
      user_id: 'UsersId',
      created_at: stamp('CreatedDate'),
      seconds_valid: ['NumSecondsValid', 'whole'],
      session_type: 'SessionType',
      login_history_id: 'LoginHistoryId',
    },
  },
  verification_history: {
    object: 'VerificationHistory',
    columns: {
      id: 'Id',
      verification_time: stamp('VerificationTime'),
      user_id: 'UserId',
      method: 'VerificationMethod',
      activity: 'Activity',
      policy: 'Policy',
      status: 'Status',
      event_group: ['EventGroup', 'whole'],
      source_ip: 'SourceIp',
      login_history_id: 'LoginHistoryId',
      remarks: 'Remarks',
    },
  },
  setup_audit_trail: {
    object: 'SetupAuditTrail',
    columns: {
      id: 'Id',
      created_at: stamp('CreatedDate'),
      action: 'Action',
      section: 'Section',
      display: 'Display',
      created_by_id: 'CreatedById',
      delegate_user: 'DelegateUser',
    },
  },
  'license_metric of features': {
    object: 'ActiveFeatureLicenseMetric',
    filter: "kind = 'feature'",
    columns: {
      id: 'Id',
      metrics_date: ['MetricsDate', 'day'],
      subject: 'FeatureType',
      total: ['TotalLicenseCount', 'whole'],
      assigned_users: ['AssignedUserCount', 'whole'],
      active_users: ['ActiveUserCount', 'whole'],
    },
  },
  'license_metric of permission set licenses': {
    object: 'ActivePermSetLicenseMetric',
    filter: "kind = 'permission-set-license'",
    columns: {
      id: 'Id',
      metrics_date: ['MetricsDate', 'day'],
      subject: 'PermissionSetLicenseId',
      label: 'MasterLabel',
      total: ['TotalLicenses', 'whole'],
      active_users: ['ActiveUserCount', 'whole'],
    },
  },
  'license_metric of profiles': {
    object: 'ActiveProfileMetric',
    filter: "kind = 'profile'",
    columns: {
      id: 'Id',
      metrics_date: ['MetricsDate', 'day'],
      subject: 'ProfileId',
      user_license_id: 'UserLicenseId',
      assigned_users: ['AssignedUserCount', 'whole'],
    },
  },
  event_log_file: {
    object: 'EventLogFile',
    where: " WHERE EventType != 'Logout' AND Interval = 'Daily'",
    columns: {
      id: 'Id',
      log_date: stamp('LogDate'),
      event_type: 'EventType',
      interval: 'Interval',
      sequence: ['Sequence', 'whole'],
      length: ['LogFileLength', 'whole'],
      created_at: stamp('CreatedDate'),
    },
  },
};

type Row = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function convert(value: unknown, kind: Kind): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'time') return Date.parse(text(value).replace('+0000', 'Z'));
  if (kind === 'day') return Date.parse(`${text(value)}T00:00:00Z`);
  return kind === 'flag' ? Number(value === true) : value;
}

/** All rows of an object, fetched plainly. */
async function rowsOf(demo: DemoOrg, soql: string): Promise<Row[]> {
  const client = new TestClient(demo);
  await client.grant();
  const rows: Row[] = [];
  let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`;
  while (path !== undefined) {
    const { status, body } = await client.get(path);
    expect(status).toBe(200);
    const page = body as { records: Row[]; nextRecordsUrl?: string };
    rows.push(...page.records);
    path = page.nextRecordsUrl;
  }
  return rows;
}

const sorted = (rows: Row[]) => rows.sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));

async function streamsOf(runId: number) {
  const detail = await rig.database.db.runDetail(rig.orgId, runId);
  return new Map(detail?.streams.map((line) => [line.stream, line]));
}

describe('objects beside users, licenses and sign-ins', () => {
  it('are stored as the org has them, by REST', async () => {
    await start({}, { bulk: 'never' });
    await expectCopies();
  });

  it('are stored as the org has them, wherever possible by the Bulk API', async () => {
    await start({}, { bulk: 'always' });
    await expectCopies();
  });

  async function expectCopies(): Promise<void> {
    const run = await rig.collector.collect(rig.orgId);
    expect([run.state, run.error]).toEqual(['complete', null]);
    for (const [name, { object, where = '', filter, columns }] of Object.entries(COPIED)) {
      const wanted = Object.entries(columns).map(([column, from]) => ({
        column,
        path: typeof from === 'string' ? from : from[0],
        kind: typeof from === 'string' ? ('' as const) : from[1],
      }));
      const table = name.split(' ')[0] ?? '';
      const have = query<Row>(
        `SELECT ${wanted.map(({ column }) => column).join(', ')} FROM ${table} ${filter === undefined ? '' : `WHERE ${filter}`}`,
      );
      const fetched = await rowsOf(
        rig.demo,
        `SELECT ${wanted.map(({ path }) => path).join(', ')} FROM ${object}${where}`,
      );
      const want = fetched.map((record) =>
        Object.fromEntries(wanted.map(({ column, path, kind }) => [column, convert(record[path], kind)])),
      );
      expect(have.length, name).toBeGreaterThan(0);
      expect(sorted(have), name).toEqual(sorted(want));
    }
  }

  it('brings the permissions of each set, as far as the list asks for them and the org has them', async () => {
    await start();
    await rig.collector.collect(rig.orgId);
    const [admin] = await rowsOf(
      rig.demo,
      'SELECT Id, PermissionsModifyAllData, PermissionsApiEnabled FROM PermissionSet WHERE PermissionsModifyAllData = true AND IsOwnedByProfile = true LIMIT 1',
    );
    const stored = query<{ id: string; permissions: string }>('SELECT id, permissions FROM permission_set');
    const names = JSON.parse(stored.find(({ id }) => id === admin?.['Id'])?.permissions ?? '[]') as string[];
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['ApiEnabled', 'ModifyAllData', 'ManageUsers']));
    // Not worth keeping: whoever may edit tasks is no risk.
    expect(names).not.toContain('EditTask');
    // Salesforce has no such field in this org; that must not cost the others.
    expect(stored.some(({ permissions }) => permissions.includes('ManageTransactionSecurity'))).toBe(false);
  });

  it('brings the verification methods of each user', async () => {
    await start();
    await rig.collector.collect(rig.orgId);
    const theirs = await rowsOf(rig.demo, 'SELECT UserId, HasTotp, HasSecurityKey FROM TwoFactorMethodsInfo');
    const ours = new Map(
      query<{ user_id: string; methods: string }>('SELECT user_id, methods FROM two_factor_method').map(
        (row) => [row.user_id, JSON.parse(row.methods) as string[]],
      ),
    );
    expect(ours.size).toBe(theirs.length);
    for (const row of theirs) {
      const methods = ours.get(text(row['UserId'])) ?? [];
      expect(methods.includes('Totp')).toBe(row['HasTotp']);
      expect(methods.includes('SecurityKey')).toBe(row['HasSecurityKey']);
    }
  });
});

describe('without a permission', () => {
  const CASES: [PermissionName[], string[], string[]][] = [
    [
      ['viewSetup', 'assignPermissionSets', 'customizeApplication'],
      [
        'permission_set',
        'permission_set_group',
        'saml_sso_config',
        'auth_provider',
        'connected_application',
        'external_client_application',
        'external_client_policy',
        'setup_audit_trail',
        'trusted_ip_range',
      ],
      ['View Setup and Configuration'],
    ],
    [['manageUsers', 'monitorLoginHistory'], ['verification_history'], ['Manage Users']],
    // Optional ones: their absence is no warning.
    [['manageMfaInApi'], ['two_factor_method'], []],
    [['viewEventLogFiles'], ['event_log_file', 'api_usage', 'login_event'], []],
  ];

  it.each(CASES)(
    '%j the rest is collected, and it is said what is missing',
    async (missing, empty, named) => {
      await start();
      rig.demo.control({ permissions: Object.fromEntries(missing.map((name) => [name, false])) });
      const run = await rig.collector.collect(rig.orgId);
      expect(run.state).toBe('complete');
      expect(run.rows['users']).toBe(120);
      for (const table of empty) expect(query(`SELECT 1 FROM ${table} LIMIT 1`), table).toEqual([]);
      if (named.length === 0) expect(run.error).toBeNull();
      for (const permission of named) expect(run.error?.fix).toContain(permission);
      // One sentence for all that lack the same.
      const sentences = run.error?.message.match(/could not be read/g)?.length ?? 0;
      expect(sentences).toBeLessThanOrEqual(3);
    },
  );

  it('the same, whichever way Salesforce refuses an object', async () => {
    await start();
    rig.demo.control({
      permissions: { viewSetup: false, assignPermissionSets: false, manageUsers: false },
      missingSetupPermission: 'INSUFFICIENT_ACCESS',
      authSessionWithoutPermission: 'invalid-type',
    });
    const run = await rig.collector.collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(run.rows).toMatchObject({ permissionSets: 0, setupAuditTrail: 0, authSessions: 0, users: 120 });
    expect(run.error?.fix).toContain('View Setup and Configuration');
    expect(run.error?.fix).toContain('Manage Users');
  });

  it('the run’s log names the permission an optional object would need', async () => {
    await start();
    rig.demo.control({ permissions: { manageMfaInApi: false, viewEventLogFiles: false } });
    const run = await rig.collector.collect(rig.orgId);
    const lines = await streamsOf(run.runId);
    expect(lines.get('twoFactorMethods')?.error?.message).toMatch(/“Manage MFA in API”/);
    expect(lines.get('eventLogFiles')?.error?.message).toMatch(/“View Event Log Files”/);
    expect(run.error).toBeNull();
  });

  it('own rows are not passed off as everybody’s', async () => {
    await start();
    rig.demo.control({ permissions: { customizeApplication: false } });
    const run = await rig.collector.collect(rig.orgId);
    const line = (await streamsOf(run.runId)).get('oauthTokens');
    expect(line?.error).toMatchObject({ code: 'OWN_ROWS_ONLY' });
    expect(line?.error?.message).toMatch(/“Customize Application”/);
  });
});

describe('trusted IP ranges', () => {
  const RANGES = [
    { start_address: '198.51.100.0', end_address: '198.51.100.255', description: 'Data center' },
    { start_address: '203.0.113.10', end_address: '203.0.113.30', description: 'Offices' },
  ];
  const stored = () =>
    query('SELECT start_address, end_address, description FROM trusted_ip_range ORDER BY start_address');
  const line = async (runId: number) => (await streamsOf(runId)).get('trustedIpRanges');

  it('are the same, whether SOQL or the Tooling API tells them', async () => {
    await start();
    const first = await rig.collector.collect(rig.orgId);
    expect(stored()).toEqual(RANGES);
    expect(await line(first.runId)).toMatchObject({
      via: 'rest',
      calls: 1,
      rows: 2,
      complete: true,
      error: null,
    });
    await rig.dispose();

    await start();
    rig.demo.control({ networkAccessQueryable: true });
    const other = await rig.collector.collect(rig.orgId);
    expect(stored()).toEqual(RANGES);
    expect(await line(other.runId)).toMatchObject({
      via: 'composite',
      calls: 0,
      rows: 2,
      complete: true,
      error: null,
    });
  });

  it('are not asked for by SOQL again for a week, nor at all while Setup shows nothing new', async () => {
    await start();
    await rig.collector.collect(rig.orgId);
    for (const [days, soql, tooling] of [
      [0, 0, 0],
      // A full pass is due, and the refusal forgotten.
      [8, 1, 1],
      [0, 0, 0],
    ] as const) {
      rig.advance(days * 86_400_000);
      const seen = { soql: 0, tooling: 0 };
      const watching: HttpFetch = (url, init) => {
        if (url.includes('SecuritySettings')) seen.tooling += 1;
        if (typeof init?.body === 'string' && init.body.includes('NetworkAccess')) seen.soql += 1;
        return fetch(url, init);
      };
      await rig.restart(watching).collect(rig.orgId);
      expect([days, seen]).toEqual([days, { soql, tooling }]);
    }
    expect(stored()).toEqual(RANGES);
  });

  it('that neither way brings cost one call, and are asked for again after a test of the connection', async () => {
    await start();
    rig.demo.control({
      securitySettingsNeeds: 'customizeApplication',
      permissions: { customizeApplication: false },
    });
    const run = await rig.collector.collect(rig.orgId);
    expect([run.state, run.error]).toEqual(['complete', null]);
    expect(await line(run.runId)).toMatchObject({
      calls: 1,
      complete: false,
      error: { code: 'INVALID_TYPE' },
    });
    expect((await line(run.runId))?.error?.message).toMatch(/^Trusted IP ranges could not be read/);
    const again = await rig.restart().collect(rig.orgId);
    expect(await line(again.runId)).toMatchObject({ via: 'skipped', calls: 0 });

    rig.demo.control({ permissions: { customizeApplication: true } });
    await rig.connectivity.test(rig.orgId);
    const third = await rig.restart().collect(rig.orgId);
    expect(await line(third.runId)).toMatchObject({ rows: 2, error: null });
    expect(stored()).toEqual(RANGES);
  });

  it('in a form nobody knows are a line in the run’s log, and what is stored stays', async () => {
    await start();
    await rig.collector.collect(rig.orgId);
    rig.advance(8 * 86_400_000);
    const odd: HttpFetch = (url, init) =>
      url.includes('SecuritySettings')
        ? Promise.resolve(Response.json({ totalSize: 1, done: true, records: [{ Metadata: 'nothing' }] }))
        : fetch(url, init);
    const run = await rig.restart(odd).collect(rig.orgId);
    expect([run.state, run.error]).toEqual(['complete', null]);
    expect(await line(run.runId)).toMatchObject({ error: { code: 'UNEXPECTED_ANSWER' } });
    expect(stored()).toEqual(RANGES);
  });
});

describe('OAuth tokens', () => {
  it('are complete beyond the 2,500 rows of one query, and carry no secret', async () => {
    await start({ users: 11_000, logins: 5_000 });
    const run = await rig.collector.collect(rig.orgId);
    expect(run.state).toBe('complete');
    const [count] = query<{ n: number; pairs: number }>(
      'SELECT sum(tokens) AS n, count(*) AS pairs FROM oauth_token',
    );
    const client = new TestClient(rig.demo);
    await client.grant();
    const { body } = await client.get(`/query?q=${encodeURIComponent('SELECT COUNT() FROM OauthToken')}`);
    const total = (body as { totalSize: number }).totalSize;
    expect(total).toBeGreaterThan(2_500);
    expect(count?.n).toBe(total);
    const line = (await streamsOf(run.runId)).get('oauthTokens');
    // Pages of 500; what lies across a seam is asked for twice.
    expect(line?.calls).toBeLessThanOrEqual(Math.ceil(total / 500) + 2);
    expect(JSON.stringify(query('SELECT * FROM oauth_token'))).not.toContain('DEMO-SECRET');
  }, 120_000);
});

describe('event log files', () => {
  it('become calls per day, user and client, and sign-ins, for one call each', async () => {
    await start();
    const run = await rig.collector.collect(rig.orgId);
    expect((await streamsOf(run.runId)).get('eventLogFiles')?.calls).toBe(2);
    const files = query<{ id: string; event_type: string; rows: number; problem: string | null }>(
      'SELECT id, event_type, rows, problem FROM event_log_file',
    );
    expect(files.map(({ event_type }) => event_type).sort()).toEqual(['ApiTotalUsage', 'Login']);
    const lines = new Map(
      await Promise.all(files.map(async ({ id, event_type }) => [event_type, await content(id)] as const)),
    );
    for (const { event_type, rows, problem } of files) {
      expect(problem).toBeNull();
      expect(rows).toBe(lines.get(event_type)?.length);
      expect(rows).toBeGreaterThan(0);
    }
    const calls = lines.get('ApiTotalUsage') ?? [];
    const [usage] = query<{ requests: number; counted: number }>(
      'SELECT sum(requests) AS requests, sum(counted) AS counted FROM api_usage',
    );
    expect(usage).toEqual({
      requests: calls.length,
      counted: calls.filter((line) => line['COUNTS_AGAINST_API_LIMIT'] === '1').length,
    });
    const apps = query<{ name: string; n: number }>(
      "SELECT connected_app_name AS name, sum(requests) AS n FROM api_usage WHERE name <> '' GROUP BY 1",
    );
    for (const { name, n } of apps)
      expect(n).toBe(calls.filter((line) => line['CONNECTED_APP_NAME'] === name).length);
    // 15 characters in the file, 18 here, so that it leads to the user.
    const [unknown] = query<{ n: number }>(
      'SELECT count(*) AS n FROM api_usage WHERE user_id NOT IN (SELECT id FROM sf_user)',
    );
    expect(unknown?.n).toBe(0);
    const events = query<Row>(
      'SELECT line, username, source_ip, login_status FROM login_event ORDER BY line',
    );
    expect(events).toEqual(
      (lines.get('Login') ?? []).map((line, i) => ({
        line: i + 1,
        username: line['USER_NAME'],
        source_ip: line['SOURCE_IP'],
        login_status: line['LOGIN_STATUS'],
      })),
    );

    const again = await rig.collector.collect(rig.orgId);
    expect((await streamsOf(again.runId)).get('eventLogFiles')?.calls).toBe(0);
    expect(query('SELECT sum(requests) AS requests, sum(counted) AS counted FROM api_usage')).toEqual([
      usage,
    ]);
  });

  async function content(id: string): Promise<Record<string, string>[]> {
    const client = new TestClient(rig.demo);
    await client.grant();
    const { body } = await client.get(`/sobjects/EventLogFile/${id}/LogFile`);
    return Papa.parse<Record<string, string>>(String(body), { header: true, skipEmptyLines: true }).data;
  }

  it.each([
    ['gone', () => new Response('[{"errorCode":"NOT_FOUND","message":"gone"}]', { status: 404 }), /./],
    ['a web page', () => new Response('<html><body>Sorry</body></html>', { status: 200 }), /web page/],
    ['cut short', () => new Response('"A","B"\n"1","2"\n"3","4', { status: 200 }), /broke off/],
  ])('a file that is %s is noted and fails nothing', async (_what, answer, problem) => {
    await start();
    const broken: HttpFetch = (url, init) =>
      url.endsWith('/LogFile') ? Promise.resolve(answer()) : fetch(url, init);
    const run = await rig.restart(broken).collect(rig.orgId);
    expect([run.state, run.error]).toEqual(['complete', null]);
    const files = query<{ problem: string; rows: number | null }>('SELECT problem, rows FROM event_log_file');
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(file.problem).toMatch(problem);
      expect(file.rows).toBeNull();
    }
    expect(query('SELECT 1 FROM api_usage')).toEqual([]);
    expect(query('SELECT 1 FROM login_event')).toEqual([]);
    // Not asked for again.
    const again = await rig.collector.collect(rig.orgId);
    expect((await streamsOf(again.runId)).get('eventLogFiles')?.calls).toBe(0);
  });

  it('a line that breaks in the middle leaves nothing twice', async () => {
    await start();
    let broken = 0;
    const flaky: HttpFetch = async (url, init) => {
      const response = await fetch(url, init);
      if (!url.endsWith('/LogFile') || broken >= 1) return response;
      broken += 1;
      const text = await response.text();
      return new Response(text.slice(0, text.length / 2), { status: 200 });
    };
    const run = await rig.restart(flaky).collect(rig.orgId);
    expect([run.state, run.error]).toEqual(['complete', null]);
    expect(broken).toBe(1);
    const counts = query<{ rows: number; problem: string | null; stored: number }>(
      `SELECT f.rows, f.problem, CASE f.event_type
         WHEN 'Login' THEN (SELECT count(*) FROM login_event e WHERE e.file_id = f.id)
         ELSE (SELECT sum(requests) FROM api_usage u WHERE u.file_id = f.id) END AS stored
       FROM event_log_file f`,
    );
    for (const { rows, problem, stored } of counts) expect([problem, stored]).toEqual([null, rows]);
  });

  it('with the add-on, all days kept are read, hourly files never', async () => {
    await start({ users: 12, logins: 1_500 });
    rig.demo.control({ eventLogDays: 4 });
    await rig.collector.collect(rig.orgId);
    const [files] = query<{ n: number; days: number; intervals: number }>(
      'SELECT count(*) AS n, count(DISTINCT log_date) AS days, count(DISTINCT interval) AS intervals FROM event_log_file WHERE read_at IS NOT NULL',
    );
    expect(files).toEqual({ n: 8, days: 4, intervals: 1 });
    const [double] = query<{ n: number }>(
      'SELECT count(*) - count(DISTINCT login_key) AS n FROM login_event WHERE login_key IS NOT NULL',
    );
    expect(double?.n).toBe(0);
  });
});

describe('fields that differ between orgs', () => {
  const only =
    (newest: number): HttpFetch =>
    async (url, init) => {
      const response = await fetch(url, init);
      if (!url.endsWith('/services/data')) return response;
      const versions = (await response.json()) as { version: string }[];
      return Response.json(versions.filter(({ version }) => Number(version) <= newest));
    };

  it('users have their feature licenses and password dates', async () => {
    await start();
    await rig.collector.collect(rig.orgId);
    const theirs = await rowsOf(
      rig.demo,
      'SELECT Id, UserPermissionsKnowledgeUser, UserPermissionsMarketingUser, LastPasswordChangeDate, PasswordExpirationDate, NumberOfFailedLogins FROM User',
    );
    const ours = new Map(query<Row>('SELECT * FROM sf_user').map((row) => [row['id'], row]));
    for (const record of theirs) {
      const row = ours.get(record['Id']);
      const features = JSON.parse(text(row?.['features'])) as string[];
      expect(features.includes('KnowledgeUser')).toBe(record['UserPermissionsKnowledgeUser']);
      expect(features.includes('MarketingUser')).toBe(record['UserPermissionsMarketingUser']);
      expect(row).toMatchObject({
        last_password_change_at: convert(record['LastPasswordChangeDate'], 'time'),
        password_expires_at: convert(record['PasswordExpirationDate'], 'time'),
        failed_logins: record['NumberOfFailedLogins'],
      });
    }
    expect(query("SELECT 1 FROM sf_user WHERE features <> '[]'").length).toBeGreaterThan(0);
  });

  it('an old API version is collected without a refusal, and without what it does not know', async () => {
    await start();
    const run = await rig.restart(only(50)).collect(rig.orgId);
    expect([run.state, run.error]).toEqual(['complete', null]);
    const lines = await streamsOf(run.runId);
    for (const name of ['featureLicenseMetrics', 'profileMetrics', 'externalClientApplications'])
      expect(lines.get(name)).toMatchObject({ via: 'skipped', calls: 0, error: null });
    // PasswordExpirationDate is of v63: described, so not asked for.
    expect(query('SELECT 1 FROM sf_user WHERE password_expires_at IS NOT NULL')).toEqual([]);
    expect((await rig.database.db.droppedFields(rig.orgId))['User']).toBeUndefined();
    const described = await rig.database.db.descriptions(rig.orgId);
    expect(described.map(({ object, apiVersion }) => [object, apiVersion])).toEqual(
      expect.arrayContaining([['User', '50.0']]),
    );
  });

  it('describes once a week, and again for another API version, at no call of its own', async () => {
    await start();
    const seen: string[] = [];
    const listening =
      (inner: HttpFetch): HttpFetch =>
      (url, init) => {
        const body = typeof init?.body === 'string' ? init.body : '';
        for (const [, object = ''] of body.matchAll(/sobjects\/(\w+)\/describe/g)) seen.push(object);
        if (/\/describe$/.test(url)) seen.push(url);
        return inner(url, init);
      };
    await rig.restart(listening(only(60))).collect(rig.orgId);
    expect(seen.sort()).toEqual(['PermissionSet', 'TwoFactorMethodsInfo', 'User']);
    await rig.restart(listening(only(60))).collect(rig.orgId);
    expect(seen.splice(0)).toHaveLength(3);
    await rig.restart(listening(only(67))).collect(rig.orgId);
    expect(seen.splice(0)).toContain('User');
    rig.advance(8 * 86_400_000);
    await rig.restart(listening(only(67))).collect(rig.orgId);
    expect(seen).toContain('User');
  });

  it('an org that describes nothing is collected all the same', async () => {
    await start();
    const silent: HttpFetch = async (url, init) => {
      if (url.endsWith('/describe'))
        return Response.json([{ errorCode: 'NOT_FOUND', message: '' }], { status: 404 });
      // Old, so that several fields of an object are refused one by one.
      const response = await only(50)(url, init);
      if (!url.endsWith('/composite')) return response;
      const { compositeRequest } = JSON.parse(init?.body as string) as {
        compositeRequest: { url: string }[];
      };
      const { compositeResponse } = (await response.json()) as { compositeResponse: object[] };
      const answers = compositeResponse.map((answer, i) =>
        compositeRequest[i]?.url.endsWith('/describe') === true
          ? {
              ...answer,
              httpStatusCode: 400,
              body: [{ errorCode: 'INVALID_REQUEST', message: 'not supported' }],
            }
          : answer,
      );
      return Response.json({ compositeResponse: answers }, { headers: response.headers });
    };
    const run = await rig.restart(silent).collect(rig.orgId);
    expect([run.state, run.error]).toEqual(['complete', null]);
    expect(run.rows['permissionSets']).toBeGreaterThan(0);
    // What this org lacks of the list was refused, and is not asked for again.
    expect((await rig.database.db.droppedFields(rig.orgId))['PermissionSet']).toContain(
      'PermissionsManageTransactionSecurity',
    );
    rig.charged();
    await rig.restart(silent).collect(rig.orgId);
    expect(rig.charged()).toBeLessThanOrEqual(6);
  });

  it('a field that a permission opens later comes with the next test of the connection', async () => {
    await start();
    rig.demo.control({ permissions: { manageUsers: false } });
    await rig.collector.collect(rig.orgId);
    const failed = () => query('SELECT 1 FROM sf_user WHERE failed_logins IS NOT NULL').length;
    expect(failed()).toBe(0);
    rig.demo.control({ permissions: { manageUsers: true } });
    await rig.connectivity.test(rig.orgId);
    await rig.collector.collect(rig.orgId);
    expect(failed()).toBeGreaterThan(0);
  });
});
