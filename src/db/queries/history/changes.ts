import type {
  ChangeKind,
  ChangesPage,
  ChangesQuery,
  FieldChange,
  RowChange,
} from '../../../shared/model/changes';
import { STREAM_TITLES } from '../../../shared/model/streams';
import type { Connection, Parameters } from '../../connection';
import { peopleOf } from '../people';
import { peopleWith } from '../people-search';
import { foldCase } from '../search-text';
import type { Row } from '../selection';
import { iso } from '../time';
import { type Names, namesOf } from './references';
import { trackedSince } from './tracked-since';

export interface StoredChange {
  id: number;
  runId: number;
  at: number;
  stream: string;
  rowId: string;
  kind: ChangeKind;
  label: string;
  userId: string | null;
  before: string | null;
  after: string | null;
}

/** Of a `StoredChange`, from `row_change c`. */
export const COLUMNS = `c.id, c.run_id AS runId, c.at, c.stream, c.row_id AS rowId, c.kind, c.label, c.user_id AS userId,
  c.before, c.after`;

const titles: Readonly<Record<string, string | undefined>> = STREAM_TITLES;
const titleOf = (stream: string): string => titles[stream] ?? stream;

/** What was added, changed and removed, newest first. */
export function changes(db: Connection, query: ChangesQuery): ChangesPage {
  const org = db.orgKey(query.orgId);
  const filter = filterOf(org, query);
  // Commits know how many entries they made; only a person or words take a look at the entries themselves.
  const looksAtEntries = query.userId !== null || query.search.trim() !== '';
  const { counts, stored } = looksAtEntries
    ? entriesOf(db, filter, query)
    : { counts: countCommits(db, filter), stored: entriesOfCommits(db, filter, query) };
  const names = namesOf(db, org);
  return {
    total: counts.reduce((sum, { count }) => sum + count, 0),
    rows: stored.map((row) => toChange(row, names)),
    counts: counts.map(({ stream, kind, count }) => ({ stream, title: titleOf(stream), kind, count })),
    trackedSince: iso(trackedSince(db, org)),
  };
}

interface Filter {
  /** Of what entries and commits both have; table alias `c`. */
  where: string[];
  parameters: Record<string, string | number>;
}

function filterOf(org: number, query: ChangesQuery): Filter {
  const where = ['c.org_id = @org'];
  const parameters: Filter['parameters'] = { org };
  const add = (condition: string, name: string, value: string | number) => {
    where.push(condition);
    parameters[name] = value;
  };
  if (query.runId !== null) add('c.run_id = @runId', 'runId', query.runId);
  if (query.since !== null) add('c.at >= @since', 'since', Date.parse(query.since));
  if (query.until !== null) add('c.at < @until', 'until', Date.parse(query.until));
  if (query.streams.length > 0)
    add('c.stream IN (SELECT value FROM json_each(@streams))', 'streams', JSON.stringify(query.streams));
  if (query.kinds.length > 0)
    add('c.kind IN (SELECT value FROM json_each(@kinds))', 'kinds', JSON.stringify(query.kinds));
  return { where, parameters };
}

interface Count {
  stream: string;
  kind: ChangeKind;
  count: number;
}

function countCommits(db: Connection, { where, parameters }: Filter): Count[] {
  return db.all<Count>(
    `SELECT c.stream, c.kind, sum(c.changes) AS count FROM row_change_count c
     WHERE ${where.join(' AND ')} GROUP BY 1, 2 ORDER BY 1, 2`,
    parameters,
  );
}

/** Finds the commits the slice lies in, then its entries in these. */
function entriesOfCommits(
  db: Connection,
  { where, parameters }: Filter,
  { offset, limit }: ChangesQuery,
): StoredChange[] {
  const commits = db.all<{ at: number; until: number; before: number }>(
    `SELECT min(at) AS at, max(at) AS until, min(before) AS before FROM (
       SELECT at, changes, sum(changes) OVER (ORDER BY at DESC) - changes AS before FROM (
         SELECT c.at, sum(c.changes) AS changes FROM row_change_count c WHERE ${where.join(' AND ')} GROUP BY c.at
       )
     ) WHERE before < @end AND before + changes > @offset`,
    { ...parameters, offset, end: offset + limit },
  );
  const [slice] = commits;
  if (slice === undefined || slice.at === null) return [];
  return db.all<StoredChange>(
    `SELECT ${COLUMNS} FROM row_change c INDEXED BY row_change_time
     WHERE ${where.join(' AND ')} AND c.at BETWEEN @from AND @to
     ORDER BY c.at DESC, c.id DESC LIMIT @limit OFFSET @skip`,
    { ...parameters, from: slice.at, to: slice.until, limit, skip: offset - slice.before },
  );
}

/** Adds what only entries have. Entries are found by person, or by the names of things. */
function narrowed(
  db: Connection,
  { where, parameters }: Filter,
  query: Pick<ChangesQuery, 'userId' | 'search'>,
): { sql: string; parameters: Parameters } {
  const conditions = where.join(' AND ');
  const sources: string[] = [];
  const values: Record<string, string | number> = { ...parameters };
  const words = query.search.trim();
  if (words === '') {
    sources.push(`row_change c INDEXED BY row_change_user WHERE ${conditions} AND c.user_id = @userId`);
  } else {
    const found = findByWords(db, Number(parameters['org']), words);
    Object.assign(values, { people: JSON.stringify(found.people), labels: JSON.stringify(found.labels) });
    const onlyOne = query.userId === null ? '' : 'AND c.user_id = @userId';
    sources.push(
      `row_change c INDEXED BY row_change_user WHERE ${conditions} ${onlyOne}
         AND c.user_id IN (SELECT value FROM json_each(@people))`,
      `row_change c INDEXED BY row_change_label WHERE ${conditions} ${onlyOne} AND ${HAS_LABEL}
         AND c.label IN (SELECT value FROM json_each(@labels))
         AND (c.user_id IS NULL OR c.user_id NOT IN (SELECT value FROM json_each(@people)))`,
    );
  }
  if (query.userId !== null) values['userId'] = query.userId;
  const columns = 'c.id, c.at, c.stream, c.kind';
  return {
    sql: sources.map((source) => `SELECT ${columns} FROM ${source}`).join(' UNION ALL '),
    parameters: values,
  };
}

/** The condition of the index on labels, word for word. */
const HAS_LABEL = `(c.kind = 'removed' OR c.stream NOT IN ('users', 'userLogins', 'twoFactorMethods'))`;

const NEXT_LABEL = `
  SELECT c.label FROM row_change c INDEXED BY row_change_label
  WHERE c.org_id = @org AND c.label > @after AND ${HAS_LABEL} ORDER BY c.label LIMIT 1`;

const BY_LABEL = `
  SELECT DISTINCT c.user_id AS userId FROM row_change c INDEXED BY row_change_label
  WHERE c.org_id = @org AND c.label = @label AND ${HAS_LABEL} AND c.stream = 'users'`;

/** Users, also those who are gone, and labels of things that contain the words, in any case. */
function findByWords(db: Connection, org: number, words: string): { people: string[]; labels: string[] } {
  const folded = foldCase(words);
  const present = peopleOf(db, org);
  const people = new Set<string>();
  peopleWith(present, folded).forEach((matches, person) => {
    if (matches === 1) people.add(present.ids.at(person));
  });
  const labels: string[] = [];
  // From one label to the next different one: their number counts, not that of the entries.
  let after = '';
  for (;;) {
    const label = db.get<{ label: string }>(NEXT_LABEL, { org, after })?.label;
    if (label === undefined) break;
    if (foldCase(label).includes(folded)) labels.push(label);
    after = label;
  }
  for (const label of labels)
    for (const { userId } of db.all<{ userId: string }>(BY_LABEL, { org, label })) people.add(userId);
  return { people: [...people], labels };
}

function entriesOf(
  db: Connection,
  filter: Filter,
  { offset, limit, ...query }: ChangesQuery,
): { counts: Count[]; stored: StoredChange[] } {
  const { sql, parameters } = narrowed(db, filter, query);
  const counts = db.all<Count>(
    `SELECT stream, kind, count(*) AS count FROM (${sql}) GROUP BY 1, 2 ORDER BY 1, 2`,
    parameters,
  );
  const stored = db.all<StoredChange>(
    `SELECT ${COLUMNS} FROM (SELECT id, at FROM (${sql}) ORDER BY at DESC, id DESC LIMIT @limit OFFSET @offset) found
     CROSS JOIN row_change c ON c.id = found.id ORDER BY c.at DESC, c.id DESC`,
    { ...parameters, limit, offset },
  );
  return { counts, stored };
}

export function toChange({ before, after, label, ...change }: StoredChange, names: Names): RowChange {
  const old = parse(before);
  const now = parse(after);
  const userName = names.of('userId', change.userId);
  return {
    ...change,
    at: iso(change.at),
    streamTitle: titleOf(change.stream),
    // The label may be the id of a person, or of a row that came only later.
    label: label === change.userId ? (userName ?? label) : names.inPlaceOf(label, { ...old, ...now }),
    userName,
    fields: change.kind === 'changed' ? fieldChanges(old, now, names) : [],
  };
}

function fieldChanges(old: Row, now: Row, names: Names): FieldChange[] {
  return Object.keys(now).map((field) => {
    const before = old[field] ?? null;
    const after = now[field] ?? null;
    return {
      field,
      before,
      after,
      beforeLabel: names.of(field, before),
      afterLabel: names.of(field, after),
    };
  });
}

const parse = (json: string | null): Row => (json === null ? {} : (JSON.parse(json) as Row));
