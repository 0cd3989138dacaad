import { type Connection, END_OF_TIME } from './connection';
import type { StreamName } from './stream-tables';

// Lists of 200,000 people are kept in memory between questions (queries/people.ts). This file knows when
// what is kept no longer says what the tables say.

/** What is kept in memory, by the tables it was read from. */
export const PARTS = ['people', 'seen', 'seats'] as const;
export type Part = (typeof PARTS)[number];

/** What a page of a stream changes; pages of the other streams change none of it. */
const PARTS_OF_STREAM: Partial<Record<StreamName, readonly Part[]>> = {
  users: ['people'],
  userLogins: ['people'],
  profiles: ['people'],
  userLicenses: ['people'],
  permissionSetLicenseAssignments: ['seats'],
  userPackageLicenses: ['seats'],
  loginHistory: ['seen'],
};

export const partsOf = (stream: StreamName): readonly Part[] => PARTS_OF_STREAM[stream] ?? [];

interface Versions {
  /** Rows this connection had changed when last looked (`total_changes()`). */
  changes: number;
  /** State of what others do to the file, and of tables that shadow its own. */
  outside: string;
  parts: Record<Part, number>;
}

const known = new WeakMap<Connection, Versions>();

/**
 * Version of every part: whoever kept a part reads it again when its number has changed. A change that
 * nobody accounted for with `changesOnly`, by this connection or another process, changes all of them.
 */
export function versions(db: Connection): Readonly<Record<Part, number>> {
  const changes = totalChanges(db);
  const outside = outsideState(db);
  let state = known.get(db);
  if (state === undefined) {
    state = { changes, outside, parts: { people: 0, seen: 0, seats: 0 } };
    known.set(db, state);
  } else if (state.changes !== changes || state.outside !== outside) {
    Object.assign(state, { changes, outside });
    for (const part of PARTS) state.parts[part] += 1;
  }
  return state.parts;
}

/** Does `work`, which changes no table but those of the parts named. */
export function changesOnly<T>(db: Connection, parts: readonly Part[], work: () => T): T {
  const before = versions(db);
  try {
    return work();
  } finally {
    const state = known.get(db);
    if (state !== undefined) state.changes = totalChanges(db);
    for (const part of parts) (before as Record<Part, number>)[part] += 1;
  }
}

const totalChanges = (db: Connection): number => db.get<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0;

function outsideState(db: Connection): string {
  // What looks back has its own copies; past.ts sees to it that they stay true.
  if (db.until < END_OF_TIME) return '';
  const file = db.prepare<{ data_version: number }>('PRAGMA data_version').get()?.data_version ?? 0;
  const temp =
    db.prepare<{ schema_version: number }>('PRAGMA temp.schema_version').get()?.schema_version ?? 0;
  return `${file} ${temp}`;
}

/** How many times as long as it took to read a value it may be used while a collection changes it. */
const PATIENCE = 20;
/** What is read again this quickly is never out of date, ms. */
const QUICK_MS = 25;

/**
 * Whether a value whose tables have changed is read again now. While a collection runs they change many times
 * a second; reading it each time would take the time of the collection. Otherwise nothing is ever out of date.
 */
export function isDue(value: { costMs: number; ageMs: number; collecting: boolean }): boolean {
  return !value.collecting || value.costMs < QUICK_MS || value.ageMs > value.costMs * PATIENCE;
}

export function isCollecting(db: Connection, org: number): boolean {
  const newest = db.get<{ state: string | null }>(
    'SELECT state FROM run WHERE org_id = @org ORDER BY id DESC LIMIT 1',
    { org },
  );
  return newest !== undefined && newest.state === null;
}

interface Kept<T> {
  value: T;
  versions: Record<Part, number>;
  readAt: number;
  costMs: number;
}

/** Orgs kept at once; a window shows one. */
const ORGS = 2;

/** Keeps a value per org and reads it again when the tables behind it have changed. */
export class Keeper<T> {
  private readonly parts: readonly Part[];
  private readonly connections = new WeakMap<Connection, Map<number, Kept<T>>>();

  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }

  /**
   * The value as of now; during a collection possibly as of some seconds ago (see `isDue`). `read` gets what
   * was known, null for nothing, and whether a part has changed since. A value that no longer `fits` is read
   * again at once.
   */
  get(
    db: Connection,
    org: number,
    read: (known: T | null, hasChanged: (part: Part) => boolean) => T,
    fits: (known: T) => boolean = () => true,
  ): T {
    let orgs = this.connections.get(db);
    if (orgs === undefined) this.connections.set(db, (orgs = new Map<number, Kept<T>>()));
    const known = orgs.get(org);
    const now = { ...versions(db) };
    const hasChanged = (part: Part) => known?.versions[part] !== now[part];
    if (known !== undefined) {
      // The org asked for last goes last.
      orgs.delete(org);
      orgs.set(org, known);
      if (fits(known.value)) {
        if (!this.parts.some(hasChanged)) return known.value;
        const age = { costMs: known.costMs, ageMs: performance.now() - known.readAt };
        if (!isDue({ ...age, collecting: isCollecting(db, org) })) return known.value;
      }
    }
    const start = performance.now();
    const value = read(known?.value ?? null, hasChanged);
    const readAt = performance.now();
    orgs.set(org, { value, versions: now, readAt, costMs: readAt - start });
    for (const oldest of orgs.keys()) {
      if (orgs.size > ORGS) orgs.delete(oldest);
      break;
    }
    return value;
  }
}
