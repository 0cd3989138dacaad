import { spawn } from 'node:child_process';
import os from 'node:os';
import type { RunResult, ScheduleHost } from '../../core/schedule';

/** This computer, for the schedulers of `core/schedule`. */
export function createScheduleHost(): ScheduleHost {
  return {
    platform: process.platform,
    homeDir: os.homedir(),
    userName: os.userInfo().username,
    uid: process.getuid?.() ?? null,
    env: process.env,
    run: runProgram,
  };
}

/** Its words in English, whatever the person's language: some of them are understood. */
function runProgram(file: string, args: readonly string[], input = ''): Promise<RunResult | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: { ...process.env, LC_ALL: 'C' }, windowsHide: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(null);
      else reject(error);
    });
    child.on('close', (code) => {
      resolve({ exitCode: code ?? -1, stdout: textOf(stdout), stderr: textOf(stderr) });
    });
    // A program that reads nothing may be gone before it is written to.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Windows answers some questions in UTF-16. */
function textOf(chunks: Buffer[]): string {
  const bytes = Buffer.concat(chunks);
  const isWide = bytes.length > 1 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || bytes[1] === 0);
  return bytes.toString(isWide ? 'utf16le' : 'utf8');
}
