import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

// A real PostgreSQL server for one test file, in a folder of its own: nothing of the computer's own server is touched.

/** The folder with the programs; null: they are on the path, or nowhere. As scripts/setup/postgres.mjs has it. */
function programs(): string | null {
  const given = process.env['SEATWATCH_TEST_POSTGRES'];
  if (given !== undefined && given !== '') return given;
  const debian = '/usr/lib/postgresql';
  if (!existsSync(debian)) return null;
  const [newest] = readdirSync(debian)
    .filter((version) => existsSync(join(debian, version, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? null : join(debian, newest, 'bin');
}

const program = (name: string): string => {
  const folder = programs();
  return folder === null ? name : join(folder, name);
};

/** Whether tests can run a server here (else: npm test says what is missing). */
export const hasPostgres = (() => {
  try {
    execFileSync(program('postgres'), ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** PostgreSQL refuses to run as root: somebody else then has to. */
function owner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string, user: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  const user = ['postgres', 'nobody'].find((name) => {
    try {
      execFileSync('id', [name], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  if (user === undefined) throw new Error('There is no user to run PostgreSQL as.');
  return { uid: id('-u', user), gid: id('-g', user) };
}

export interface Postgres {
  folder: string;
  port: number;
  /** URL of a database, of the superuser "boss" (whom the server trusts) or of somebody else. */
  url(database: string, user?: string): string;
  /** As the superuser; values as text. */
  ask(database: string, sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>;
  createDatabase(): Promise<string>;
  start(): Promise<void>;
  /** "immediate": as after a crash; "fast": sessions are ended. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  /** SIGKILL to the server; its children end by themselves. */
  kill(): Promise<void>;
  /** Ends every session of publications, as a network that breaks does. */
  cut(): Promise<number>;
  dispose(): Promise<void>;
}

export interface PostgresOptions {
  /** Certificate and key (PEM) for TLS. */
  tls?: { cert: string; key: string };
}

export async function startPostgres({ tls }: PostgresOptions = {}): Promise<Postgres> {
  const as = owner();
  const folder = mkdtempSync(join(tmpdir(), 'seatwatch-postgres-'));
  const data = join(folder, 'data');
  const own = (file: string): void => {
    if (as !== null) chownSync(file, as.uid, as.gid);
  };
  own(folder);
  const identity = as === null ? {} : as;
  execFileSync(
    program('initdb'),
    ['-D', data, '-U', 'boss', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'],
    { stdio: 'ignore', cwd: folder, ...identity },
  );
  // Passwords are asked of everybody but the superuser.
  writeFileSync(
    join(data, 'pg_hba.conf'),
    [
      'local all all trust',
      'host all boss 127.0.0.1/32 trust',
      'host all all 127.0.0.1/32 scram-sha-256',
    ].join('\n'),
  );
  if (tls !== undefined) {
    for (const [name, text] of [
      ['server.crt', tls.cert],
      ['server.key', tls.key],
    ] as const) {
      writeFileSync(join(data, name), text, { mode: 0o600 });
      own(join(data, name));
    }
  }
  const port = await freePort();
  appendFileSync(
    join(data, 'postgresql.conf'),
    `\nlisten_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = '${folder}'\nfsync = off\n` +
      `full_page_writes = off\nmax_connections = 40\nshared_buffers = 32MB\n${tls === undefined ? '' : 'ssl = on\n'}`,
  );

  let child: ChildProcess | null = null;
  let databases = 0;

  const url = (database: string, user = 'boss') => `postgres://${user}@127.0.0.1:${port}/${database}`;
  async function ask(database: string, sql: string, parameters: unknown[] = []) {
    const client = new pg.Client({ connectionString: url(database), ssl: false });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, parameters)).rows;
    } finally {
      await client.end();
    }
  }

  async function start(): Promise<void> {
    // The children of a server that was killed notice within a moment; until then the folder is theirs.
    while (!(await tryToStart())) await delay(100);
  }

  async function tryToStart(): Promise<boolean> {
    const started = spawn(program('postgres'), ['-D', data], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity,
    });
    child = started;
    let said = '';
    started.stderr?.on('data', (text: Buffer) => (said = `${said}${text.toString()}`.slice(-4_000)));
    for (;;) {
      if (started.exitCode !== null) {
        if (/shared memory block|lock file/.test(said)) return false;
        throw new Error(`PostgreSQL did not start:\n${said}`);
      }
      try {
        await ask('postgres', 'SELECT 1');
        return true;
      } catch {
        await delay(50);
      }
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (ending?.exitCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
  }

  await start();
  return {
    folder,
    port,
    url,
    ask,
    async createDatabase() {
      databases += 1;
      const name = `bi_${databases}`;
      await ask('postgres', `CREATE DATABASE ${name}`);
      return name;
    },
    start,
    stop: (how) => end(how === 'fast' ? 'SIGINT' : 'SIGQUIT'),
    kill: () => end('SIGKILL'),
    async cut() {
      const rows = await ask(
        'postgres',
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'seatwatch publish'`,
      );
      return rows.length;
    },
    async dispose() {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
