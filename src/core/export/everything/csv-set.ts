import { setImmediate } from 'node:timers/promises';
import type { RelationSource } from '../../ports-transfer';
import type { Relation, RelationColumn, RelationRow } from '../../../shared/model/relations';
import { type Cell, type Column, csvHead, csvLines } from '../csv';
import { writeToFile } from '../file-sink';
import type { ExportFolder } from './folder';
import { type ManifestFile, RowsHash } from './manifest';

const DAY_MS = 86_400_000;

/** One file with the rows of every org. */
export async function writeCsvRelation(
  source: RelationSource,
  relation: Relation,
  folder: ExportFolder,
): Promise<ManifestFile[]> {
  const inner = `${relation.name}.csv`;
  const columns = relation.columns.map(csvColumn);
  const hash = new RowsHash(relation);
  let rows = 0;
  let bytes = 0;
  await writeToFile(await folder.place(inner), async (sink) => {
    const write = async (text: string): Promise<void> => {
      const chunk = Buffer.from(text, 'utf8');
      bytes += chunk.length;
      await sink.write(chunk);
    };
    await write(csvHead(columns));
    for (const org of source.orgs)
      for (const page of source.rows(relation, org.id)) {
        await write(csvLines(columns, page));
        hash.add(page);
        rows += page.length;
        await setImmediate();
      }
  });
  return [{ path: inner, orgId: null, rows, bytes, sha256: hash.digest() }];
}

function csvColumn({ name, type }: RelationColumn, i: number): Column<RelationRow> {
  const cell = (value: string | number): Cell => {
    switch (type) {
      case 'boolean':
        return value !== 0;
      case 'timestamp':
        return new Date(Number(value)).toISOString();
      case 'date':
        return new Date(Number(value) * DAY_MS).toISOString().slice(0, 10);
      case 'text':
      case 'json':
      case 'integer':
      case 'real':
        return value;
    }
  };
  return {
    name,
    value: (row) => {
      const value = row[i] ?? null;
      return value === null ? null : cell(value);
    },
  };
}
