import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../src/core/ports';
import type { Severity } from '../src/shared/model/checks';
import { type TestDatabase, newOrg, store, testDatabase } from './builders/db';
import * as rows from './builders/db-records';
import { type FindingRow, findingRow, insertFindings } from './builders/finding-rows';
import { FakeProcess, NOW, failure, orgSummary } from './cli-fakes';

// `seatwatch findings` over a real database; only the process around it is in memory.

const ORG = 'org-id-1';
let cli: FakeProcess;
let test: TestDatabase;
/** What the database is asked for besides what it answers by itself. */
let isDue: boolean;
const evaluateChecks = vi.fn<Database['evaluateChecks']>();

beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg({ id: ORG }));
  await store(test.db, 'users', [rows.user('ada', { username: 'ada@acme.test', name: 'Ada' })], {
    orgId: ORG,
  });
  cli = new FakeProcess();
  cli.orgs = [orgSummary({ id: ORG })];
  isDue = false;
  evaluateChecks.mockReset();
  cli.realDatabase = { ...test.db, isEvaluationDue: async () => isDue, evaluateChecks };
});
afterEach(() => {
  expect(cli.closed).toBe(cli.requests.length - refused());
  cli.remove();
  test.dispose();
});
const refused = () =>
  cli.writeError === null ? 0 : cli.requests.filter(({ mode }) => mode === 'write').length;

const insert = (...found: Partial<FindingRow>[]): number[] =>
  insertFindings(
    test,
    found.map((changes) => findingRow({ lastSeenAt: NOW, ...changes })),
    ORG,
  );
const run = async (...options: string[]): Promise<number> => {
  cli.stdout = '';
  return cli.run('findings', 'Acme', ...options);
};
const listed = async (...options: string[]): Promise<string[]> => {
  expect(await run('--json', ...options)).toBe(0);
  return (cli.json() as { summary: string }[]).map(({ summary }) => summary);
};

describe('findings', () => {
  it('--json has the shape of the contract and nothing else', async () => {
    insert({
      check: 'inactive-users',
      severity: 'high',
      userId: 'ada',
      ip: '192.0.2.1',
      firstSeenAt: NOW - 5,
      summary: 'Ada is idle.',
      evidence: { lastSeenAt: '2026-01-01T00:00:00.000Z', isAdmin: true },
    });
    expect(await run('--json')).toBe(0);
    expect(cli.json()).toEqual([
      {
        check: 'inactive-users',
        severity: 'high',
        userId: 'ada',
        username: 'ada@acme.test',
        firstSeenAt: new Date(NOW - 5).toISOString(),
        lastSeenAt: new Date(NOW).toISOString(),
        summary: 'Ada is idle.',
        evidence: { lastSeenAt: '2026-01-01T00:00:00.000Z', isAdmin: true },
        status: 'open',
      },
    ]);
    expect(cli.requests).toMatchObject([{ mode: 'read' }]);
    expect(evaluateChecks).not.toHaveBeenCalled();
    expect(cli.stderr).toBe('');
  });

  it('are of every status, worst first, and without muted ones unless asked for', async () => {
    insert(
      { severity: 'low', summary: 'open' },
      {
        severity: 'high',
        summary: 'acknowledged',
        acknowledgedBy: 'Kim',
        acknowledgedAt: NOW - 1,
        acknowledgedUntil: NOW + 1,
      },
      { severity: 'medium', summary: 'resolved', resolvedAt: NOW, resolvedReason: 'quiet' },
      { severity: 'critical', summary: 'muted', ip: '192.0.2.9' },
    );
    await test.db.mute(ORG, {
      check: null,
      target: 'ip',
      value: '192.0.2.9',
      reason: 'Test.',
      until: null,
      by: 'Kim',
      at: NOW,
    });
    expect(await listed()).toEqual(['acknowledged', 'resolved', 'open']);
    expect(await listed('--include-muted')).toEqual(['muted', 'acknowledged', 'resolved', 'open']);
    expect(await listed('--status', 'open')).toEqual(['open']);
    expect(await listed('--status', 'open', '--status', 'resolved')).toEqual(['resolved', 'open']);
    expect(await listed('--status', 'open,acknowledged')).toEqual(['acknowledged', 'open']);
    expect(await listed('--status', 'open', 'acknowledged')).toEqual(['acknowledged', 'open']);
  });

  it('--severity means that bad or worse', async () => {
    const all: Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
    insert(...all.map((severity) => ({ severity, summary: severity })));
    for (const [place, severity] of all.entries())
      expect(await listed('--severity', severity)).toEqual(all.slice(0, place + 1));
  });

  it('--check takes the id, the title or another name', async () => {
    insert({ check: 'inactive-users', summary: 'a' }, { summary: 'b' });
    for (const name of ['inactive-users', 'Inactive Users', 'INACTIVE-USERS'])
      expect(await listed('--check', name)).toEqual(['a']);
    const known = (await test.db.checks(ORG, NOW)).flatMap(({ info }) =>
      info.alsoKnownAs.map((name) => ({ name, id: info.id })),
    );
    insert(...known.map(({ id }) => ({ check: id, summary: id })));
    for (const { name, id } of known) expect(await listed('--check', name)).toContain(id);
  });

  it('a check or severity that does not exist is a usage error that names those that do', async () => {
    expect(await run('--check', 'no-such-check')).toBe(2);
    expect(cli.stderr).toMatch(/There is no check “no-such-check”\.[\s\S]*inactive-users/);
    cli.stderr = '';
    expect(await run('--severity', 'severe')).toBe(2);
    expect(cli.stderr).toContain('critical, high, medium, low, info');
    cli.stderr = '';
    expect(await run('--status', 'closed')).toBe(2);
    expect(cli.stderr).toContain('open, acknowledged, resolved');
    expect(await run('--status', ',')).toBe(2);
    expect(await run('--format', 'xlsx')).toBe(2);
    expect(await run('--format', 'ocsf', '--json')).toBe(2);
    expect(await cli.run('findings', 'Nobody')).toBe(2);
  });

  it('come as table, CSV and lines for systems that collect events', async () => {
    insert({ userId: 'ada', summary: 'One.' }, { ip: '192.0.2.1', summary: '=Two' });
    expect(await run()).toBe(0);
    expect(cli.stdout).toMatch(/^Acme, as of .*\n\nSEVERITY +STATUS +CHECK/);
    expect(cli.stdout).toContain('2 rows');
    expect(await run('--format', 'csv')).toBe(0);
    const table = Papa.parse<Record<string, string>>(cli.stdout.slice(1), { header: true }).data;
    expect(table[0]).toMatchObject({ org: 'Acme', ip: '192.0.2.1', summary: "'=Two", muted: 'false' });
    for (const format of ['ocsf', 'ecs']) {
      expect(await run('--format', format)).toBe(0);
      const events = cli.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { message: string });
      expect(events.map(({ message }) => message)).toEqual(['=Two', 'One.']);
    }
    const file = join(cli.dir, 'findings.csv');
    expect(await run('--out', file)).toBe(0);
    expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(4);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await run('--out', file, '--format', 'ecs')).toBe(0);
    expect(readFileSync(file, 'utf8').startsWith('{"@timestamp":')).toBe(true);
    expect(await run('--status', 'resolved')).toBe(0);
    expect(cli.stdout).toContain('Nothing to show.');
  });
});

describe('findings of data that was not evaluated yet', () => {
  beforeEach(() => {
    isDue = true;
    evaluateChecks.mockImplementation(async () => {
      insert({ summary: 'Found now.' });
      isDue = false;
      return undefined as never;
    });
    insert({ summary: 'Found before.', severity: 'high' });
  });

  it('are evaluated first', async () => {
    expect(await listed()).toEqual(['Found before.', 'Found now.']);
    expect(evaluateChecks).toHaveBeenCalledExactlyOnceWith(ORG, NOW);
    expect(cli.requests.map(({ mode }) => mode)).toEqual(['read', 'write']);
    expect(cli.stderr).toBe('');
    expect(await listed()).toHaveLength(2);
    expect(evaluateChecks).toHaveBeenCalledTimes(1);
  });

  it.each(['busy', 'data'] as const)(
    'are those of before where it cannot be written (%s), and that is said',
    async (kind) => {
      cli.writeError = failure('HELD', kind);
      expect(await listed()).toEqual(['Found before.']);
      expect(evaluateChecks).not.toHaveBeenCalled();
      expect(cli.stderr).toBe(
        'Not evaluated since data was stored last; these are the findings from before. Message of HELD.\n',
      );
    },
  );

  it('are not shown when evaluating them fails', async () => {
    evaluateChecks.mockRejectedValue(failure('DATABASE_BUSY', 'busy'));
    expect(await run()).toBe(6);
    expect(cli.stdout).toBe('');
  });

  it('are not shown when the data directory cannot be opened for another reason', async () => {
    cli.writeError = failure('VAULT', 'credentials');
    expect(await run()).toBe(3);
    expect(cli.stdout).toBe('');
  });
});

describe('checks', () => {
  const checks = async (...options: string[]): Promise<number> => {
    cli.stdout = '';
    return cli.run('checks', 'Acme', ...options);
  };

  it('are listed with what came of them, in every format', async () => {
    await test.db.setCheck(ORG, 'inactive-users', false, null, { by: 'Kim', at: NOW });
    insert({ check: 'never-logged-in', severity: 'low' }, { check: 'never-logged-in', severity: 'low' });
    expect(await checks('--json')).toBe(0);
    const listed = cli.json() as { check: string }[];
    expect(listed).toHaveLength((await test.db.checks(ORG, NOW)).length);
    expect(listed.find(({ check }) => check === 'inactive-users')).toMatchObject({
      title: 'Inactive Users',
      category: 'posture',
      enabled: false,
      status: 'off',
    });
    expect(listed.find(({ check }) => check === 'never-logged-in')).toMatchObject({
      enabled: true,
      status: null,
      reason: null,
      open: { critical: 0, high: 0, medium: 0, low: 2, info: 0 },
    });
    expect(await checks('--format', 'csv')).toBe(0);
    expect(cli.stdout.slice(1).split('\r\n')[0]).toBe(
      'check,title,category,enabled,status,reason,evaluated_at,population,open_critical,open_high,open_medium,open_low,open_info,acknowledged,muted',
    );
    expect(await checks()).toBe(0);
    expect(cli.stdout).toContain('CHECK');
    expect(await cli.run('checks', 'Nobody')).toBe(2);
    expect(cli.requests.every(({ mode }) => mode === 'read')).toBe(true);
  });

  it('say why they were not evaluated', async () => {
    await test.db.evaluateChecks(ORG, NOW);
    expect(await checks('--json')).toBe(0);
    const listed = cli.json() as { status: string; reason: string | null; evaluatedAt: string | null }[];
    const missing = listed.filter(({ status }) => status === 'not-evaluated');
    expect(missing.length).toBeGreaterThan(0);
    for (const { reason } of missing) expect(reason).not.toBeNull();
    for (const { evaluatedAt } of listed) expect(evaluatedAt).toBe(new Date(NOW).toISOString());
  });
});
