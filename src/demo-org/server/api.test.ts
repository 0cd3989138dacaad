import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { failure, startOrg, type Page, type TestClient } from '../test-client';

let org: DemoOrg;
let client: TestClient;
beforeAll(async () => {
  ({ org, client } = await startOrg());
});
afterAll(() => org.close());

describe('versions', () => {
  test('the list needs no token, costs nothing, carries no limit header', async () => {
    const before = org.stats().counted;
    const { status, body, headers } = await client.request('/services/data');
    const list = body as { label: string; url: string; version: string }[];
    expect(status).toBe(200);
    expect(headers.get('sforce-limit-info')).toBeNull();
    expect(org.stats().counted).toBe(before);
    expect(list.at(-1)).toEqual({ label: "Winter '27", url: '/services/data/v68.0', version: '68.0' });
    expect(list.find((v) => v.version === '67.0')?.label).toBe("Summer '26");
    expect(list.find((v) => v.version === '64.0')?.label).toBe("Summer '25");
  });

  test.each([
    [69, 404, 'NOT_FOUND'],
    [30, 410, 'UNSUPPORTED_API_VERSION'],
  ])('v%i answers %i', async (version, status, code) => {
    expect(failure(await client.soql('SELECT Id FROM User', {}, version)).slice(0, 2)).toEqual([
      status,
      code,
    ]);
  });

  test('v31 to v40 work with a deprecation warning, v41 without', async () => {
    const old = await client.soql('SELECT Id FROM User LIMIT 1', {}, 40);
    expect(old.status).toBe(200);
    expect(old.headers.get('warning')).toMatch(/^299/);
    expect((await client.soql('SELECT Id FROM User LIMIT 1', {}, 41)).headers.get('warning')).toBeNull();
  });

  test('the resource list, and double slashes anywhere', async () => {
    expect((await client.get('/')).body).toMatchObject({ query: '/services/data/v67.0/query' });
    expect((await client.get('/services//data//v67.0//limits')).status).toBe(200);
    expect((await client.request('//services/data')).status).toBe(200);
    const again = await client.request('//services/oauth2/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'x' }),
    });
    expect(again.body).toMatchObject({ error: 'unsupported_grant_type' });
  });
});

describe('plain refusals', () => {
  test.each([
    ['/nope', 404, 'NOT_FOUND'],
    ['/sobjects/Nope/describe', 404, 'NOT_FOUND'],
    ['/query', 400, 'MALFORMED_QUERY'],
    ['/query/01gnope-2000', 400, 'INVALID_QUERY_LOCATOR'],
  ])('GET %s', async (path, status, code) => {
    expect(failure(await client.get(path)).slice(0, 2)).toEqual([status, code]);
  });

  test('wrong method 405, wrong media type 415, broken JSON 400', async () => {
    expect((await client.post('/limits', {})).status).toBe(405);
    const init = {
      method: 'POST',
      headers: { Authorization: `Bearer ${client.token}`, 'Content-Type': 'text/plain' },
      body: '{',
    };
    expect((await client.request('/services/data/v67.0/composite', init)).status).toBe(415);
    const json = { ...init, headers: { ...init.headers, 'Content-Type': 'application/json' } };
    expect(failure(await client.request('/services/data/v67.0/composite', json)).slice(0, 2)).toEqual([
      400,
      'JSON_PARSER_ERROR',
    ]);
  });

  test('too long an address 414, too long with headers 431', async () => {
    const long = `SELECT Id FROM User WHERE Name = '${'x'.repeat(16_400)}'`;
    expect((await client.soql(long)).status).toBe(414);
    const nearly = `SELECT Id FROM User WHERE Name = '${'x'.repeat(16_000)}'`;
    expect((await client.soql(nearly, { 'X-Padding': 'y'.repeat(500) })).status).toBe(431);
  });
});

describe('describe', () => {
  interface Described {
    keyPrefix: string;
    fields: {
      name: string;
      type: string;
      filterable: boolean;
      groupable: boolean;
      sortable: boolean;
      nillable: boolean;
    }[];
  }
  const describeObject = async (name: string, version = 67): Promise<Described> =>
    (await client.get(`/services/data/v${version}.0/sobjects/${name}/describe`)).body as Described;

  test('LoginHistory tells the truth about its filters', async () => {
    const { fields, keyPrefix } = await describeObject('LoginHistory');
    expect(keyPrefix).toBe('0Ya');
    const unfilterable = fields.filter((f) => !f.filterable).map((f) => f.name);
    expect(unfilterable.sort()).toEqual([
      'ApiType',
      'ApiVersion',
      'Application',
      'Browser',
      'ClientVersion',
      'Platform',
      'Status',
    ]);
    expect(fields.find((f) => f.name === 'LoginTime')).toMatchObject({
      filterable: true,
      sortable: true,
      groupable: false,
    });
    for (const field of fields) {
      const reply = await client.soql(`SELECT Id FROM LoginHistory WHERE ${field.name} = null`);
      expect([field.name, reply.status]).toEqual([field.name, field.filterable ? 200 : 400]);
      const grouped = await client.soql(
        `SELECT ${field.name}, MAX(LoginTime) FROM LoginHistory GROUP BY ${field.name} LIMIT 10`,
      );
      expect([field.name, grouped.status]).toEqual([field.name, field.groupable ? 200 : 400]);
    }
  });

  test('fields come and go with the version', async () => {
    const names = async (version: number): Promise<string[]> =>
      (await describeObject('LoginHistory', version)).fields.map((f) => f.name);
    expect(await names(60)).not.toContain('ForwardedForIp');
    expect(await names(61)).toContain('ForwardedForIp');
    expect(await names(66)).not.toContain('AuthContextClassRef');
    const used = async (version: number): Promise<boolean | undefined> =>
      (await describeObject('UserLicense', version)).fields.find((f) => f.name === 'UsedLicenses')
        ?.filterable;
    expect([await used(63), await used(64)]).toEqual([true, false]);
  });

  test('every listed object can be described and read, and its ids carry its prefix', async () => {
    const { sobjects } = (await client.get('/sobjects')).body as { sobjects: { name: string }[] };
    expect(sobjects.length).toBeGreaterThanOrEqual(13);
    for (const { name } of sobjects) {
      const { keyPrefix, fields } = await describeObject(name);
      const page = (await client.soql(`SELECT FIELDS(ALL) FROM ${name} LIMIT 200`)).body as Page;
      expect(page.totalSize, name).toBeGreaterThan(0);
      for (const record of page.records) {
        // The one object whose Id is always null.
        if (name === 'OauthToken') expect(record['Id']).toBeNull();
        else expect(String(record['Id'])).toMatch(new RegExp(`^${keyPrefix}\\w{15}$`));
        expect(Object.keys(record).sort()).toEqual(['attributes', ...fields.map((f) => f.name)].sort());
        for (const field of fields)
          if (!field.nillable)
            expect([name, field.name, record[field.name]]).not.toEqual([name, field.name, null]);
      }
    }
  });

  test('If-Modified-Since: 304 when nothing changed', async () => {
    const first = await client.get('/sobjects/User/describe');
    const stamp = first.headers.get('last-modified') ?? '';
    expect((await client.get('/sobjects/User/describe', { 'If-Modified-Since': stamp })).status).toBe(304);
    expect(
      (await client.get('/sobjects/User/describe', { 'If-Modified-Since': 'Mon, 01 Jan 2001 00:00:00 GMT' }))
        .status,
    ).toBe(200);
  });

  test('one record by its id', async () => {
    const [user] = await client.all('SELECT Id, Username FROM User LIMIT 1');
    const reply = await client.get(`/sobjects/User/${String(user?.['Id'])}?fields=Username`);
    expect(reply.body).toMatchObject({ Username: user?.['Username'] });
    expect((await client.get('/sobjects/User/005000000000001AAA')).status).toBe(404);
  });
});

describe('transport', () => {
  test('gzip when the client can, plain when it cannot', async () => {
    // fetch decodes silently; the header tells.
    const zipped = await client.soql('SELECT FIELDS(ALL) FROM User LIMIT 50', { 'Accept-Encoding': 'gzip' });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    const plain = await client.soql('SELECT FIELDS(ALL) FROM User LIMIT 50', {
      'Accept-Encoding': 'identity',
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.body).toEqual(zipped.body);
  });
});

describe('permissions', () => {
  const without = async (permissions: Record<string, boolean>, check: () => Promise<void>): Promise<void> => {
    org.control({ permissions });
    try {
      await check();
    } finally {
      org.control({ permissions: Object.fromEntries(Object.keys(permissions).map((name) => [name, true])) });
    }
  };

  test('no API Enabled: 403 on everything', () =>
    without({ apiEnabled: false }, async () => {
      for (const path of ['/limits', '/query?q=SELECT+Id+FROM+User', '/sobjects'])
        expect(failure(await client.get(path))).toEqual([
          403,
          'API_CURRENTLY_DISABLED',
          'API is disabled for this User',
        ]);
    }));

  test('no View Setup: no limits, no license objects', () =>
    without({ viewSetup: false, assignPermissionSets: false }, async () => {
      expect(failure(await client.get('/limits'))).toEqual([
        403,
        'API_DISABLED_FOR_ORG',
        'limits resource is not enabled',
      ]);
      for (const name of ['UserLicense', 'PermissionSet', 'PermissionSetLicenseAssign']) {
        const [status, code, message] = failure(await client.soql(`SELECT Id FROM ${name}`));
        expect([status, code]).toEqual([400, 'INVALID_TYPE']);
        expect(message).toContain(`sObject type '${name}' is not supported`);
        expect((await client.get(`/sobjects/${name}/describe`)).status).toBe(404);
      }
      expect(await client.count('PermissionSetAssignment')).toBeGreaterThan(0);
    }));

  test('neither Manage Users nor Monitor Login History: own rows only, and no error', () =>
    without({ manageUsers: false, monitorLoginHistory: false }, async () => {
      const groups = await client.all('SELECT UserId, COUNT(Id) FROM LoginHistory GROUP BY UserId LIMIT 2');
      expect(groups).toHaveLength(1);
      const [me] = await client.all(`SELECT Id FROM User WHERE Username = '${org.runAsUsername}'`);
      expect(groups[0]?.['UserId']).toBe(me?.['Id']);
    }));

  test('Monitor Login History alone: everybody, but not from where', () =>
    without({ manageUsers: false }, async () => {
      expect(await client.count('LoginHistory')).toBe(500);
      const [status, code, message] = failure(await client.soql('SELECT Id, LoginGeoId FROM LoginHistory'));
      expect([status, code]).toEqual([400, 'INVALID_FIELD']);
      expect(message).toContain("No such column 'LoginGeoId' on entity 'LoginHistory'");
      expect(failure(await client.soql('SELECT Id FROM LoginGeo')).slice(0, 2)).toEqual([
        400,
        'INVALID_TYPE',
      ]);
      expect(failure(await client.soql('SELECT Id FROM UserLogin')).slice(0, 2)).toEqual([
        400,
        'INVALID_TYPE',
      ]);
      expect(failure(await client.soql('SELECT NumberOfFailedLogins FROM User')).slice(0, 2)).toEqual([
        400,
        'INVALID_FIELD',
      ]);
      const limits = (await client.get('/limits')).body as object;
      expect(Object.keys(limits)).not.toContain('DataStorageMB');
    }));

  test('private sharing without View All Users: fewer rows, no error', () =>
    without({ viewAllUsers: false, manageUsers: false }, async () => {
      const rows = await client.count('User');
      expect(rows).toBeGreaterThan(0);
      expect(rows).toBeLessThan(60);
    }));

  test('the permission set of the run-as user shows what is enforced', async () => {
    const granted = `SELECT PermissionSet.PermissionsManageUsers FROM PermissionSetAssignment WHERE Assignee.Username = '${org.runAsUsername}' AND PermissionSet.PermissionsManageUsers = true`;
    expect(await client.all(granted)).toHaveLength(1);
    await without({ manageUsers: false }, async () => expect(await client.all(granted)).toHaveLength(0));
  });

  test('a token without the api scope, a REST API switched off', async () => {
    org.control({ apiScope: false });
    expect(failure(await client.get('/limits'))).toEqual([
      401,
      'INVALID_SESSION_ID',
      'This session is not valid for use with the REST API',
    ]);
    org.control({ apiScope: true, restApiDisabled: true });
    expect(failure(await client.get('/limits'))).toEqual([
      403,
      'API_DISABLED_FOR_ORG',
      'The REST API is not enabled for this Organization.',
    ]);
    org.control({ restApiDisabled: false });
  });
});
