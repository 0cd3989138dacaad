import { closeSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { DemoOrg } from '../../../src/demo-org';
import { expect, test } from '../../fixtures';
import { type CommandOptions, type CommandResult, seatwatch } from '../../pages/command-line';

// What only the real process can show: how it ends.

interface Failure {
  error: { code: string; message: string; fix: string };
}
const failureOf = ({ stdout }: CommandResult): Failure['error'] => (JSON.parse(stdout) as Failure).error;

const addOrg = (org: DemoOrg, options: CommandOptions): Promise<CommandResult> => {
  const facts = ['--name', 'Acme', '--url', org.url, '--consumer-key', org.consumerKey, '--secret-stdin'];
  return seatwatch(['org', 'add', ...facts, '--json'], { stdin: `${org.consumerSecret}\n`, ...options });
};

test('1: a fault of our own says where the log is', async ({ dataDir }) => {
  // A file that is no SQLite addon, in its place.
  const addon = path.join(dataDir, 'no-addon.node');
  writeFileSync(addon, 'not a library');
  const env = { SEATWATCH_SQLITE_ADDON: addon };
  const text = await seatwatch(['org', 'list'], { dataDir, env });
  expect(text).toMatchObject({ exitCode: 1, stdout: '' });
  expect(text.stderr).toContain('seatwatch.log');
  const json = await seatwatch(['org', 'list', '--json'], { dataDir, env });
  expect(json.exitCode).toBe(1);
  expect(failureOf(json).fix).toContain('seatwatch.log');
});

test('2: whatever cannot be understood, and suggestions for what was meant', async ({ dataDir }) => {
  const unknown = await seatwatch(['colect', '--all'], { dataDir });
  expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
  expect(unknown.stderr).toContain('Did you mean collect?');
  const bad = await seatwatch(['collect', '--all', '--threshold', '101', '--json'], { dataDir });
  expect(bad.exitCode).toBe(2);
  expect(failureOf(bad)).toMatchObject({ code: 'USAGE' });
});

test('3: the vault is locked, and opens with a file that only its owner may read', async ({
  startOrg,
  dataDir,
}) => {
  const org = await startOrg();
  const file = path.join(dataDir, 'passphrase');
  writeFileSync(file, 'correct horse battery\n', { mode: 0o600 });
  const fromFile = { dataDir, passphrase: '', env: { SEATWATCH_VAULT_PASSPHRASE_FILE: file } };
  expect((await addOrg(org, fromFile)).exitCode).toBe(0);
  const locked = await seatwatch(['test', 'Acme', '--json'], { dataDir, passphrase: '' });
  expect(locked.exitCode).toBe(3);
  expect(locked.stdout).toContain('SEATWATCH_VAULT_PASSPHRASE');
  const wrong = await seatwatch(['test', 'Acme', '--json'], { dataDir, passphrase: 'another passphrase' });
  expect(wrong.exitCode).toBe(3);
  expect((await seatwatch(['test', 'Acme'], fromFile)).stdout).toMatch(/^Connected!\n/);
  // As systemd hands it to a service.
  writeFileSync(path.join(dataDir, 'seatwatch-vault-passphrase'), 'correct horse battery', { mode: 0o400 });
  const credential = { dataDir, passphrase: '', env: { CREDENTIALS_DIRECTORY: dataDir } };
  expect((await seatwatch(['test', 'Acme'], credential)).exitCode).toBe(0);
});

test('4: a collection that is stopped goes on next time', async ({ startOrg, dataDir }) => {
  const org = await startOrg();
  expect((await addOrg(org, { dataDir })).exitCode).toBe(0);
  // Slow enough to be stopped in the middle.
  org.control({ latencyMs: 300 });
  const stopped = await seatwatch(['collect', 'Acme', '--json'], {
    dataDir,
    stopWhen: (_, stderr) => stderr.includes('Acme: '),
  });
  expect(stopped.exitCode, stopped.stdout).toBe(4);
  expect(JSON.parse(stopped.stdout)).toMatchObject({ state: 'interrupted' });
  org.control({ latencyMs: 0 });
  const complete = await seatwatch(['collect', 'Acme', '--json', '--quiet'], { dataDir });
  expect(complete.exitCode, complete.stderr).toBe(0);
  // Chromium's own remarks are not ours.
  expect(complete.stderr).not.toContain('Acme: ');
});

test('5: an org that cannot be reached', async ({ startOrg, dataDir }) => {
  const org = await startOrg();
  expect((await addOrg(org, { dataDir })).exitCode).toBe(0);
  await org.close();
  const tested = await seatwatch(['test', 'Acme', '--json'], { dataDir });
  expect(tested.exitCode).toBe(5);
  expect(failureOf(tested).fix).not.toBe('');
});

test('6: a database that is damaged, and what to do', async ({ dataDir }) => {
  expect((await seatwatch(['org', 'list'], { dataDir })).exitCode).toBe(0);
  const file = readdirSync(dataDir).find((name) => name.endsWith('.db')) ?? '';
  const whole = path.join(dataDir, file);
  const handle = openSync(whole, 'r+');
  writeSync(handle, Buffer.alloc(Math.min(statSync(whole).size, 65_536), 0xaa), 0);
  closeSync(handle);
  const damaged = await seatwatch(['status', 'Acme', '--json'], { dataDir });
  expect(damaged.exitCode, damaged.stdout + damaged.stderr).toBe(6);
  expect(failureOf(damaged).fix).not.toBe('');
  expect((await seatwatch(['doctor'], { dataDir })).exitCode).toBe(6);
});
