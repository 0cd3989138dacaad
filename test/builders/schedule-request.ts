import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScheduleEntry } from '../../src/core/schedule/entry';
import type { ScheduleRequest } from '../../src/core/schedule/scheduler';

export const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

/** Whatever a shell, a unit, a crontab or XML could take for something else. */
export const NASTY = `we ird % \\% $HOME "q" 'a' \\ & <x> --é`;

export function request(
  changes: Partial<ScheduleEntry> = {},
  command = '/usr/bin/seatwatch',
): ScheduleRequest {
  return {
    entry: { org: null, at: '04:30', every: 'day', dataDir: null, passphraseFile: null, ...changes },
    program: { command, args: [] },
    passwordStore: null,
    logFolder: '/var/data/logs',
  };
}

/** A program that writes what it was given, one argument a line, and the variable, beside itself. */
export function recorder(folder: string, name: string): { program: string; read: () => string[] } {
  const home = join(folder, name);
  mkdirSync(home);
  const program = join(home, 'see watch');
  const out = join(folder, 'said');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$SEATWATCH_VAULT_PASSPHRASE_FILE" "$@" > '${out}'\n`);
  chmodSync(program, 0o755);
  return { program, read: () => execFileSync('cat', [out], { encoding: 'utf8' }).trimEnd().split('\n') };
}
