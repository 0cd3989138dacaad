import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Relation, RelationRow } from '../../../shared/model/relations';
import { writeToFile } from '../file-sink';

export const MANIFEST = 'manifest.json';

/** A path within the folder, "/" between its parts, never out of it. */
const InnerPath = z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\\]+$/);

const ManifestFile = z.object({
  path: InnerPath,
  /** Null: rows of every org. */
  orgId: z.string().nullable(),
  /** YYYY-MM-DD of a file of one day. */
  day: z.string().optional(),
  rows: z.number().int(),
  bytes: z.number().int(),
  /** SHA-256 of columns and values, in hex: the same rows give the same one, whatever the file looks like. */
  sha256: z.string(),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** What an export holds: the first thing for a program that reads it. */
export const Manifest = z.object({
  seatwatchExport: z.literal(1),
  format: z.enum(['csv', 'parquet']),
  application: z.string(),
  /** ISO 8601 UTC: the data is of this moment. */
  exportedAt: z.string(),
  schemaVersion: z.string(),
  orgs: z.array(z.object({ id: z.string(), name: z.string(), salesforceOrgId: z.string().nullable() })),
  relations: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      key: z.array(z.string()),
      columns: z.array(
        z.object({ name: z.string(), type: z.string(), nullable: z.boolean(), description: z.string() }),
      ),
      rows: z.number().int(),
      files: z.array(ManifestFile),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

/** Of an earlier export in the folder; null: there is none, or it cannot be read (then all is written anew). */
export async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')));
  } catch {
    return null;
  }
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeToFile(join(folder, MANIFEST), (sink) => sink.write(`${JSON.stringify(manifest, null, 2)}\n`));
}

/** What names the rows of a file, whatever form they are written in. */
export class RowsHash {
  private readonly hash = createHash('sha256');

  constructor(relation: Relation) {
    this.hash.update(
      JSON.stringify(relation.columns.map(({ name, type, nullable }) => [name, type, nullable])),
    );
  }

  add(rows: readonly RelationRow[]): void {
    for (const row of rows) this.hash.update(JSON.stringify(row));
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}
