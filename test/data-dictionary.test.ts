import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import { targetViews } from '../src/core/publish';
import { dataDictionary } from '../src/db/docs/data-dictionary';
import { dictionaryParts } from '../src/db/docs/dictionary-parts';
import { testDatabase } from './builders/db';

// docs/data-dictionary.md is made from the definitions. Somebody who changes one runs `npm run docs`.

const FILE = path.resolve(__dirname, '../docs/data-dictionary.md');
const SCHEMA = path.resolve(__dirname, '../src/db/schema');

describe('docs/data-dictionary.md', () => {
  let page: string;
  const parts = dictionaryParts();
  beforeAll(async () => {
    const schemaSource = readdirSync(SCHEMA)
      .sort()
      .map((name) => readFileSync(path.join(SCHEMA, name), 'utf8'))
      .join('\n');
    const text = dataDictionary({ ...parts, views: targetViews('seatwatch'), schemaSource });
    page = await format(text, { ...(await resolveConfig(FILE)), parser: 'markdown' });
  });

  it('says what the definitions say (else: npm run docs)', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(page);
  });

  it('has every relation, every view and every table there is', async () => {
    for (const { name } of [...parts.relations, ...targetViews('seatwatch')])
      expect(page).toContain(`\n### ${name}\n`);
    const { db, file, dispose } = await testDatabase();
    db.close();
    const { default: Sqlite } = await import('better-sqlite3');
    const sqlite = new Sqlite(file, { readonly: true });
    const tables = sqlite
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all() as string[];
    sqlite.close();
    dispose();
    const missing = tables.filter((name) => !name.startsWith('__') && !page.includes(`\n### ${name}\n`));
    expect(missing).toEqual([]);
  });

  it('tells what the comments of the schema tell', () => {
    expect(page).toContain('One row per login. The key starts with the time');
    expect(page).toContain('| Null: Salesforce named no address.');
  });

  it('names no relation twice, and no view like a relation', () => {
    const names = [...parts.relations, ...targetViews('seatwatch')].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
