import { rename, rm, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { ExportedOrg, RelationSource, WriteRequest } from '../../ports-transfer';
import type { Relation, RelationRow } from '../../../shared/model/relations';
import type { ExportFolder } from './folder';
import { type ManifestFile, RowsHash } from './manifest';
import { ParquetFile, ROW_GROUP } from './parquet-file';

const DAY_MS = 86_400_000;

type Context = Pick<WriteRequest, 'at' | 'application'> & {
  folder: ExportFolder;
  /** Files of the earlier export, by path. */
  earlier: ReadonlyMap<string, ManifestFile>;
};

/** Files of one relation, by org and, for what happens at a time, by day. */
export async function writeParquetRelation(
  source: RelationSource,
  relation: Relation,
  context: Context,
): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  for (const org of source.orgs) {
    const begun = `${relation.name}/org=${hiveValue(orgLabel(org))}`;
    let part: Part | null = null;
    const dayOf = dayReader(relation);
    for (const page of source.rows(relation, org.id)) {
      for (const rows of stretches(page, dayOf)) {
        const day = rows[0] === undefined ? null : dayOf(rows[0]);
        if (part !== null && part.day !== day) {
          files.push(await part.finish());
          part = null;
        }
        part ??= new Part(
          relation,
          org.id,
          day,
          day === null ? begun : `${begun}/day=${isoDay(day)}`,
          context,
        );
        await part.add(rows);
      }
      await setImmediate();
    }
    if (part !== null) files.push(await part.finish());
  }
  return files;
}

/** The file of one org, or of one day of it. It is written only when its rows are others than last time. */
class Part {
  readonly day: number | null;
  private readonly relation: Relation;
  private readonly orgId: string;
  private readonly inner: string;
  private readonly context: Context;
  private readonly draft: string;
  private readonly hash: RowsHash;
  private group: RelationRow[] = [];
  private rows = 0;
  private file: ParquetFile | null = null;

  constructor(relation: Relation, orgId: string, day: number | null, inner: string, context: Context) {
    this.relation = relation;
    this.orgId = orgId;
    this.day = day;
    this.inner = `${inner}/part-0.parquet`;
    this.context = context;
    this.draft = context.folder.draft('part.tmp');
    this.hash = new RowsHash(relation);
  }

  async add(rows: readonly RelationRow[]): Promise<void> {
    this.hash.add(rows);
    this.rows += rows.length;
    let from = 0;
    while (this.group.length + rows.length - from >= ROW_GROUP) {
      const until = from + ROW_GROUP - this.group.length;
      this.group.push(...rows.slice(from, until));
      from = until;
      await this.write();
    }
    this.group.push(...(from === 0 ? rows : rows.slice(from)));
  }

  async finish(): Promise<ManifestFile> {
    const { context, inner, orgId, day, rows } = this;
    const sha256 = this.hash.digest();
    const place = await context.folder.place(inner);
    const before = context.earlier.get(inner);
    const size = (await stat(place).catch(() => null))?.size;
    const shared = { path: inner, orgId, ...(day === null ? {} : { day: isoDay(day) }), rows, sha256 };
    if (before?.sha256 === sha256 && before.bytes === size) {
      this.group = [];
      if (this.file !== null) await rm(this.draft, { force: true });
      return { ...shared, bytes: before.bytes };
    }
    await this.write();
    if (this.file === null) throw new Error('A part without rows is none.');
    const bytes = await this.file.finish();
    await rename(this.draft, place);
    return { ...shared, bytes };
  }

  private async write(): Promise<void> {
    const { relation, context, group } = this;
    if (group.length === 0) return;
    this.file ??= new ParquetFile(this.draft, relation, context.application, context.at);
    await this.file.write(group);
    this.group = [];
    await setImmediate();
  }
}

/** The day of a row; null for relations that have none. */
function dayReader({ partition, columns }: Relation): (row: RelationRow) => number | null {
  if (partition === undefined) return () => null;
  const at = columns.findIndex(({ name }) => name === partition);
  const unit = columns[at]?.type === 'date' ? 1 : DAY_MS;
  return (row) => Math.floor(Number(row[at]) / unit);
}

/** Cuts a page where the day changes. */
function* stretches(
  page: readonly RelationRow[],
  dayOf: (row: RelationRow) => number | null,
): Generator<RelationRow[]> {
  let from = 0;
  for (let i = 1; i <= page.length; i++) {
    const [first, next] = [page[from], page[i]];
    if (first !== undefined && next !== undefined && dayOf(first) === dayOf(next)) continue;
    yield page.slice(from, i);
    from = i;
  }
}

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Names of orgs on the list are unique; those off it may be called like others. */
function orgLabel({ id, name, isRemoved }: ExportedOrg): string {
  return isRemoved ? `${name} (removed ${id.slice(0, 8)})` : name;
}

/** A value as Hive writes it into names of folders: what no file system minds as it is, the rest as %XX. */
export function hiveValue(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/\.$/, '%2E');
}
