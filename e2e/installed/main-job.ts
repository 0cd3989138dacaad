import { expect } from '@playwright/test';
import Papa from 'papaparse';
import { type CommandResult, type DemoOrg, type Program, run } from './program';

/** The columns of `licenses --unused --format csv` that scripts may rely on. */
const COLUMNS =
  'org,license_kind,license,user_id,username,name,email,profile,created_at,last_login_at,days_since_login,reason,monthly_price,currency,annual_saving';

const REASONS = ['never-logged-in', 'inactive', 'frozen', 'user-deactivated'];

export const PASSPHRASE = 'correct horse battery staple';

/** Runs a command that has to work, and says what it said when it does not. */
export async function succeeds(program: Program, args: string[], stdin = ''): Promise<CommandResult> {
  const result = await run(program, args, stdin);
  expect(result, `seatwatch ${args.join(' ')}: ${result.stderr}`).toMatchObject({
    exitCode: 0,
    signal: null,
  });
  return result;
}

async function json<T>(program: Program, args: string[]): Promise<T> {
  return JSON.parse((await succeeds(program, [...args, '--json'])).stdout) as T;
}

/** The rows of a CSV document as the program writes it, with a byte order mark. */
export const rowsOf = (csv: string): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(csv.slice(1), { header: true, skipEmptyLines: true }).data;

/** Adds an org by the client credentials flow, its secret through a pipe. */
export function addOrg(program: Program, name: string, org: DemoOrg): Promise<CommandResult> {
  const options = ['--name', name, '--url', org.url, '--consumer-key', org.consumerKey, '--secret-stdin'];
  return succeeds(program, ['org', 'add', ...options], `${org.consumerSecret}\n`);
}

/**
 * What the program is for, without a window: connect, test, collect, and look at who does not use what is paid for.
 * `users` is how many the demo org has.
 */
export async function doMainJob(
  program: Program,
  org: DemoOrg,
  { name, users }: { name: string; users: number },
): Promise<void> {
  const added = await addOrg(program, name, org);
  expect(added.stdout + added.stderr).not.toContain(org.consumerSecret);

  const tested = await succeeds(program, ['test', name]);
  expect(tested.stdout.split('\n', 1)[0]).toBe('Connected!');

  const collected = await json<{ state: string; rows: Record<string, number> }>(program, ['collect', name]);
  expect(collected).toMatchObject({ state: 'complete', rows: { users } });
  expect(collected.rows['loginHistory']).toBeGreaterThan(users);

  const csv = await succeeds(program, ['licenses', name, '--unused', '--format', 'csv']);
  expect(csv.stdout.slice(1)).toMatch(new RegExp(`^${COLUMNS}[,\r]`));
  const data = rowsOf(csv.stdout);
  expect(data.length).toBeGreaterThan(0);
  for (const row of data) expect(REASONS).toContain(row['reason']);
  const { licenses } = await json<{ licenses: { unused: number }[] }>(program, ['licenses', name]);
  expect(licenses.reduce((sum, { unused }) => sum + unused, 0)).toBe(data.length);

  expect((await json<object[]>(program, ['findings', name])).length).toBeGreaterThan(0);
  expect(await json(program, ['doctor'])).toMatchObject({ ok: true });
}
