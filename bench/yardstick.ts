import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { OrgProcess } from '../test/builders/collect-process';
import { costOf, type Cost } from './sampler';
import type { Volume } from './volumes';

const run = promisify(execFile);

export interface Yardstick {
  calls: number;
  megabytes: number;
  download: Cost;
  /** sqlite3 .import into tables it makes itself: no keys, all text. */
  bareImport: Cost;
  /** The same into tables with our primary keys (time and id for logins, id for all else), WITHOUT ROWID. */
  keyedImport: Cost;
  rows: Record<string, number>;
}

interface Downloaded {
  calls: number;
  bytes: number;
  files: Record<'bulk' | 'rest', Record<string, string[]>>;
}

/** Downloads what Seatwatch collects with a bare fetch client and imports it with the sqlite3 command line. */
export async function yardstick(
  org: OrgProcess,
  volumes: readonly Volume[],
  pageRows: number,
  folder: string,
): Promise<Yardstick> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { url, consumerKey, consumerSecret } = org;
  const queries = (bulk: boolean) =>
    volumes.filter((one) => one.bulk === bulk).map(({ name, soql }) => ({ name, soql }));
  const order = {
    ...{ url, consumerKey, consumerSecret, folder, pageRows },
    ...{ bulk: queries(true), rest: queries(false) },
  };
  const { result, cost: download } = await costOf(() =>
    run(process.execPath, [resolve('bench/yardstick-download.mjs'), JSON.stringify(order)]),
  );
  const { calls, bytes, files } = JSON.parse(result.stdout) as Downloaded;

  const bare = join(folder, 'bare.db');
  const keyed = join(folder, 'keyed.db');
  const { cost: bareImport } = await costOf(() => run('sqlite3', [bare, ...script(volumes, files, false)]));
  const { cost: keyedImport } = await costOf(() => run('sqlite3', [keyed, ...script(volumes, files, true)]));
  const rows: Record<string, number> = {};
  for (const { name } of volumes) {
    const { stdout } = await run('sqlite3', [keyed, `SELECT count(*) FROM "${name}"`]);
    rows[name] = Number(stdout);
  }
  rmSync(folder, { recursive: true, force: true });
  return { calls, megabytes: bytes / 1e6, download, bareImport, keyedImport, rows };
}

/** Commands for the sqlite3 shell. The journal and its flushing are as in our own database. */
function script(volumes: readonly Volume[], files: Downloaded['files'], keyed: boolean): string[] {
  const lines = ['PRAGMA journal_mode = WAL;', 'PRAGMA synchronous = NORMAL;'];
  for (const { name, columns } of volumes) {
    const pages = files.bulk[name];
    if (pages === undefined) {
      lines.push(
        keyed
          ? `CREATE TABLE "${name}" (Id PRIMARY KEY, record) WITHOUT ROWID;`
          : `CREATE TABLE "${name}" (Id, record);`,
      );
      for (const file of files.rest[name] ?? [])
        lines.push(
          `INSERT INTO "${name}" SELECT coalesce(value ->> 'Id', '${file}' || key), value FROM json_each(readfile('${file}'), '$.records');`,
        );
      continue;
    }
    if (keyed) {
      const key = columns.includes('LoginTime') ? '"LoginTime", "Id"' : '"Id"';
      const list = columns.map((column) => `"${column}" TEXT`).join(', ');
      lines.push(`CREATE TABLE "${name}" (${list}, PRIMARY KEY (${key})) WITHOUT ROWID;`);
    }
    // Without a table .import takes the first page's header for its columns.
    for (const [i, file] of pages.entries())
      lines.push(`.import --csv ${keyed || i > 0 ? '--skip 1 ' : ''}"${file}" "${name}"`);
  }
  return lines;
}
