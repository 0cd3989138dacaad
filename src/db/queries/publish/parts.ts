import type { ChangedPart, KnownPart, PublishedRelation } from '../../../core/ports-publish';
import type { RelationRow } from '../../../shared/model/relations';
import type { Connection } from '../../connection';
import { quoted } from '../../relations/define';
import { createChecksum, partOfKey } from './checksums';
import { idleSeats, IDLE_SEATS } from './idle-seats';
import { markOfLogins } from './login-marks';
import { toTarget } from '../../../shared/model/relation-values';

/** Rows of one transaction of the target, more or less. */
export const BATCH_ROWS = 5_000;

/** What comes of looking at one part, in the order of the parts. */
export type Finding =
  | { changed: ChangedPart }
  /** As it was; `mark` when that is not. */
  | { part: number; count: number; mark: string | null };

export interface Looking {
  db: Connection;
  orgId: string;
  org: number;
  relation: PublishedRelation;
  known: ReadonlyMap<number, KnownPart>;
  /** Whether the marks of `known` may be relied on. */
  isTrusted: boolean;
}

/** End of every time, as a value of a timestamp or a date. */
const FOR_EVER = Number.MAX_SAFE_INTEGER;

export const PART_FUNCTION = 'publish_part';

/** Looks at all parts that have rows. */
export function findings(looking: Looking): Generator<Finding> {
  return looking.relation.parts.by === 'time' ? byTime(looking) : byKey(looking);
}

/** Gives the connection the function that says in which part a key lies. */
export function installPartFunction({ sqlite }: Connection, parts: number): void {
  sqlite.function(PART_FUNCTION, { deterministic: true, varargs: true }, (...key: unknown[]) =>
    partOfKey(parts, key),
  );
}

/** The rows without `org_id`, as they are to be in the target. */
export function converter({ columns }: PublishedRelation): (row: RelationRow) => RelationRow {
  const converters = columns.slice(1).map(toTarget);
  return (row) => converters.map((convert, at) => convert(row[at + 1] ?? null));
}

function* byTime(looking: Looking): Generator<Finding> {
  const { db, org, relation, known, isTrusted } = looking;
  if (relation.parts.by !== 'time') return;
  const { column, length } = relation.parts;
  const next = nextTime(looking, column);
  for (let from = -FOR_EVER; ;) {
    const time = next(from);
    if (time === null) return;
    const part = Math.floor(time / length);
    const span = { from: part * length, until: (part + 1) * length };
    from = span.until;
    const before = known.get(part);
    const marked = relation.name === 'logins' ? markOfLogins(db, org, span.from, span.until) : null;
    if (isTrusted && marked !== null && before?.[2] === marked.mark) {
      yield { part, count: marked.count, mark: null };
      continue;
    }
    yield* lookAt(looking, part, column, span, before, marked?.mark ?? null);
  }
}

/** Gives the time of the oldest row that is not before a moment; null: there is none. */
function nextTime({ db, org, orgId, relation }: Looking, column: string): (from: number) => number | null {
  if (relation.name === 'logins') {
    // Not joined with what nobody asks for.
    const oldest = db.prepare<{ at: number | null }>(
      'SELECT min(login_time) AS at FROM login WHERE org_id = @org AND login_time >= @from',
    );
    return (from) => oldest.get({ org, from })?.at ?? null;
  }
  const at = relation.columns.findIndex(({ name }) => name === column);
  const first = db.prepare<RelationRow>(`${spanQuery(relation, column)} LIMIT 1`).raw();
  return (from) => {
    const row = first.get({ org: orgId, from, until: FOR_EVER });
    return row === undefined ? null : Number(row[at]);
  };
}

/** Rows of one org whose time lies in [`@from`, `@until`), in the order of the key, of which the time is the first column. */
function spanQuery({ columns, key, sql }: PublishedRelation, column: string): string {
  return `SELECT ${columns.map(({ name }) => quoted(name)).join(', ')} FROM (${sql})
    WHERE org_id = @org AND ${quoted(column)} >= @from AND ${quoted(column)} < @until
    ORDER BY ${key.slice(1).map(quoted).join(', ')}`;
}

interface Span {
  from: number;
  until: number;
}

function* lookAt(
  { db, orgId, relation }: Looking,
  part: number,
  column: string,
  span: Span,
  before: KnownPart | undefined,
  mark: string | null,
): Generator<Finding> {
  const convert = converter(relation);
  const statement = db.prepare<RelationRow>(spanQuery(relation, column)).raw();
  const read = () => statement.iterate({ org: orgId, ...span });
  const sum = createChecksum(relation);
  let rows: RelationRow[] | null = [];
  let count = 0;
  for (const stored of read()) {
    const row = convert(stored);
    sum.add(row);
    count += 1;
    // Too many to be kept: they are read once more, if they have to be sent.
    if (rows?.push(row) === BATCH_ROWS + 1) rows = null;
  }
  const checksum = sum.value();
  if (before?.[1] === checksum) {
    yield { part, count, mark: before[2] === mark ? null : mark };
    return;
  }
  const facts = { part, checksum, mark, count };
  if (rows !== null) yield { changed: { ...facts, rows, stretch: null } };
  else
    for (const stretch of stretches(relation, read(), convert, span))
      yield { changed: { ...facts, ...stretch } };
}

/** Cuts a part where the time changes: whatever lies between two cuts, the rows between them are all there are. */
function* stretches(
  { columns, parts }: PublishedRelation,
  stored: Iterable<RelationRow>,
  convert: (row: RelationRow) => RelationRow,
  span: Span,
): Generator<Pick<ChangedPart, 'rows' | 'stretch'>> {
  const at = columns.findIndex(({ name }) => parts.by === 'time' && name === parts.column) - 1;
  let { from } = span;
  let rows: RelationRow[] = [];
  for (const each of stored) {
    const row = convert(each);
    const time = Number(row[at]);
    if (rows.length >= BATCH_ROWS && time !== Number(rows.at(-1)?.[at])) {
      yield { rows, stretch: { from, until: time, isLast: false } };
      rows = [];
      from = time;
    }
    rows.push(row);
  }
  yield { rows, stretch: { from, until: span.until, isLast: true } };
}

function* byKey({ db, orgId, relation, known }: Looking): Generator<Finding> {
  let part = -1;
  let rows: RelationRow[] = [];
  let sum = createChecksum(relation);
  const end = (): Finding => {
    const checksum = sum.value();
    const count = rows.length;
    if (known.get(part)?.[1] === checksum) return { part, count, mark: null };
    return { changed: { part, checksum, mark: null, count, rows, stretch: null } };
  };
  for (const [next, row] of inParts(db, orgId, relation)) {
    if (next !== part) {
      if (part >= 0) yield end();
      part = next;
      rows = [];
      sum = createChecksum(relation);
    }
    sum.add(row);
    rows.push(row);
  }
  if (part >= 0) yield end();
}

/** All rows, part by part, those of a part in the order of their key. */
function* inParts(
  db: Connection,
  orgId: string,
  relation: PublishedRelation,
): Generator<readonly [part: number, row: RelationRow]> {
  if (relation.parts.by !== 'key') return;
  const convert = converter(relation);
  const key = relation.key.slice(1);
  if (relation.name === IDLE_SEATS.name) {
    const { parts } = relation.parts;
    const listed = [...idleSeats(db, orgId)].map((row) => {
      const values = key.map((_, at) => row[at] ?? null);
      return { part: partOfKey(parts, values), order: JSON.stringify(values), row: convert([null, ...row]) };
    });
    listed.sort((a, b) => a.part - b.part || (a.order < b.order ? -1 : 1));
    for (const { part, row } of listed) yield [part, row];
    return;
  }
  const names = key.map(quoted).join(', ');
  const columns = relation.columns.map(({ name }) => quoted(name)).join(', ');
  const rows = db
    .prepare(
      `SELECT ${columns}, ${PART_FUNCTION}(${names === '' ? "''" : names}) AS publish_part_of FROM (${relation.sql})
       WHERE org_id = @org ORDER BY publish_part_of${names === '' ? '' : `, ${names}`}`,
    )
    .raw()
    .iterate({ org: orgId }) as IterableIterator<RelationRow>;
  for (const row of rows) yield [Number(row.at(-1)), convert(row)];
}
