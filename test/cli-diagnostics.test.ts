import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCrashStore } from '../src/core/diagnostics/crashes';
import { formatLogLine, type LogLevel } from '../src/core/diagnostics/log-line';
import { createPolicyRules } from '../src/core/policy';
import { counted } from '../src/shared/model/counted';
import { newOrg, testDatabase, type TestDatabase } from './builders/db';
import { parseOpenMetrics } from './builders/open-metrics';
import { FakeProcess, NOW, orgSummary } from './cli-fakes';

let cli: FakeProcess;
beforeEach(() => {
  cli = new FakeProcess();
});
afterEach(() => cli.remove());

const logFile = () => join(cli.dir, 'seatwatch.log');
const line = (message: string, level: LogLevel = 'info', at = NOW) =>
  `${formatLogLine({ at, level, message, details: { runId: 3, calls: 9 }, process: 'window', pid: 7 })}\n`;

describe('log', () => {
  it('prints what is asked for, readable, without opening the database', async () => {
    writeFileSync(
      logFile(),
      `${line('first', 'info', NOW - 86_400_000)}an older line\n${line('second', 'warn')}${line('third')}`,
    );
    expect(await cli.run('log')).toBe(0);
    expect(cli.stdout.split('\n').map((row) => row.split('  ')[3])).toEqual([
      'first',
      'second',
      'third',
      undefined,
    ]);
    expect(cli.stdout).toContain('2026-03-01T12:00:00.000Z  warn   window[7]  second  run=3  calls=9\n');
    expect(cli.requests).toEqual([]);

    cli.stdout = '';
    expect(await cli.run('log', '--level', 'warn', '--json')).toBe(0);
    expect(cli.json()).toMatchObject([{ msg: 'second', runId: 3, details: { calls: 9 } }]);

    cli.stdout = '';
    await cli.run('log', '--since', '2026-03-01', '--lines', '1');
    expect(cli.stdout).toContain('third');
    expect(cli.stdout).not.toContain('second');
  });

  it('lets no control characters through to a terminal', async () => {
    writeFileSync(logFile(), line('\u001b[2Jgone'));
    await cli.run('log');
    expect(cli.stdout).not.toContain('\u001b');
  });

  it('goes on with what is added until it is stopped', async () => {
    writeFileSync(logFile(), line('before'));
    const run = cli.run('log', '--follow');
    await expect.poll(() => cli.stdout).toContain('before');
    await expect
      .poll(() => {
        writeFileSync(logFile(), line('after'), { flag: 'a' });
        return cli.stdout;
      })
      .toContain('after');
    cli.stop();
    expect(await run).toBe(0);
  });

  it('says so when there is nothing, and refuses what cannot be', async () => {
    expect(await cli.run('log')).toBe(0);
    expect(cli.stderr).toContain('Nothing of that');
    expect(await cli.run('log', '--level', 'loud')).toBe(2);
    expect(await cli.run('log', '--lines', '0')).toBe(2);
    expect(await cli.run('log', '--follow', '--json')).toBe(2);
  });
});

describe('metrics', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
    await database.db.insertOrg(newOrg({ id: 'org-id-1' }));
    cli.realDatabase = database.db;
    cli.orgs = [orgSummary()];
  });
  afterEach(() => database.dispose());

  it('prints what the endpoint would', async () => {
    expect(await cli.run('metrics')).toBe(0);
    const value = parseOpenMetrics(cli.stdout);
    expect(value('seatwatch_orgs', {})).toBe(1);
    expect(value('seatwatch_org_api_requests_used', { org: 'Acme' })).toBe(129);
    expect(cli.requests).toMatchObject([{ mode: 'read' }]);
  });

  it('writes a file for node_exporter, readable by it, whole or not at all', async () => {
    const file = join(cli.dir, 'seatwatch.prom');
    expect(await cli.run('metrics', '--format', 'prometheus', '--out', file)).toBe(0);
    expect(cli.stdout).toBe('');
    expect(statSync(file).mode & 0o777).toBe(0o644);
    const before = readFileSync(file, 'utf8');
    expect(before).toContain('seatwatch_orgs 1\n');
    expect(before).not.toContain('# EOF');
    expect(await cli.run('metrics', '--out', join(cli.dir, 'missing', 'x.prom'))).toBe(2);
    expect(await cli.run('metrics', '--out', file, '--json')).toBe(0);
    expect(cli.json()).toEqual({ file, format: 'openmetrics' });
  });

  it('are nothing where the policy says so', async () => {
    cli.policy = createPolicyRules({ file: '/p', policy: { disabledFeatures: ['metrics'] } });
    expect(await cli.run('metrics')).toBe(2);
    expect(cli.stderr).toContain('DISABLED_BY_POLICY');
  });
});

describe('doctor', () => {
  const checks = async (): Promise<Record<string, { status: string; summary: string; fix: string }>> => {
    cli.stdout = '';
    await cli.run('doctor', '--json');
    const { checks: found } = cli.json() as {
      checks: { id: string; status: string; summary: string; fix: string }[];
    };
    return Object.fromEntries(found.map(({ id, ...rest }) => [id, rest]));
  };

  it('finds files that others may read', async () => {
    mkdirSync(join(cli.dir, 'backups'));
    writeFileSync(join(cli.dir, 'backups', 'a.db'), '', { mode: 0o600 });
    chmodSync(join(cli.dir, 'backups'), 0o700);
    expect((await checks())['files']?.status).toBe('pass');
    chmodSync(join(cli.dir, 'backups', 'a.db'), 0o644);
    expect((await checks())['files']).toMatchObject({
      status: 'warn',
      summary: expect.stringContaining(join('backups', 'a.db')) as string,
    });
  });

  it('knows how old the newest backup is', async () => {
    mkdirSync(join(cli.dir, 'backups'), { mode: 0o700 });
    const file = join(cli.dir, 'backups', 'a.db');
    writeFileSync(file, '', { mode: 0o600 });
    for (const [days, status] of [
      [1, 'pass'],
      [30, 'warn'],
    ] as const) {
      utimesSync(file, NOW / 1000, NOW / 1000 - days * 86_400);
      expect((await checks())['backup']).toMatchObject({
        status,
        summary: `The newest backup is ${counted(days, 'day')} old.`,
      });
    }
  });

  it('sees a clock that is behind', async () => {
    expect((await checks())['clock']?.status).toBe('pass');
    const [org = orgSummary()] = cli.orgs;
    cli.orgs = [
      {
        ...org,
        lastRun: org.lastRun && { ...org.lastRun, endedAt: new Date(NOW + 3_600_000).toISOString() },
      },
    ];
    expect((await checks())['clock']).toMatchObject({
      status: 'warn',
      fix: expect.stringContaining('automatic time') as string,
    });
  });

  it('tells of crashes and of what is scheduled, without failing for them', async () => {
    createCrashStore({ folder: join(cli.dir, 'crashes'), appVersion: '0.1.0', now: () => NOW - 1000 }).write({
      process: 'database',
      kind: 'process-gone',
      error: 'The process ended.',
    });
    const found = await checks();
    expect(found['crashes']).toMatchObject({
      status: 'warn',
      summary: expect.stringContaining('1 crash report') as string,
    });
    expect(found['schedule']).toMatchObject({
      status: 'pass',
      summary: expect.stringContaining('No collection') as string,
    });
    expect(found['disk']?.summary).toMatch(/^\d+ MB are free/);
    expect(await cli.run('doctor')).toBe(0);
    expect(existsSync(join(cli.dir, 'crashes'))).toBe(true);
  });

  it('tells how large the log is', async () => {
    rmSync(logFile(), { force: true });
    writeFileSync(logFile(), '');
    chmodSync(logFile(), 0o600);
    expect((await checks())['log']).toMatchObject({
      status: 'pass',
      summary: expect.stringContaining('1 of 5 files') as string,
    });
  });
});
