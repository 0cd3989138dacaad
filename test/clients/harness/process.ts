import { execFile } from 'node:child_process';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Longer than any client needs, shorter than a test may take: a client that hangs fails with its output. */
const LIMIT_MS = 100_000;

/** Runs a program without a shell to its end, whatever its exit code. Throws when it cannot be started. */
export function runToEnd(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: LIMIT_MS, maxBuffer: 256 * 1024 * 1024 };
    execFile(program, args, { ...options, ...limits, encoding: 'utf8' }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') return resolve({ code, stdout, stderr });
      return reject(new Error(`${program} ${args.join(' ')}: ${error?.message}\n${stdout}\n${stderr}`));
    });
  });
}
