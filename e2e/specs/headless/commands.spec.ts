import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../../fixtures';
import { seatwatch, type CommandResult } from '../../pages/command-line';
import type { DemoOrg } from '../../../src/demo-org';

const COLUMNS =
  'org,license_kind,license,user_id,username,name,email,profile,created_at,last_login_at,days_since_login,reason,monthly_price,currency,annual_saving';

function json<T = Record<string, unknown>>(result: CommandResult): T {
  return JSON.parse(result.stdout) as T;
}

function addOrg(org: DemoOrg, dataDir: string): Promise<CommandResult> {
  const args = [
    'org',
    'add',
    '--name',
    'Acme',
    '--url',
    org.url,
    '--consumer-key',
    org.consumerKey,
    '--secret-stdin',
  ];
  return seatwatch(args, { dataDir, stdin: `${org.consumerSecret}\n` });
}

test('an org is added, tested, collected and reviewed without a window', async ({ startOrg, dataDir }) => {
  const org = await startOrg();
  const run = (...args: string[]) => seatwatch(args, { dataDir });

  const added = await addOrg(org, dataDir);
  expect(added.exitCode, added.stderr).toBe(0);
  const listed = await run('org', 'list', '--json');
  expect(json<object[]>(listed)).toEqual([
    expect.objectContaining({
      name: 'Acme',
      url: org.url,
      auth: 'client-credentials',
      consumerKey: org.consumerKey,
      paused: false,
    }),
  ]);

  const tested = await run('test', 'Acme');
  expect(tested.stdout.split('\n')[0]).toBe('Connected!');
  expect(tested.exitCode).toBe(0);

  const budget = await run('collect', 'Acme', '--max-calls', '3', '--json');
  expect(budget.exitCode).toBe(4);
  expect(json(budget)).toMatchObject({ org: 'Acme', state: 'paused-budget', apiCalls: { made: 3 } });

  const collected = await run('--json', 'collect', 'Acme', '--quiet');
  expect(collected.exitCode, collected.stderr).toBe(0);
  const summary = json<{ state: string; rows: Record<string, number>; apiCalls: { orgMax: number } }>(
    collected,
  );
  expect(summary).toMatchObject({ org: 'Acme', state: 'complete', error: null, resumeAt: null });
  expect(summary.rows['users']).toBe(200);
  expect(summary.rows['loginHistory']).toBeGreaterThanOrEqual(6_000);

  const status = await run('status', 'Acme', '--json');
  expect(json(status)).toMatchObject({ org: 'Acme', state: 'complete', rows: summary.rows });

  const users = json<{ id: string }[]>(await run('users', 'Acme', '--format', 'json'));
  expect(users).toHaveLength(200);
  expect(users.every(({ id }) => id.length === 18)).toBe(true);

  const csv = await run('licenses', 'Acme', '--unused', '--format', 'csv');
  const lines = csv.stdout.slice(1).trimEnd().split('\r\n');
  expect(csv.stdout.startsWith('\uFEFF')).toBe(true);
  // Scripts rely on these; more may follow.
  expect(lines[0]?.split(',').slice(0, COLUMNS.split(',').length).join(',')).toBe(COLUMNS);
  const seats = json<object[]>(await run('licenses', 'Acme', '--unused', '--json'));
  expect(seats).toHaveLength(lines.length - 1);
  const { licenses } = json<{ licenses: { unused: number }[] }>(await run('licenses', 'Acme', '--json'));
  expect(licenses.reduce((sum, { unused }) => sum + unused, 0)).toBe(seats.length);

  const file = path.join(dataDir, 'logins.csv');
  const logins = await run('logins', 'Acme', '--out', file, '--format', 'csv');
  expect(logins).toMatchObject({ exitCode: 0, stdout: '' });
  expect(readFileSync(file, 'utf8').trimEnd().split('\r\n')).toHaveLength(
    (summary.rows['loginHistory'] ?? 0) + 1,
  );
  expect(statSync(file).mode & 0o077).toBe(0);

  const limits = json<{ dailyApi: { max: number; ownCallsToday: number } }>(
    await run('limits', 'Acme', '--json'),
  );
  expect(limits.dailyApi.max).toBe(summary.apiCalls.orgMax);
  expect(limits.dailyApi.ownCallsToday).toBe(org.stats().counted);
  const history = json<{ series: object[] }>(await run('limits', 'Acme', '--history', '--json'));
  expect(history.series.length).toBeGreaterThan(10);

  const backup = path.join(dataDir, 'backup.db');
  expect((await run('backup', backup)).exitCode).toBe(0);
  expect(readFileSync(backup).subarray(0, 15).toString()).toBe('SQLite format 3');
  const doctor = await run('doctor', '--json');
  expect(json(doctor)).toMatchObject({ ok: true });

  const removed = await run('org', 'remove', 'Acme', '--delete-data');
  expect(removed.exitCode).toBe(0);
  expect(json<object[]>(await run('org', 'list', '--json'))).toEqual([]);
  for (const result of [added, listed, tested, collected, doctor]) {
    expect(result.stdout + result.stderr).not.toContain(org.consumerSecret);
  }
});

test('a second writer on the same data directory ends with 6 and says who holds it, readers go on', async ({
  launch,
  dataDir,
}) => {
  await launch();
  const refused = await seatwatch(['org', 'remove', 'Acme', '--json'], { dataDir });
  expect(refused.exitCode).toBe(6);
  expect(json<{ error: { message: string } }>(refused).error.message).toMatch(/window/);
  const read = await seatwatch(['org', 'list', '--json'], { dataDir });
  expect(read).toMatchObject({ exitCode: 0 });
  expect(json(read)).toEqual([]);
});
