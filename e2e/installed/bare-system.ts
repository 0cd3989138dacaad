import { execFileSync, spawn, type SpawnOptionsWithStdioTuple, type StdioPipe } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Child, type CommandResult, finished, type Program } from './program';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const PIPES: SpawnOptionsWithStdioTuple<StdioPipe, StdioPipe, StdioPipe> = {
  stdio: ['pipe', 'pipe', 'pipe'],
};

/** A fresh copy of the bare system that scripts/setup/bare-system.mjs made, with people in it. */
export class BareSystem {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-bare-'));
  readonly #root = path.join(this.#folder, 'root');
  readonly #archives: string;

  constructor({ system, archives }: { system: string; archives: string }) {
    this.#archives = archives;
    execFileSync('cp', ['--archive', '--reflink=auto', system, this.#root]);
  }

  /** A file of the system, as seen from outside. */
  at(file: string): string {
    return path.join(this.#root, file);
  }

  has(file: string): boolean {
    return existsSync(this.at(file));
  }

  put(from: string, to: string): void {
    mkdirSync(path.dirname(this.at(to)), { recursive: true });
    copyFileSync(from, this.at(to));
  }

  /** Runs a command line as root; rejects with what it said when it fails. */
  async root(command: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const facts = { DEBIAN_FRONTEND: 'noninteractive', HOME: '/root', ...env };
    const result = await this.#finish(this.#spawn([...variables(facts), ...command]));
    if (result.exitCode === 0) return result.stdout;
    throw new Error(
      `${command.join(' ')} ended with ${String(result.exitCode)}:\n${result.stdout}${result.stderr}`,
    );
  }

  /** The installed program, started by somebody who is not root (created with `useradd`). */
  as(user: string, env: NodeJS.ProcessEnv = {}): Program {
    const rights = [`--reuid=${user}`, `--regid=${user}`, '--init-groups', '--inh-caps=-all'];
    const facts = { HOME: `/home/${user}`, USER: user, LANG: 'C.UTF-8', ...env };
    return {
      start: (args) => this.#spawn([...variables(facts), 'setpriv', ...rights, 'seatwatch', ...args]),
    };
  }

  async #finish(child: Child): Promise<CommandResult> {
    child.stdin.end();
    return finished(child);
  }

  /** Every step becomes the next one, so that signals and exit codes are the command's own. */
  #spawn(command: string[]): Child {
    const enter = ['--mount', 'sh', path.join(__dirname, 'enter.sh'), this.#root, this.#archives];
    return spawn('unshare', [...enter, ...command], PIPES);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

const variables = (env: NodeJS.ProcessEnv): string[] => [
  'env',
  '-i',
  `PATH=${PATH}`,
  ...Object.entries(env).map(([name, value]) => `${name}=${value ?? ''}`),
];
