import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeRelations } from '../src/core/export/everything';
import { Manifest } from '../src/core/export/everything/manifest';
import { hiveValue } from '../src/core/export/everything/parquet-set';
import { createDatabase, type LocalDatabase } from '../src/db/api';
import { openPlain } from '../src/db/open';
import { RELATIONS, relationQuery, type Relation } from '../src/db/relations';
import type { EverythingFormat } from '../src/shared/model/backups';
import { AS_OF, DAY, HOUR, MIGRATIONS_FOLDER, newOrg, store, tempFolder } from './builders/db';
import * as rows from './builders/db-records';

let folder: string;
let remove: () => void;
let db: LocalDatabase;
let file: string;
beforeEach(async () => {
  ({ folder, remove } = tempFolder());
  file = join(folder, 'seatwatch.db');
  db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER, writeRelations });
  await db.insertOrg(newOrg());
  await db.insertOrg(
    newOrg({
      id: 'org-2',
      name: 'Über/50% & Co.',
      url: 'https://other.my.salesforce.com',
      consumerKey: 'KEY-2',
    }),
  );
});
afterEach(() => {
  db.close();
  remove();
});

const out = () => join(folder, 'out');
const exportTo = (format: EverythingFormat, path = out(), orgId: string | null = null) =>
  db.exportEverything({ format, path, orgId, at: AS_OF, application: 'Seatwatch 1.2.3' });
const manifest = (): Manifest =>
  Manifest.parse(JSON.parse(readFileSync(join(out(), 'manifest.json'), 'utf8')));

/** Texts that break what is not careful. */
const WILD = [
  'Zoë "the" O’Neil, PhD',
  '=HYPERLINK("https://evil.test")',
  '张伟 🦊\u200d',
  'line\r\nbreak',
  ' leading',
  "'",
  '',
  '\\N',
  'null',
  '\t=1+1',
];

async function fill(): Promise<void> {
  for (const orgId of ['org-1', 'org-2']) {
    await store(
      db,
      'users',
      WILD.map((name, i) =>
        rows.user(`005${String(i)}`, {
          name,
          email: i % 2 === 0 ? null : `${name}@x`,
          features: ['Marketing"User', 'x,y'],
          isActive: i % 3 !== 0,
          failedLogins: i === 1 ? Number.MAX_SAFE_INTEGER : null,
        }),
      ),
      { orgId },
    );
    await store(
      db,
      'loginHistory',
      Array.from({ length: 300 }, (_, i) =>
        rows.login(`0Ya${String(i).padStart(15, '0')}`, `005${String(i % 7)}`, AS_OF - i * HOUR, {
          status: i % 5 === 0 ? null : i % 4 === 0 ? 'Invalid Password' : 'Success',
          sourceIp: i % 6 === 0 ? null : `192.0.2.${String(i % 9)}`,
          city: WILD[i % WILD.length] ?? null,
          latitude: i % 3 === 0 ? null : -33.12345678901234 + i,
        }),
      ),
      { orgId },
    );
    await store(
      db,
      'setupAuditTrail',
      [
        {
          id: '0Ym1',
          createdAt: AS_OF - 3 * DAY,
          action: 'x',
          section: null,
          display: WILD[1] ?? null,
          createdById: '0051',
          createdByContext: null,
          createdByIssuer: null,
          delegateUser: null,
        },
      ],
      { orgId },
    );
  }
  await db.recordLimits('org-1', AS_OF, [{ name: 'DailyApiRequests', max: 1e15, remaining: 0.5 }]);
}

/** What the database says, by SQL alone. */
function truth(relation: Relation): Record<string, unknown>[] {
  const sqlite = openPlain(file, undefined, { readonly: true });
  try {
    return sqlite.prepare<[], Record<string, unknown>>(relationQuery(relation)).all();
  } finally {
    sqlite.close();
  }
}

const keyOf = ({ key }: Relation, row: Record<string, unknown>) =>
  JSON.stringify(key.map((name) => String(row[name])));
const sorted = (relation: Relation, list: Record<string, unknown>[]) =>
  [...list].sort((a, b) => (keyOf(relation, a) < keyOf(relation, b) ? -1 : 1));

/** As a reader of Parquet gives a value that SQLite gave. */
function asParquet(relation: Relation, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    relation.columns.map(({ name, type }) => {
      const value = row[name];
      if (value === null || value === undefined) return [name, null];
      if (type === 'timestamp') return [name, new Date(Number(value))];
      if (type === 'date') return [name, new Date(Number(value) * DAY)];
      if (type === 'integer') return [name, BigInt(value as number)];
      if (type === 'boolean') return [name, value !== 0];
      return [name, value];
    }),
  );
}

const readParquet = async (path: string): Promise<Record<string, unknown>[]> =>
  parquetReadObjects({ file: await asyncBufferFromFile(path) });

describe('as Parquet', () => {
  it('every relation has row by row what SQL says, in the folders of its org and day', async () => {
    await fill();
    const result = await exportTo('parquet');
    const { relations, orgs } = manifest();
    expect(orgs.map(({ name }) => name)).toEqual(['Acme', 'Über/50% & Co.']);
    expect(relations.map(({ name }) => name)).toEqual(RELATIONS.map(({ name }) => name));
    let all = 0;
    for (const relation of RELATIONS) {
      const described = relations.find(({ name }) => name === relation.name);
      const read: Record<string, unknown>[] = [];
      for (const { path, orgId, day, rows: count, bytes } of described?.files ?? []) {
        const list = await readParquet(join(out(), path));
        expect(list).toHaveLength(count);
        expect(statSync(join(out(), path)).size).toBe(bytes);
        for (const row of list) {
          expect(row['org_id']).toBe(orgId);
          if (relation.partition === undefined) expect(day).toBeUndefined();
          else expect((row[relation.partition] as Date).toISOString().slice(0, 10)).toBe(day);
        }
        read.push(...list);
      }
      const expected = truth(relation);
      all += expected.length;
      expect(sorted(relation, read), relation.name).toEqual(
        sorted(
          relation,
          expected.map((row) => asParquet(relation, row)),
        ),
      );
    }
    expect(result).toMatchObject({ path: out(), rows: all });
    const day = new Date(AS_OF).toISOString().slice(0, 10);
    expect(existsSync(join(out(), 'logins', 'org=Acme', `day=${day}`, 'part-0.parquet'))).toBe(true);
    const special = join(out(), 'users', 'org=%C3%9Cber%2F50%25%20%26%20Co%2E', 'part-0.parquet');
    expect(existsSync(special)).toBe(true);
    expect(readdirSync(out()).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('says its types in the file itself', async () => {
    await fill();
    await exportTo('parquet');
    const [{ path } = { path: '' }] = manifest().relations.find(({ name }) => name === 'users')?.files ?? [];
    const { schema, created_by, key_value_metadata } = await parquetMetadataAsync(
      await asyncBufferFromFile(join(out(), path)),
    );
    const column = (name: string) => schema.find((element) => element.name === name);
    expect(column('created_at')).toMatchObject({
      type: 'INT64',
      repetition_type: 'REQUIRED',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    });
    expect(column('email')).toMatchObject({ converted_type: 'UTF8', repetition_type: 'OPTIONAL' });
    expect(column('is_active')).toMatchObject({ type: 'BOOLEAN', repetition_type: 'REQUIRED' });
    expect(column('failed_logins')).toMatchObject({ type: 'INT64', repetition_type: 'OPTIONAL' });
    expect(created_by).toBe('Seatwatch 1.2.3');
    expect(key_value_metadata).toContainEqual({ key: 'seatwatch.relation', value: 'users' });
  });

  it('writes again only what has changed, and removes what is gone', async () => {
    await fill();
    await exportTo('parquet');
    const stamps = () =>
      new Map(
        manifest()
          .relations.flatMap(({ files }) => files)
          .map(({ path }) => [path, statSync(join(out(), path)).ino]),
      );
    const before = stamps();
    // A login of nine days ago that arrives late, and one more day.
    await store(db, 'loginHistory', [
      rows.login('0YaLATE', '0051', AS_OF - 9 * DAY),
      rows.login('0YaNEXT', '0051', AS_OF + DAY),
    ]);
    const again = await exportTo('parquet');
    const after = stamps();
    const changed = [...after].filter(([path, ino]) => before.get(path) !== ino).map(([path]) => path);
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    expect(changed.filter((path) => path.startsWith('logins/')).sort()).toEqual([
      `logins/org=Acme/day=${day(AS_OF - 9 * DAY)}/part-0.parquet`,
      `logins/org=Acme/day=${day(AS_OF + DAY)}/part-0.parquet`,
    ]);
    expect(changed.filter((path) => path.includes('%C3%9C'))).toEqual([]);
    expect(again.rows).toBe(manifest().relations.reduce((sum, relation) => sum + relation.rows, 0));

    await db.purgeLogins('org-1', AS_OF - 5 * DAY, 10_000);
    await exportTo('parquet');
    expect(readdirSync(join(out(), 'logins', 'org=Acme')).sort()[0]).toBe(`day=${day(AS_OF - 5 * DAY)}`);
    // A file somebody damaged or removed is made again.
    const victim = join(out(), 'logins', 'org=Acme', `day=${day(AS_OF)}`, 'part-0.parquet');
    writeFileSync(victim, 'PAR1');
    rmSync(join(out(), 'users'), { recursive: true });
    await exportTo('parquet');
    expect((await readParquet(victim)).length).toBeGreaterThan(0);
    expect(existsSync(join(out(), 'users', 'org=Acme', 'part-0.parquet'))).toBe(true);
  });

  it('of one org leaves the files of others as they are', async () => {
    await fill();
    await exportTo('parquet');
    const others = () =>
      manifest()
        .relations.flatMap(({ files }) => files)
        .filter(({ orgId }) => orgId === 'org-2');
    const before = others();
    await store(db, 'users', [rows.user('0051')], { pass: 2 });
    await exportTo('parquet', out(), 'org-1');
    expect([before.length > 10, others()]).toEqual([true, before]);
    for (const { path } of before) expect(existsSync(join(out(), path)), path).toBe(true);
    expect(manifest().orgs).toHaveLength(2);
    await expect(exportTo('parquet', out(), 'org-9')).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });
  });

  it('has more row groups the more rows there are', async () => {
    const { ParquetFile } = await import('../src/core/export/everything/parquet-file');
    const relation = RELATIONS.find(({ name }) => name === 'login_days');
    if (relation === undefined) throw new Error('login_days');
    const target = join(folder, 'groups.parquet');
    const parquet = new ParquetFile(target, relation, 'Seatwatch', AS_OF);
    for (let group = 0; group < 3; group++)
      await parquet.write([['org', 20_000 + group, Number.MAX_SAFE_INTEGER, 0, -1]]);
    await parquet.finish();
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(target));
    expect([metadata.row_groups.length, metadata.num_rows]).toEqual([3, 3n]);
    expect((await readParquet(target))[2]).toMatchObject({
      day: new Date(20_002 * DAY),
      logins: BigInt(Number.MAX_SAFE_INTEGER),
      active_users: -1n,
    });
  });

  it('names folders so that every file system takes them and every reader gives the name back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const value = hiveValue(name);
        expect(value).toMatch(/^[\w.%-]+$/);
        expect(value.endsWith('.')).toBe(false);
        expect(decodeURIComponent(value)).toBe(name);
      }),
    );
  });
});

describe('as CSV', () => {
  it('every relation has what SQL says: times in words, no formulas, a manifest beside it', async () => {
    await fill();
    await exportTo('csv');
    for (const relation of RELATIONS) {
      const text = readFileSync(join(out(), `${relation.name}.csv`), 'utf8');
      expect(text.startsWith('\uFEFF')).toBe(true);
      const { data, meta, errors } = Papa.parse<Record<string, string>>(text.slice(1), {
        header: true,
        newline: '\r\n',
        skipEmptyLines: false,
      });
      expect(errors.filter(({ code }) => code !== 'TooFewFields')).toEqual([]);
      expect(meta.fields).toEqual(relation.columns.map(({ name }) => name));
      const read = data.slice(0, -1);
      const described = manifest().relations.find(({ name }) => name === relation.name);
      expect([read.length, described?.rows]).toEqual([truth(relation).length, truth(relation).length]);
      expect(described?.columns).toEqual(relation.columns.map((column) => ({ ...column })));
    }
    const csv = (name: string) =>
      Papa.parse<Record<string, string>>(readFileSync(join(out(), `${name}.csv`), 'utf8').slice(1), {
        header: true,
        newline: '\r\n',
      }).data;
    const [first, second, third] = csv('users');
    expect(first).toMatchObject({ name: WILD[0], email: '', is_active: 'false', failed_logins: '' });
    expect(second).toMatchObject({
      name: `'${WILD[1] ?? ''}`,
      failed_logins: String(Number.MAX_SAFE_INTEGER),
      created_at: new Date(AS_OF - 400 * DAY).toISOString(),
      features: '["Marketing\\"User","x,y"]',
    });
    expect(third?.['name']).toBe(WILD[2]);
    expect(csv('login_days')[0]?.['day']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(manifest()).toMatchObject({ format: 'csv', exportedAt: new Date(AS_OF).toISOString() });
  });
});

describe('as SQLite', () => {
  it('has readable views, and nothing that signs in', async () => {
    await fill();
    await db.saveDraft({
      name: 'Draft',
      url: '',
      consumerKey: 'KEY-DRAFT',
      auth: 'client-credentials',
      username: '',
    });
    const path = join(folder, 'copy.sqlite');
    const result = await exportTo('sqlite', path);
    const copy = openPlain(path, undefined, { readonly: true });
    try {
      let all = 0;
      for (const relation of RELATIONS) {
        const list = copy.prepare<[], Record<string, unknown>>(`SELECT * FROM "${relation.name}"`).all();
        expect(list, relation.name).toHaveLength(truth(relation).length);
        all += list.length;
      }
      expect(result).toMatchObject({ path, files: 1, rows: all, bytes: statSync(path).size });
      const login = copy
        .prepare<[], { login_time: string }>('SELECT max(login_time) AS login_time FROM logins')
        .get();
      expect(login?.login_time).toBe(new Date(AS_OF).toISOString());
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    } finally {
      copy.close();
    }
    const bytes = readFileSync(path);
    for (const key of ['3MVG9.acme', 'KEY-2', 'KEY-DRAFT']) expect(bytes.includes(key), key).toBe(false);
  });

  it('of one org has no byte of others', async () => {
    await fill();
    await store(db, 'users', [rows.user('005x', { name: 'Only Elsewhere' })], { orgId: 'org-2', pass: 2 });
    const path = join(folder, 'one.db');
    await exportTo('sqlite', path, 'org-1');
    const bytes = readFileSync(path);
    expect(bytes.includes('Only Elsewhere')).toBe(false);
    expect(bytes.includes('005000000000')).toBe(false);
    await expect(exportTo('sqlite', path, 'org-9')).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });
  });
});

describe('the folder', () => {
  it('is refused when it holds something else', async () => {
    mkdirSync(out());
    writeFileSync(join(out(), 'thesis.doc'), 'mine');
    for (const format of ['csv', 'parquet'] as const)
      await expect(exportTo(format)).rejects.toMatchObject({ code: 'NOT_AN_EXPORT', kind: 'usage' });
    expect(readdirSync(out())).toEqual(['thesis.doc']);
    await expect(exportTo('csv', join(out(), 'thesis.doc'))).rejects.toMatchObject({ kind: 'usage' });
  });

  it('of another form is refused, of the same one brought up to date', async () => {
    await exportTo('csv');
    await expect(exportTo('parquet')).rejects.toMatchObject({ code: 'NOT_AN_EXPORT' });
    await exportTo('csv');
  });

  it('is its owner’s alone', async () => {
    if (process.platform === 'win32') return;
    await fill();
    for (const format of ['csv', 'parquet'] as const) {
      await exportTo(format, join(folder, format));
      const names = readdirSync(join(folder, format), { recursive: true, withFileTypes: true });
      for (const entry of names) {
        const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o077;
        expect(mode, entry.name).toBe(0);
      }
    }
    const copy = join(folder, 'copy.db');
    await exportTo('sqlite', copy);
    expect(statSync(copy).mode & 0o077).toBe(0);
  });

  it('can be filled again after an export that was interrupted', async () => {
    await fill();
    let pages = 0;
    const broken: typeof writeRelations = (source, request) =>
      writeRelations(
        {
          ...source,
          *rows(relation, orgId) {
            for (const page of source.rows(relation, orgId)) {
              if (++pages > 8) throw new Error('pulled the plug');
              yield page;
            }
          },
        },
        request,
      );
    const other = await createDatabase({
      file,
      migrationsFolder: MIGRATIONS_FOLDER,
      writeRelations: broken,
      readOnly: true,
    });
    const request = { format: 'parquet', path: out(), orgId: null, at: AS_OF, application: 'x' } as const;
    await expect(other.exportEverything(request)).rejects.toThrow('pulled the plug');
    other.close();
    expect(existsSync(join(out(), 'manifest.json'))).toBe(false);
    // As a process leaves it that was killed.
    mkdirSync(join(out(), '.seatwatch-drafts'));
    writeFileSync(join(out(), '.seatwatch-drafts', 'part.tmp'), 'half');
    const { files } = await exportTo('parquet');
    const found = readdirSync(out(), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(found).toHaveLength(files);
  });

  it('shows one moment, whatever is stored meanwhile', async () => {
    await fill();
    let stored = false;
    const busy: typeof writeRelations = (source, request) =>
      writeRelations(
        {
          ...source,
          *rows(relation, orgId) {
            if (!stored && relation.name === 'profiles') {
              stored = true;
              void store(db, 'loginHistory', [rows.login('0YaNEW', '0051', AS_OF + HOUR)]);
            }
            yield* source.rows(relation, orgId);
          },
        },
        request,
      );
    const other = await createDatabase({
      file,
      migrationsFolder: MIGRATIONS_FOLDER,
      writeRelations: busy,
      readOnly: true,
    });
    await other.exportEverything({ format: 'csv', path: out(), orgId: null, at: AS_OF, application: 'x' });
    other.close();
    expect(await db.rowCounts('org-1')).toMatchObject({ loginHistory: 301 });
    expect(readFileSync(join(out(), 'logins.csv'), 'utf8')).not.toContain('0YaNEW');
  });
});
