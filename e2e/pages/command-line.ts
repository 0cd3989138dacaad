import { spawn } from 'node:child_process';
import path from 'node:path';
import { electronBinary, ROOT } from '../fixtures';

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  dataDir: string;
  stdin?: string;
  /** Empty: no passphrase, so a new vault cannot be made on a machine without a keychain. */
  passphrase?: string;
  /** Variables besides, or in place of, those of whoever runs the tests. */
  env?: Record<string, string>;
  /** Asks the process to end (SIGTERM) as soon as what it wrote fulfills this. */
  stopWhen?: (stdout: string, stderr: string) => boolean;
}

/** Runs one headless command in the real program, without a display and without a keychain. */
export function seatwatch(
  args: string[],
  { dataDir, stdin = '', passphrase = 'correct horse battery', env: more = {}, stopWhen }: CommandOptions,
): Promise<CommandResult> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const env: NodeJS.ProcessEnv = { ...process.env, SEATWATCH_DATA_DIR: dataDir };
  for (const name of [
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'DBUS_SESSION_BUS_ADDRESS',
    'SEATWATCH_VAULT_PASSPHRASE',
  ]) {
    delete env[name];
  }
  if (passphrase !== '') env['SEATWATCH_VAULT_PASSPHRASE'] = passphrase;
  Object.assign(env, more);
  const child = spawn(
    electronBinary(),
    [...sandbox, '--ozone-platform=headless', '--password-store=basic', path.resolve(ROOT), ...args],
    { env, cwd: ROOT },
  );
  child.stdin.end(stdin);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  let stopped = false;
  const stopIfWanted = (): void => {
    if (stopped || stopWhen?.(text(stdout), text(stderr)) !== true) return;
    stopped = true;
    child.kill('SIGTERM');
  };
  child.stdout.on('data', stopIfWanted);
  child.stderr.on('data', stopIfWanted);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        exitCode: code ?? -1,
        stdout: text(stdout),
        stderr: text(stderr),
      });
    });
  });
}
