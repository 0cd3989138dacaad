import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { createDatabase } from '../src/db/api';
import { tempFolder } from '../test/builders/db';
import { fill } from './db-fill';
import type { Size } from './db-scale';

const root = process.cwd();

/**
 * Where the database should live: how late main's event loop runs while a heavy question is answered in
 * main itself, in a worker thread, and in a utility process. Takes Electron and, without a display, its
 * headless platform.
 */
export async function dbStall(size: Size): Promise<unknown> {
  const { folder, remove } = tempFolder();
  try {
    const migrationsFolder = resolve(root, 'drizzle');
    const file = join(folder, 'seatwatch.db');
    const db = await createDatabase({ file, migrationsFolder });
    await fill(db, file, size);
    db.close();

    const outDir = resolve(root, '.cache', 'db-stall');
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: true,
        outDir,
        target: 'node20.18',
        rolldownOptions: {
          input: {
            main: resolve(root, 'bench/db-stall-electron.ts'),
            host: resolve(root, 'src/main/processes/database-host.ts'),
            worker: resolve(root, 'bench/db-stall-worker.ts'),
          },
          external: ['electron', 'better-sqlite3'],
          output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
        },
      },
      ssr: { noExternal: true },
    });
    const electron = createRequire(join(root, 'package.json'))('electron') as string;
    // An Electron older than Node-API 10 needs the addon that `npm run setup` compiled for it.
    const addon = resolve(root, '.cache', 'better_sqlite3.napi9.node');
    const { stdout } = await promisify(execFile)(electron, [
      ...['--no-sandbox', '--ozone-platform=headless', '--disable-gpu'],
      join(outDir, 'main.cjs'),
      ...[folder, migrationsFolder, existsSync(addon) ? addon : '-'],
    ]);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as unknown;
  } finally {
    remove();
  }
}
