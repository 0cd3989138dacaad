import { getTableName, is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { publishedRelations } from '../queries/publish/relations';
import { RELATIONS } from '../relations';
import * as schema from '../schema';
import type { DictionaryParts } from './data-dictionary';

/** What of the dictionary this folder knows. */
export function dictionaryParts(): Omit<DictionaryParts, 'views' | 'schemaSource'> {
  const handedOut = new Set(RELATIONS.map(({ name }) => name));
  const relations = publishedRelations();
  const tables = Object.values<unknown>(schema).filter((one): one is SQLiteTable => is(one, SQLiteTable));
  return {
    relations,
    publishedOnly: new Set(relations.filter(({ name }) => !handedOut.has(name)).map(({ name }) => name)),
    tables: [...new Map(tables.map((one) => [getTableName(one), one])).values()],
  };
}
