import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPolicyRules } from '../src/core/policy';
import { newCertificate } from './builders/tls';
import { AS_OF, newOrg, store, testDatabase, type TestDatabase } from './builders/db';
import { user } from './builders/db-records';
import { hasPostgres, startPostgres, type Postgres } from './builders/postgres';
import { FakeProcess, orgSummary, SECRET } from './cli-fakes';

const PASSWORD = 'pa55-word-of-bi';

let cli: FakeProcess;
beforeEach(() => {
  cli = new FakeProcess();
});
afterEach(() => {
  for (const secret of [SECRET, PASSWORD, 'hunter2']) expect(cli.stdout + cli.stderr).not.toContain(secret);
  cli.remove();
});

describe('seatwatch publish: usage', () => {
  it.each([
    ['no target', ['publish', 'Acme']],
    ['neither an org nor all', ['publish', '--to', 'postgres://db/bi']],
    ['an org and all', ['publish', 'Acme', '--all', '--to', 'postgres://db/bi']],
    ['a password in the URL', ['publish', 'Acme', '--to', 'postgres://bi:hunter2@db/bi']],
    ['no database', ['publish', 'Acme', '--to', 'postgres://db']],
    ['a schema that needs quotes', ['publish', 'Acme', '--to', 'postgres://db/bi', '--schema', 'Bi Reports']],
    ['a schema of the system', ['publish', 'Acme', '--to', 'postgres://db/bi', '--schema', 'pg_toast']],
    [
      'two passwords',
      ['publish', 'Acme', '--to', 'postgres://db/bi', '--password-env', 'X', '--password-stdin'],
    ],
    ['a variable that is not set', ['publish', 'Acme', '--to', 'postgres://db/bi', '--password-env', 'X']],
    ['an empty password', ['publish', 'Acme', '--to', 'postgres://db/bi', '--password-stdin']],
  ])('%s ends with 2', async (_, argv) => {
    expect(await cli.run(...argv)).toBe(2);
    expect(cli.requests).toEqual([]);
    expect(cli.stderr).not.toBe('');
  });

  it('a policy may switch it off, or leave out the host', async () => {
    cli.policy = createPolicyRules({ file: '/etc/policy.json', policy: { disabledFeatures: ['publish'] } });
    expect(await cli.run('publish', 'Acme', '--to', 'postgres://db.example.com/bi', '--json')).toBe(2);
    expect(cli.json()).toMatchObject({ error: { code: 'DISABLED_BY_POLICY' } });
    cli.stdout = '';
    cli.policy = createPolicyRules({
      file: '/etc/policy.json',
      policy: { allowedHosts: ['*.my.salesforce.com'] },
    });
    expect(await cli.run('publish', 'Acme', '--to', 'postgres://db.example.com/bi', '--json')).toBe(5);
    expect(cli.json()).toMatchObject({ error: { code: 'HOST_NOT_ALLOWED' } });
  });
});

describe.runIf(hasPostgres)('seatwatch publish', () => {
  let server: Postgres;
  let source: TestDatabase;
  let database: string;
  let certificate: { cert: string; key: string };

  beforeAll(async () => {
    certificate = await newCertificate('localhost');
    server = await startPostgres({ tls: certificate });
    await server.ask('postgres', `CREATE ROLE bi LOGIN PASSWORD '${PASSWORD}'`);
  });
  afterAll(async () => server.dispose());
  beforeEach(async () => {
    database = await server.createDatabase();
    await server.ask(database, 'CREATE SCHEMA seatwatch AUTHORIZATION bi');
    source = await testDatabase();
    const { db } = source;
    cli.realDatabase = db;
    cli.orgs = [orgSummary({ id: 'org-1' })];
    await db.insertOrg(newOrg());
    await store(db, 'organization', [
      {
        id: '00D000000000001AAA',
        name: 'Acme',
        organizationType: null,
        instanceName: null,
        isSandbox: null,
        trialExpirationAt: null,
        timeZone: null,
      },
    ]);
    await store(db, 'users', [user('u1')]);
  });
  afterEach(() => source.dispose());

  const url = (parameters = '') => `postgres://bi@127.0.0.1:${server.port}/${database}${parameters}`;

  it('publishes, says so, and needs no writing access to the data directory', async () => {
    cli.env = { PGPASSWORD: PASSWORD };
    expect(await cli.run('publish', 'Acme', '--to', url(), '--json')).toBe(0);
    expect(cli.requests).toMatchObject([{ mode: 'read' }]);
    expect(cli.json()).toMatchObject({
      org: 'Acme',
      target: `postgres://127.0.0.1:${server.port}/${database}`,
      schema: 'seatwatch',
      dryRun: false,
      asOf: new Date(AS_OF).toISOString(),
      relations: { users: { inserted: 1, updated: 0, deleted: 0, unchanged: 0 } },
      error: null,
    });
    expect(await server.ask(database, 'SELECT name FROM seatwatch.users')).toEqual([{ name: 'User u1' }]);
  });

  it('says the same for people, with progress on standard error', async () => {
    cli.stdin = `${PASSWORD}\n`;
    expect(await cli.run('publish', 'acme', '--to', url(), '--password-stdin')).toBe(0);
    expect(cli.stdout).toMatch(/Org +Acme\n/);
    expect(cli.stdout).toMatch(/users +1 +0 +0 +0\n/);
    expect(cli.stderr).toContain('Acme: publishing orgs (1 of ');
  });

  it('takes the password from a variable or a file', async () => {
    cli.env = { BI: PASSWORD };
    expect(await cli.run('publish', 'Acme', '--to', url(), '--password-env', 'BI', '--quiet')).toBe(0);
    const file = join(cli.dir, 'pgpass');
    writeFileSync(file, `127.0.0.1:${server.port}:*:bi:${PASSWORD}\n`, { mode: 0o600 });
    cli.env = { PGPASSFILE: file };
    expect(await cli.run('publish', 'Acme', '--to', url(), '--quiet', '--dry-run')).toBe(0);
    expect(cli.stderr).toBe('');
  });

  it('publishes all orgs, those that were collected', async () => {
    cli.env = { PGPASSWORD: PASSWORD };
    cli.orgs = [orgSummary({ id: 'org-1' }), orgSummary({ id: 'empty', name: 'Empty' })];
    await source.db.insertOrg(newOrg({ id: 'empty', name: 'Empty', url: 'https://e.my.salesforce.com' }));
    expect(await cli.run('publish', '--all', '--to', url(), '--json')).toBe(0);
    expect(cli.json()).toMatchObject([{ org: 'Acme' }]);
    expect(cli.stderr).toContain('Empty has not been collected yet');
  });

  it('an org that another workstation publishes ends with 6, and the others are published', async () => {
    cli.env = { PGPASSWORD: PASSWORD };
    expect(await cli.run('publish', 'Acme', '--to', url(), '--quiet')).toBe(0);
    await server.ask(database, `UPDATE seatwatch.publication_org SET publisher = 'another'`);
    cli.stdout = '';
    expect(await cli.run('publish', '--all', '--to', url(), '--json')).toBe(6);
    expect(cli.json()).toMatchObject([{ org: 'Acme', error: { code: 'PUBLISHED_ELSEWHERE' } }]);
    expect(await cli.run('publish', 'Acme', '--to', url(), '--take-over', '--quiet')).toBe(0);
  });

  it('a wrong password ends with 3, a server that is not there with 5', async () => {
    cli.env = { PGPASSWORD: 'hunter2' };
    expect(await cli.run('publish', 'Acme', '--to', url(), '--json')).toBe(3);
    expect(cli.json()).toMatchObject({ error: { code: '28P01' } });
    expect(await cli.run('publish', 'Acme', '--to', 'postgres://bi@127.0.0.1:1/bi')).toBe(5);
  });

  it('TLS: who cannot prove who it is, gets nothing', async () => {
    cli.env = { PGPASSWORD: PASSWORD };
    const ca = join(cli.dir, 'ca.pem');
    writeFileSync(ca, certificate.cert);
    const named = (parameters: string) => `postgres://bi@localhost:${server.port}/${database}?${parameters}`;
    expect(await cli.run('publish', 'Acme', '--to', named('sslmode=verify-full'), '--quiet')).toBe(3);
    expect(await cli.run('publish', 'Acme', '--to', url(`?sslmode=verify-full&sslrootcert=${ca}`))).toBe(3);
    expect(
      await cli.run('publish', 'Acme', '--to', named(`sslmode=verify-full&sslrootcert=${ca}`), '--quiet'),
    ).toBe(0);
    expect(await cli.run('publish', 'Acme', '--to', named('sslmode=require'))).toBe(0);
    expect(cli.stderr).toContain('who answers there is not verified');
  });
});
