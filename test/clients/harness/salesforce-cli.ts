import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientsFolder, Scratch } from './environment';
import { runToEnd, type Ended } from './process';

const PACKAGE = '@salesforce/cli';

/** An error as the CLI prints it with `--json`. */
export interface CliError {
  exitCode: number;
  name: string;
  message: string;
}

/** The Salesforce CLI (`sf`) with a home of its own: it sees no org but those it is told of here. */
export class SalesforceCli {
  readonly #scratch = new Scratch();
  readonly #environment = this.#scratch.environment({
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    // A file in its home instead of the desktop session's keychain.
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_LOG_LEVEL: 'error',
  });
  readonly #script = commandScript();

  /** `sf ARGS`, as typed. */
  async run(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
    const cwd = this.path('work');
    mkdirSync(cwd, { recursive: true });
    return runToEnd(process.execPath, [this.#script, ...args], {
      cwd,
      env: { ...this.#environment, ...environment },
    });
  }

  /** What the command printed; throws with what it said when it failed. */
  async text(args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
    const ended = await this.run(args, environment);
    if (ended.code !== 0) throw new Error(`sf ${args.join(' ')}: ${complaint(ended)}`);
    return ended.stdout;
  }

  /** `sf ARGS --json` and its `result`. */
  async result<T>(args: readonly string[], environment: Record<string, string> = {}): Promise<T> {
    const text = await this.text([...args, '--json'], environment);
    return (JSON.parse(text) as { result: T }).result;
  }

  /** `sf ARGS --json` that has to fail. */
  async failure(args: readonly string[], environment: Record<string, string> = {}): Promise<CliError> {
    const { code, stdout, stderr } = await this.run([...args, '--json'], environment);
    if (code === 0) throw new Error(`sf ${args.join(' ')} succeeded: ${stdout}`);
    return { exitCode: code, ...said(stdout === '' ? stderr : stdout) };
  }

  /** A path in the CLI's own folder. */
  path(...parts: string[]): string {
    return this.#scratch.path(...parts);
  }

  write(name: string, content: string): string {
    const file = this.path(name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  }

  remove(): void {
    this.#scratch.remove();
  }
}

/** Its error document, without the stack. */
function said(json: string): { name: string; message: string } {
  const { name, message } = JSON.parse(json) as { name: string; message: string };
  return { name, message };
}

function complaint({ stdout, stderr }: Ended): string {
  try {
    const { name, message } = said(stdout);
    return `${name}: ${message}`;
  } catch {
    return `${stdout}\n${stderr}`; // not asked for JSON
  }
}

function commandScript(): string {
  const folder = path.join(clientsFolder(), 'node_modules', PACKAGE);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  return path.join(folder, bin['sf'] ?? '');
}
