import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface CommandResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** An installed `seatwatch`, wherever it is installed. */
export interface Program {
  /** Starts it; the caller ends it. */
  start(args: string[]): Child;
}

/** Runs one command to its end. */
export function run(program: Program, args: string[], stdin = ''): Promise<CommandResult> {
  const child = program.start(args);
  child.stdin.end(stdin);
  return finished(child);
}

export function finished(child: Child): Promise<CommandResult> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      resolve({
        exitCode,
        signal,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
  });
}

/** A program on this computer that gets nothing of our environment but what is given. */
export const programAt = (file: string, env: NodeJS.ProcessEnv): Program => ({
  start: (args) => spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'], cwd: '/' }),
});

export interface DemoOrg {
  url: string;
  consumerKey: string;
  consumerSecret: string;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<CommandResult>;
}

/** The installed program's own demo org: `seatwatch demo-org` says where it is on its first line. */
export async function startDemoOrg(program: Program, args: string[]): Promise<DemoOrg> {
  const child = program.start(['demo-org', ...args]);
  const end = finished(child);
  const line = await firstLine(child, end);
  const facts = JSON.parse(line) as Omit<DemoOrg, 'stop'>;
  return {
    ...facts,
    stop: () => {
      child.kill('SIGTERM');
      return end;
    },
  };
}

/** The first line of the output; rejects when the program ends without one. */
function firstLine(child: Child, end: Promise<CommandResult>): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    void end.then(({ exitCode, stderr }) => {
      reject(new Error(`the demo org ended with ${String(exitCode)}: ${stderr}`));
    }, reject);
  });
}
