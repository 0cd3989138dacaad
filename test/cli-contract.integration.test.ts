import { statSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programTree } from '../src/headless/reference/project-files';
import { type CliRig, cliRig, type CommandAnswer } from './builders/cli-rig';

// What scripts rely on, against the real thing: a SQLite file and a demo org behind HTTP. Shapes are compared name by
// name and in order; `cli-contract.test.ts` says where the tests of each command are.

const ID = /^[a-zA-Z0-9]{15}[A-Z0-5]{3}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What is wrong with the names, ids and times of a document, wherever they stand. */
function blemishes(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const one of value) blemishes(one, found);
  else if (value !== null && typeof value === 'object')
    for (const [name, one] of Object.entries(value)) {
      if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(name)) found.push(`key ${name}`);
      if (typeof one !== 'string') blemishes(one, found);
      else if (/^(id|userId)$/.test(name) && !ID.test(one)) found.push(`${name} ${one}`);
      else if (/(At|Time|asOf|Since|Until|^at)$/.test(name) && !TIME.test(one)) found.push(`${name} ${one}`);
    }
  return found;
}

const keysOf = (value: unknown): string[] => Object.keys(value as object);

describe('an org that was collected', () => {
  let rig: CliRig;
  let collected: CommandAnswer;
  const json = async <T = Record<string, unknown>>(...argv: string[]): Promise<T> => {
    const answer = await rig.run(...argv);
    expect(answer, argv.join(' ')).toMatchObject({ exitCode: 0 });
    const document = answer.json<T>();
    expect(blemishes(document)).toEqual([]);
    return document;
  };

  beforeAll(async () => {
    rig = await cliRig({ users: 120, logins: 1_500 });
    rig.charged();
    collected = await rig.run('collect', 'Acme', '--json');
  });
  afterAll(() => rig.dispose());

  it('collect: the summary has these keys, and its numbers are the org’s', async () => {
    expect(collected.exitCode).toBe(0);
    const run = collected.json<{ apiCalls: Record<string, number>; rows: Record<string, number> }>();
    expect(blemishes(run)).toEqual([]);
    expect(keysOf(run)).toEqual([
      'org',
      'state',
      'runId',
      'startedAt',
      'endedAt',
      'resumeAt',
      'apiCalls',
      'rows',
      'error',
    ]);
    expect(run).toMatchObject({ org: 'Acme', state: 'complete', resumeAt: null, error: null });
    expect(keysOf(run.apiCalls)).toEqual([
      'made',
      'orgUsedBefore',
      'orgUsedAfter',
      'orgMax',
      'thresholdPercent',
    ]);
    // Requests charged to the org's quota; requests for tokens are not.
    expect(run.apiCalls['made']).toBe(rig.charged());
    expect(run.rows['users']).toBe((await json<object[]>('users', 'Acme', '--json')).length);
    expect(run.rows['loginHistory']).toBe((await json<object[]>('logins', 'Acme', '--json')).length);
    expect(run.rows['userLicenses']).toBeGreaterThan(1);
    expect(run.rows['permissionSetLicenses']).toBeGreaterThan(1);
    // Progress is for people: nothing but the answer is on standard output.
    expect(collected.stderr).toContain('Acme: ');
  });

  it('collect --all: an array', async () => {
    expect(await json<object[]>('collect', '--all', '--json', '--quiet')).toMatchObject([
      { org: 'Acme', state: 'complete' },
    ]);
  });

  it('status: last run, checkpoints and rows', async () => {
    const status = await json<{ lastRun: object; rows: object; checkpoint: object }>(
      'status',
      'Acme',
      '--json',
    );
    expect(keysOf(status)).toEqual([
      'org',
      'state',
      'lastRun',
      'nextRun',
      'checkpoint',
      'rows',
      'historySince',
      'historyUntil',
    ]);
    expect(keysOf(status.lastRun)).toEqual(keysOf(collected.json()));
    expect(keysOf(status.checkpoint)).toContain('loginHistory');
    expect((await rig.run('status', 'Acme')).stdout).toMatch(/Checkpoint loginHistory +complete/);
  });

  it('org list and org show: no secret, these keys', async () => {
    const fields = ['name', 'url', 'auth', 'consumerKey', 'paused', 'addedAt'];
    const list = await json<object[]>('org', 'list', '--json');
    expect(list.map(keysOf)).toEqual([fields]);
    expect(list).toMatchObject([{ name: 'Acme', auth: 'client-credentials', paused: false }]);
    const org = await json('org', 'show', 'acme', '--json');
    expect(keysOf(org).slice(0, 8)).toEqual([...fields, 'lastRun', 'quota']);
    expect(JSON.stringify([list, org])).not.toContain(rig.demo.consumerSecret);
  });

  it('test: Connected! is the first line, the checks are in the document', async () => {
    const text = await rig.run('test', 'Acme');
    expect(text.stdout.split('\n')[0]).toBe('Connected!');
    // Ids of checks are words.
    const report = (await rig.run('test', 'Acme', '--json')).json<{ checks: object[] }>();
    expect(keysOf(report)).toEqual(['org', 'connected', 'checks']);
    expect(report).toMatchObject({ org: 'Acme', connected: true });
    for (const check of report.checks) {
      expect(keysOf(check)).toEqual(['id', 'status', 'summary', 'fix']);
      expect(check).toMatchObject({ status: expect.stringMatching(/^(pass|warn|fail|unknown)$/) as string });
    }
  });

  it('licenses: one object a license, free is total less used', async () => {
    const report = await json<{ licenses: Record<string, number | string | null>[] }>(
      'licenses',
      'Acme',
      '--json',
    );
    expect(keysOf(report)).toEqual(['org', 'asOf', 'licenses']);
    expect(report.licenses.length).toBeGreaterThan(5);
    for (const license of report.licenses) {
      expect(keysOf(license)).toEqual([
        'kind',
        'name',
        'developerName',
        'total',
        'used',
        'free',
        'assignedActive',
        'unused',
        'neverLoggedIn',
        'monthlyPrice',
        'currency',
        'annualWaste',
      ]);
      expect(license['kind']).toMatch(/^(user|permissionSet|package)$/);
      const { total, used } = license;
      expect(license['free']).toBe(total === null ? null : Number(total) - Number(used));
      expect(license['monthlyPrice']).toBeNull();
    }
  });

  it('licenses --unused: the columns of the CSV in camelCase, as many rows as the overview counts', async () => {
    const csv = await rig.run('licenses', 'Acme', '--unused', '--format', 'csv');
    expect(csv.stdout.startsWith('\uFEFF')).toBe(true);
    expect(csv.stdout.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const table = Papa.parse<string[]>(csv.stdout.slice(1).trimEnd());
    expect(table.errors).toEqual([]);
    const [columns = [], ...rows] = table.data;
    expect(columns.slice(0, 15).join(',')).toBe(
      'org,license_kind,license,user_id,username,name,email,profile,created_at,last_login_at,days_since_login,reason,monthly_price,currency,annual_saving',
    );
    const seats = await json<Record<string, unknown>[]>('licenses', 'Acme', '--unused', '--json');
    const camel = columns.map((name) =>
      name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(keysOf(seats[0])).toEqual(camel);
    expect(rows).toHaveLength(seats.length);
    const reasons = ['never-logged-in', 'inactive', 'frozen', 'user-deactivated'];
    for (const { reason } of seats) expect(reasons).toContain(reason);
    const { licenses } = await json<{ licenses: { unused: number }[] }>('licenses', 'Acme', '--json');
    expect(licenses.reduce((sum, { unused }) => sum + unused, 0)).toBe(seats.length);
    // Fewer days, more seats; licenses nobody pays for only when asked for.
    const often = await json<object[]>('licenses', 'Acme', '--unused', '--inactive-days', '1', '--json');
    const free = await json<object[]>('licenses', 'Acme', '--unused', '--include-free', '--json');
    const patient = await json<object[]>('licenses', 'Acme', '--unused', '--grace-days', '365', '--json');
    expect(often.length).toBeGreaterThan(seats.length);
    expect(free.length).toBeGreaterThanOrEqual(seats.length);
    expect(patient.length).toBeLessThanOrEqual(seats.length);
  });

  it('users: these keys, null where nobody signed in', async () => {
    const users = await json<Record<string, unknown>[]>('users', 'Acme', '--format', 'json');
    expect(users.length).toBeGreaterThan(100);
    for (const user of users) {
      expect(keysOf(user)).toEqual([
        'id',
        'username',
        'name',
        'email',
        'isActive',
        'isFrozen',
        'profile',
        'userType',
        'license',
        'createdAt',
        'lastLoginAt',
        'daysSinceLogin',
        'logins30d',
        'failedLogins30d',
      ]);
      expect(user['lastLoginAt'] === null).toBe(user['daysSinceLogin'] === null);
    }
    expect(await json('users', 'Acme', '--json')).toEqual(users);
  });

  it('logins: these keys; --since is inclusive, --until is exclusive', async () => {
    const logins = await json<{ id: string; loginTime: string; username: string }[]>(
      'logins',
      'Acme',
      '--json',
    );
    expect(keysOf(logins[0])).toEqual([
      'id',
      'userId',
      'username',
      'loginTime',
      'status',
      'success',
      'loginType',
      'loginSubType',
      'sourceIp',
      'countryIso',
      'city',
      'browser',
      'platform',
      'application',
      'clientVersion',
      'apiType',
      'apiVersion',
      'tlsProtocol',
      'authMethodReference',
    ]);
    const from = logins[100]?.loginTime ?? '';
    const to = logins[200]?.loginTime ?? '';
    const between = await json('logins', 'Acme', '--since', from, '--until', to, '--json');
    expect(between).toEqual(logins.filter(({ loginTime }) => loginTime >= from && loginTime < to));
    // A date without a time is midnight UTC.
    const day = to.slice(0, 10);
    expect(await json('logins', 'Acme', '--since', day, '--json')).toEqual(
      await json('logins', 'Acme', '--since', `${day}T00:00:00Z`, '--json'),
    );
    const { username } = logins[100] ?? { username: '' };
    const own = await json<object[]>('logins', 'Acme', '--user', username, '--json');
    expect(own).toEqual(logins.filter((login) => login.username === username));
  });

  it('findings: these keys; --severity means that bad or worse, --check one check', async () => {
    const findings = await json<{ check: string; severity: string }[]>('findings', 'Acme', '--json');
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings)
      expect(keysOf(finding)).toEqual([
        'check',
        'severity',
        'userId',
        'username',
        'firstSeenAt',
        'lastSeenAt',
        'summary',
        'evidence',
        'status',
      ]);
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    for (const [index, severity] of order.entries())
      expect(await json('findings', 'Acme', '--severity', severity, '--json')).toEqual(
        findings.filter((one) => order.indexOf(one.severity) <= index),
      );
    const check = findings[0]?.check ?? '';
    expect(await json('findings', 'Acme', '--check', check, '--json')).toEqual(
      findings.filter((one) => one.check === check),
    );
    expect((await rig.run('findings', 'Acme', '--check', 'no-such-check')).exitCode).toBe(2);
  });

  it('limits: as last seen and over time', async () => {
    const now = await json<{ limits: object[]; dailyApi: object }>('limits', 'Acme', '--json');
    expect(keysOf(now)).toEqual(['org', 'asOf', 'limits', 'dailyApi']);
    expect(keysOf(now.limits[0])).toEqual(['name', 'max', 'remaining', 'used', 'usedPercent']);
    expect(keysOf(now.dailyApi)).toEqual(['max', 'used', 'thresholdPercent', 'ownCallsToday']);
    const history = await json<{ series: { points: object[] }[] }>('limits', 'Acme', '--history', '--json');
    expect(keysOf(history)).toEqual(['org', 'series']);
    expect(keysOf(history.series[0])).toEqual(['name', 'points']);
    expect(keysOf(history.series[0]?.points[0])).toEqual(['at', 'max', 'remaining']);
  });

  it('whatever holds personal data is written for its owner only', async () => {
    const out = (name: string): string => join(rig.folder, name);
    const commands = [
      ['backup', out('copy.db')],
      ['users', 'Acme', '--out', out('users.csv')],
      ['logins', 'Acme', '--out', out('logins.json')],
      ['licenses', 'Acme', '--unused', '--out', out('seats.csv')],
      ['licenses', 'Acme', '--unused', '--out', out('seats.xlsx')],
      ['findings', 'Acme', '--out', out('findings.csv')],
      ['limits', 'Acme', '--out', out('limits.csv')],
      ['doctor', '--bundle', out('bundle.json')],
    ];
    for (const argv of commands) {
      expect((await rig.run(...argv)).exitCode, argv.join(' ')).toBe(0);
      expect(statSync(argv.at(-1) ?? '').mode & 0o777, argv.join(' ')).toBe(0o600);
    }
    expect(await json('backup', out('again.db'), '--json')).toEqual({
      file: out('again.db'),
      sizeBytes: statSync(out('again.db')).size,
    });
    expect(rig.text('copy.db').slice(0, 15)).toBe('SQLite format 3');
  });

  it('doctor: ok and its checks', async () => {
    const answer = await rig.run('doctor', '--json');
    expect(answer.exitCode).toBe(0);
    const report = answer.json<{ ok: boolean; checks: object[] }>();
    expect(keysOf(report)).toEqual(['ok', 'checks']);
    for (const check of report.checks) expect(keysOf(check)).toEqual(['id', 'status', 'summary', 'fix']);
  });

  it('an unknown org is a usage error of every command that takes one', async () => {
    const takesOrg = programTree('0.1.0').filter(
      ({ arguments: [first] }) => first?.description === 'the org',
    );
    expect(takesOrg.length).toBeGreaterThan(10);
    for (const { path } of takesOrg) {
      const argv = [...path.split(' '), 'Nobody', ...(REQUIRED[path] ?? []), '--json'];
      const answer = await rig.run(...argv);
      expect(answer, argv.join(' ')).toMatchObject({ exitCode: 2 });
      expect(answer.json(), argv.join(' ')).toMatchObject({ error: { code: 'UNKNOWN_ORG' } });
    }
  });

  it('help and the version are one document, too', async () => {
    expect((await rig.run('--version', '--json')).json()).toEqual({ version: '0.1.0' });
    expect((await rig.run('--json', 'collect', '--help')).json()).toEqual({
      help: expect.stringContaining('seatwatch collect') as string,
    });
    expect((await rig.run('help', 'org', '--json')).json()).toHaveProperty('help');
    expect((await rig.run('--version')).stdout).toBe('0.1.0\n');
  });
});

/** What a command takes besides the org. */
const REQUIRED: Record<string, string[]> = {
  forget: ['--user', 'somebody@acme.example'],
  publish: ['--to', 'postgres://127.0.0.1:1/none'],
};

describe('pauses and failures', () => {
  it('--max-calls, the quota and the threshold pause with 4, and the next collect goes on', async () => {
    const rig = await cliRig({ users: 60, logins: 600, dailyLimit: 1_000 });
    try {
      const idle = (await rig.run('status', 'Acme', '--json')).json();
      expect(idle).toMatchObject({ state: 'idle', lastRun: null, nextRun: null, historySince: null });

      rig.charged();
      const budget = await rig.run('collect', 'Acme', '--max-calls', '3', '--json');
      expect(budget.exitCode).toBe(4);
      expect(budget.json()).toMatchObject({ state: 'paused-budget', error: null, apiCalls: { made: 3 } });
      expect(rig.charged()).toBe(3);

      rig.demo.control({ setUsed: 800 });
      const paused = await rig.run('collect', 'Acme', '--json');
      expect(paused.exitCode).toBe(4);
      const { state, resumeAt } = paused.json<{ state: string; resumeAt: string }>();
      expect(state).toBe('paused-quota');
      expect(Date.parse(resumeAt)).toBeGreaterThan(rig.now());
      // Before that moment one call may be spent to see whether the quota is free again.
      rig.charged();
      const early = await rig.run('collect', 'Acme', '--json');
      expect(early).toMatchObject({ exitCode: 4 });
      expect(early.json()).toMatchObject({ state: 'paused-quota' });
      expect(rig.charged()).toBeLessThanOrEqual(1);
      expect((await rig.run('status', 'Acme', '--json')).json()).toMatchObject({
        state: 'paused-quota',
        lastRun: { resumeAt: early.json<{ resumeAt: string }>().resumeAt },
      });
      // Others stopped earlier than it looked.
      rig.demo.control({ setUsed: 100 });
      const threshold = await rig.run('collect', 'Acme', '--threshold', '10', '--json');
      expect(threshold.exitCode).toBe(4);
      expect(threshold.json()).toMatchObject({ state: 'paused-quota', apiCalls: { thresholdPercent: 10 } });
      const complete = await rig.run('collect', 'Acme', '--json');
      expect(complete.exitCode).toBe(0);
      expect(complete.json()).toMatchObject({ state: 'complete', apiCalls: { thresholdPercent: 75 } });
    } finally {
      await rig.dispose();
    }
  });

  it('wrong credentials are 3, an org that cannot be reached is 5, and both say what to do', async () => {
    const rig = await cliRig({ users: 60, logins: 600 });
    try {
      expect((await rig.run('org', 'remove', 'Acme', '--json')).json()).toEqual({
        removed: 'Acme',
        dataDeleted: false,
      });
      const add = (secret: string) => {
        rig.env['MINE'] = secret;
        const { url, consumerKey } = rig.demo;
        const argv = ['--name', 'Acme', '--url', url, '--consumer-key', consumerKey, '--secret-env', 'MINE'];
        return rig.run('org', 'add', ...argv, '--json');
      };
      const added = await add('not the secret');
      expect(added).toMatchObject({ exitCode: 0 });
      expect(keysOf(added.json())).toEqual(['name', 'url', 'auth', 'consumerKey', 'paused', 'addedAt']);
      for (const command of ['collect', 'test']) {
        const refused = await rig.run(command, 'Acme', '--json');
        expect(refused.exitCode, command).toBe(3);
        expect(refused.json(), command).toMatchObject({
          error: {
            code: 'invalid_client',
            message: expect.any(String) as string,
            fix: expect.stringMatching(/./) as string,
          },
        });
      }
      // The name is taken.
      expect((await add('x')).exitCode).toBe(2);
      await rig.run('org', 'remove', 'Acme', '--delete-data');
      await add(rig.demo.consumerSecret);
      expect((await rig.run('test', 'Acme')).exitCode).toBe(0);

      await rig.demo.close();
      for (const command of ['collect', 'test']) {
        const gone = await rig.run(command, 'Acme', '--json');
        expect(gone.exitCode, command).toBe(5);
        expect(gone.json(), command).toMatchObject({ error: { fix: expect.stringMatching(/./) as string } });
      }
      // Of several orgs the code tells the worst.
      const all = await rig.run('collect', '--all', '--json');
      expect(all.exitCode).toBe(5);
      expect(all.json<object[]>()).toMatchObject([{ state: 'failed' }]);
    } finally {
      await rig.dispose();
    }
  });
});
