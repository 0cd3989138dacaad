import { type Connection, END_OF_TIME } from './connection';
import { type Slices, Task } from './slices';
import { STREAMS, type StreamName } from './stream-tables';

// Lists of 200,000 people are kept in memory between questions (queries/people.ts). This file knows when
// what is kept no longer says what the tables say.

/** What is kept in memory, by the tables it was read from; a stream stands for the rows of its own table. */
export const PARTS = ['people', 'seen', 'seats', 'findings', ...STREAMS] as const;
export type Part = (typeof PARTS)[number];

/** What a page of a stream changes besides its rows; pages of the other streams change none of it. */
const PARTS_OF_STREAM: Partial<Record<StreamName, readonly Part[]>> = {
  users: ['people'],
  userLogins: ['people'],
  profiles: ['people'],
  userLicenses: ['people'],
  permissionSetLicenses: ['seats'],
  packageLicenses: ['seats'],
  permissionSetLicenseAssignments: ['seats'],
  userPackageLicenses: ['seats'],
  loginHistory: ['seen'],
};

export const partsOf = (stream: StreamName): readonly Part[] => [stream, ...(PARTS_OF_STREAM[stream] ?? [])];

interface Versions {
  /** Rows this connection had changed when last looked (`total_changes()`). */
  changes: number;
  /** State of what others do to the file, and of tables that shadow its own. */
  outside: string;
  parts: Record<Part, number>;
}

const noVersions = () => Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>;

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
    state = { changes, outside, parts: noVersions() };
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
/** The same for somebody who is waiting for an answer, where nobody has read it in slices by then. */
const GREAT_PATIENCE = 60;
/** What is read again this quickly is never out of date, ms. */
const QUICK_MS = 25;

/**
 * Whether a value whose tables have changed is read again now. While a collection runs they change many times
 * a second; reading it each time would take the time of the collection. Otherwise nothing is ever out of date.
 */
export function isDue(
  value: { costMs: number; ageMs: number; collecting: boolean },
  patience = PATIENCE,
): boolean {
  return !value.collecting || value.costMs < QUICK_MS || value.ageMs > value.costMs * patience;
}

/** Whether some org is being collected: all share the process and the tables. */
export function isCollecting(db: Connection): boolean {
  const row = db.get<{ is: number }>(
    `SELECT EXISTS (SELECT 1 FROM org o WHERE
       (SELECT r.state IS NULL FROM run r WHERE r.org_id = o.id ORDER BY r.id DESC LIMIT 1)) AS "is"`,
  );
  return row?.is === 1;
}

type PartVersions = Readonly<Record<Part, number>>;

/** A value being read, as of the versions it was begun with. */
export interface Reading<T> {
  readonly task: Task<T>;
  readonly versions: PartVersions;
}

interface Kept<T> {
  value: T;
  versions: PartVersions;
  readAt: number;
  costMs: number;
}

interface Slot<T> {
  kept: Kept<T> | null;
  reading: Reading<T> | null;
}

/** Orgs kept at once; a window shows one. */
const ORGS = 2;

/** What was known, null for nothing, and whether a part has changed since. */
export type Reread<T> = (
  db: Connection,
  org: number,
  known: T | null,
  hasChanged: (part: Part) => boolean,
) => Slices<T>;

/** Keeps a value per org and reads it again when the tables behind it have changed. */
export class Keeper<T> {
  private readonly parts: readonly Part[];
  private readonly read: Reread<T>;
  private readonly connections = new WeakMap<Connection, Map<number, Slot<T>>>();

  constructor(parts: readonly Part[], read: Reread<T>) {
    this.parts = parts;
    this.read = read;
  }

  /**
   * The value as of now. While a collection runs a value that takes long to read stays as it is for a while:
   * reading it again is up to somebody who does it in slices (`begin`, `publish`).
   */
  get(db: Connection, org: number): T {
    const { kept } = this.slot(db, org);
    if (kept !== null && (!this.isOutdated(db, org) || !this.isDue(db, org, GREAT_PATIENCE)))
      return kept.value;
    const reading = this.begin(db, org);
    this.publish(db, org, reading, reading.task);
    return reading.task.now();
  }

  /** Whether no value is kept, or one that is no longer what its tables say. */
  isOutdated(db: Connection, org: number): boolean {
    const kept = this.connections.get(db)?.get(org)?.kept;
    if (kept === undefined || kept === null) return true;
    const now = versions(db);
    return this.parts.some((part) => kept.versions[part] !== now[part]);
  }

  /** Whether reading it is not too soon after the last time, as far as a collection is concerned. */
  isDue(db: Connection, org: number, patience = PATIENCE): boolean {
    const kept = this.connections.get(db)?.get(org)?.kept;
    if (kept === undefined || kept === null || !this.isOutdated(db, org)) return true;
    const ageMs = performance.now() - kept.readAt;
    return isDue({ costMs: kept.costMs, ageMs, collecting: isCollecting(db) }, patience);
  }

  /** The orgs of which a value is kept. */
  orgs(db: Connection): number[] {
    return [...(this.connections.get(db) ?? [])].filter(([, { kept }]) => kept !== null).map(([org]) => org);
  }

  /** Begins to read the value as of now, or goes on with it. */
  begin(db: Connection, org: number): Reading<T> {
    const slot = this.slot(db, org);
    const now = { ...versions(db) };
    const { kept, reading } = slot;
    const isCurrent = reading !== null && this.parts.every((part) => reading.versions[part] === now[part]);
    if (isCurrent && !reading.task.hasFailed) return reading;
    const hasChanged = (part: Part) => kept?.versions[part] !== now[part];
    slot.reading = { task: new Task(this.read(db, org, kept?.value ?? null, hasChanged)), versions: now };
    return slot.reading;
  }

  /** What was read is the value from now on, unless a newer one is known. `work`: all that it took. */
  publish(db: Connection, org: number, reading: Reading<T>, ...work: Task<unknown>[]): void {
    const slot = this.slot(db, org);
    if (slot.reading !== reading) return;
    const value = reading.task.now();
    const costMs = work.reduce((sum, task) => sum + task.costMs, 0);
    slot.kept = { value, versions: reading.versions, readAt: performance.now(), costMs };
  }

  private slot(db: Connection, org: number): Slot<T> {
    let orgs = this.connections.get(db);
    if (orgs === undefined) this.connections.set(db, (orgs = new Map<number, Slot<T>>()));
    const slot = orgs.get(org) ?? { kept: null, reading: null };
    // The org asked for last goes last.
    orgs.delete(org);
    orgs.set(org, slot);
    for (const oldest of orgs.keys()) {
      if (orgs.size > ORGS) orgs.delete(oldest);
      break;
    }
    return slot;
  }
}
