import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { type ColumnSource, fileWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Relation, RelationColumn, RelationRow } from '../../../shared/model/relations';

/**
 * Rows of a row group, all of which are in memory while it is written. Large enough for engines that read many
 * groups at once, small enough that others get their turn in between.
 */
export const ROW_GROUP = 50_000;

const OWNER_ONLY = 0o600;

/** A Parquet file that grows by row groups; compressed with Snappy, which every reader has. */
export class ParquetFile {
  private readonly file: string;
  private readonly columns: readonly RelationColumn[];
  private readonly writer: ParquetWriter;

  /** Makes the file anew, readable by its owner only. */
  constructor(file: string, relation: Relation, application: string, at: number) {
    this.file = file;
    this.columns = relation.columns;
    closeSync(openSync(file, 'w', OWNER_ONLY));
    this.writer = new ParquetWriter({
      writer: fileWriter(file),
      schema: parquetSchema(relation),
      createdBy: application,
      kvMetadata: [
        { key: 'seatwatch.relation', value: relation.name },
        { key: 'seatwatch.key', value: JSON.stringify(relation.key) },
        { key: 'seatwatch.exportedAt', value: new Date(at).toISOString() },
      ],
    });
  }

  /** One row group. */
  async write(rows: readonly RelationRow[]): Promise<void> {
    if (rows.length === 0) return;
    const columnData = this.columns.map(({ name, type }, i): ColumnSource => {
      const convert = CONVERT[type];
      return { name, data: rows.map((row) => (row[i] == null ? null : convert(row[i]))) };
    });
    await this.writer.write({ columnData, rowGroupSize: rows.length });
  }

  /** Bytes of the finished file, which are on the disk then. */
  async finish(): Promise<number> {
    await this.writer.finish();
    const handle = openSync(this.file, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return statSync(this.file).size;
  }
}

type Element = Omit<SchemaElement, 'name' | 'repetition_type'>;

/** Types are annotated in the old and the new way, for readers of either age. */
const ELEMENTS: Record<RelationColumn['type'], Element> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  // As text: readers differ in what they make of JSON, and none loses anything of a text.
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  integer: { type: 'INT64' },
  real: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
};

const CONVERT: Record<RelationColumn['type'], (value: string | number | null | undefined) => unknown> = {
  text: String,
  json: String,
  integer: (value) => BigInt(value ?? 0),
  real: Number,
  boolean: (value) => value !== 0,
  timestamp: (value) => BigInt(value ?? 0),
  date: Number,
};

function parquetSchema({ columns }: Relation): SchemaElement[] {
  return [
    { name: 'schema', num_children: columns.length },
    ...columns.map(({ name, type, nullable }): SchemaElement => ({
      name,
      ...ELEMENTS[type],
      repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED',
    })),
  ];
}
