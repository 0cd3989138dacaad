import { spawn, type ChildProcessByStdio } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { clientsFolder, Scratch } from './environment';

/** A failure inside the client, as the client reports it. */
export class ClientError extends Error {
  constructor(
    readonly clientName: string,
    message: string,
    /** Salesforce's code, or the HTTP status, where the client passes it on. */
    readonly code: string | number | undefined,
    /** Whatever else the client keeps of the answer. */
    readonly data: unknown,
  ) {
    super(message);
    this.name = 'ClientError';
  }
}

interface Answer {
  id: number;
  value?: unknown;
  error?: { name: string; message: string; code?: string | number; data?: unknown };
}

/**
 * A client library at work in a process of its own, one of `drivers/`. Each line of its standard input is a call
 * `{ id, operation, args }`, each line of its standard output the answer `{ id, value | error }`.
 */
export class Driver {
  readonly #scratch = new Scratch();
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #last = 0;
  #stderr = '';

  /** `file` is the driver's name in `drivers/`; `program` what runs it, Node unless said otherwise. */
  constructor(
    file: string,
    args: readonly string[] = [],
    { program = process.execPath, env = {} }: { program?: string; env?: Record<string, string> } = {},
  ) {
    this.#child = spawn(program, [path.join(__dirname, '..', 'drivers', file), ...args], {
      cwd: this.#scratch.folder,
      env: this.#scratch.environment({ SEATWATCH_CLIENTS: clientsFolder(), ...env }),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString('utf8')));
    this.#child.stdin.on('error', () => undefined); // told below: the process has ended
    this.#child.on('error', (error) => this.#lost(error.message));
    this.#child.on('close', () => this.#lost(this.#stderr));
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#settle(line));
  }

  /** Has the driver do one of its operations. Rejects with ClientError when the client fails. */
  call<T>(operation: string, ...args: unknown[]): Promise<T> {
    const id = ++this.#last;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#child.stdin.write(`${JSON.stringify({ id, operation, args })}\n`);
      if (this.#child.exitCode !== null) this.#lost(this.#stderr);
    });
  }

  /** The error of an operation that has to fail. */
  async failure(operation: string, ...args: unknown[]): Promise<ClientError> {
    try {
      await this.call(operation, ...args);
    } catch (error) {
      if (error instanceof ClientError) return error;
      throw error;
    }
    throw new Error(`${operation} succeeded`);
  }

  close(): void {
    this.#child.kill('SIGKILL');
    this.#scratch.remove();
  }

  #settle(line: string): void {
    let answer: Answer;
    try {
      answer = JSON.parse(line) as Answer;
    } catch {
      return this.#lost(`it printed ${line}`);
    }
    const { id, value, error } = answer;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new ClientError(error.name, error.message, error.code, error.data));
    else waiting?.resolve(value);
  }

  #lost(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`the client is gone: ${reason}`));
    this.#waiting.clear();
  }
}
