import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';

/** Where something was measured, for whoever compares. */
export interface Machine {
  processor: string;
  cores: number;
  memoryGB: number;
  system: string;
  node: string;
  electron: string;
  sqlite3: string;
}

export function machine(): Machine {
  const binary = process.env['SEATWATCH_BENCH_ELECTRON'];
  const version = binary === undefined ? '' : join(dirname(binary), 'version');
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGB: Math.round(os.totalmem() / 2 ** 30),
    system: `${nameOfSystem()}, ${os.type()} ${os.release().split('-')[0] ?? ''}, ${os.arch()}`,
    node: process.versions.node,
    electron: existsSync(version) ? readFileSync(version, 'utf8').trim() : 'not used',
    sqlite3: versionOf('sqlite3') ?? 'not installed',
  };
}

/** What `PROGRAM --version` says first, or null where there is no such program. */
export function versionOf(program: string): string | null {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8' }).split(/\s/)[0] ?? null;
  } catch {
    return null;
  }
}

function nameOfSystem(): string {
  const file = '/etc/os-release';
  const name = existsSync(file)
    ? /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync(file, 'utf8'))?.[1]
    : undefined;
  return name ?? os.type();
}
