import Papa from 'papaparse';
import { AppError } from '../../shared/model/errors';
import { DecisionsQuery } from '../../shared/model/reclaim';
import type { LicenseKind, SeatsQuery, SeatTableRow } from '../../shared/model/licenses';
import type { Org } from '../../shared/model/org';
import type { Database } from '../ports';
import { allSeats } from './unused-licenses';

/**
 * - `deactivate`: users whose user license is to be reclaimed; sets User.IsActive to false.
 * - `freeze`: the same people, for a while first: sets UserLogin.IsFrozen to true.
 * - `unassign`: permission set and package licenses to be reclaimed; deletes their assignments.
 */
export type LoaderFormat = 'deactivate' | 'freeze' | 'unassign';
export type LoaderObject = 'User' | 'UserLogin' | 'PermissionSetLicenseAssign' | 'UserPackageLicense';

/** One file for one job of the Data Loader. */
export interface LoaderFile {
  object: LoaderObject;
  operation: 'update' | 'delete';
  csv: string;
  rows: number;
}

export interface LoaderFiles {
  files: LoaderFile[];
  /** Sentences: who of those decided about is in no file, and why. */
  notes: string[];
}

type LoaderPort = Pick<Database, 'seats' | 'decisions' | 'userLoginIds'>;

const KEPT_PAGE = 500;

/**
 * Files by which an admin carries out what was decided; Seatwatch itself changes nothing. In them are only
 * seats that are decided “Reclaim” and still unused by the query's rule (somebody who came back since is not
 * on its list), never the user Seatwatch signs in with, and nobody is deactivated or frozen of whom another
 * seat is to be kept.
 *
 * The columns are those of the fields to be written and nothing else: the Data Loader would offer to map a
 * column such as Username onto the field of that name, and the Bulk API refuses columns that are no fields.
 * UTF-8 without the byte order mark that spreadsheets like, because it would become part of “Id”.
 *
 * Rejects with LOOKING_BACK, NOTHING_DECIDED, NOTHING_TO_WRITE or RUN_AS_UNKNOWN.
 */
export async function loaderFiles(
  db: LoaderPort,
  org: Org,
  query: SeatsQuery,
  format: LoaderFormat,
  now: number,
): Promise<LoaderFiles> {
  const decided = await decidedSeats(db, query);
  const own = ownUserTest(org);
  const notes = new Notes();
  const seats = decided.filter((seat) => notes.unless(own(seat), 'own'));
  const files =
    format === 'unassign'
      ? unassignments(seats, notes)
      : await userUpdates(db, org.id, seats, format, now, notes);
  if (files.length > 0) return { files, notes: notes.sentences() };
  throw new AppError({
    code: 'NOTHING_TO_WRITE',
    kind: 'usage',
    message: ['There is nothing to put into the file.', ...notes.sentences()].join(' '),
    fix: 'Look at what is decided, or choose another kind of file.',
  });
}

async function decidedSeats(db: LoaderPort, query: SeatsQuery): Promise<SeatTableRow[]> {
  if (query.asOf !== null)
    throw new AppError({
      code: 'LOOKING_BACK',
      kind: 'usage',
      message: 'The list shown is of the past; a file that changes users must come from the newest data.',
      fix: 'Go back to the newest data, then export again.',
    });
  const mayHold = query.decisions.length === 0 || query.decisions.includes('reclaim');
  const seats = mayHold ? await allSeats(db, { ...query, decisions: ['reclaim'] }) : [];
  if (seats.length > 0) return seats;
  throw new AppError({
    code: 'NOTHING_DECIDED',
    kind: 'usage',
    message: 'No seat on this list is decided “Reclaim”, and only such seats are put into this file.',
    fix: 'Select the seats to give up, choose “Reclaim”, then export again.',
  });
}

/** Whether a seat is held by the user Seatwatch signs in with: without it the next collection would fail. */
function ownUserTest({ identity, jwtUsername }: Org): (seat: SeatTableRow) => boolean {
  const ownId = identity.runAsUserId ?? null;
  const ownName = jwtUsername?.toLowerCase() ?? null;
  if (ownId === null && ownName === null)
    throw new AppError({
      code: 'RUN_AS_UNKNOWN',
      kind: 'usage',
      message: 'Seatwatch does not know yet which user it signs in as, and must not put it into this file.',
      fix: 'Collect once, then export again.',
    });
  return ({ userId, username }) => userId === ownId || username.toLowerCase() === ownName;
}

async function userUpdates(
  db: LoaderPort,
  orgId: string,
  seats: readonly SeatTableRow[],
  format: 'deactivate' | 'freeze',
  now: number,
  notes: Notes,
): Promise<LoaderFile[]> {
  const kept = await keptUsers(db, orgId, now);
  const users = new Map<string, SeatTableRow>();
  for (const seat of seats) {
    if (!notes.unless(seat.licenseKind !== 'user', 'not-user')) continue;
    if (notes.unless(kept.has(seat.userId), 'kept')) users.set(seat.userId, seat);
  }
  if (format === 'deactivate')
    return file(
      'User',
      ['Id', 'IsActive'],
      [...users.keys()].map((id) => [id, 'false']),
    );

  const toFreeze = [...users.values()].filter((seat) => notes.unless(seat.reason === 'frozen', 'frozen'));
  const loginIds = await db.userLoginIds(
    orgId,
    toFreeze.map(({ userId }) => userId),
  );
  const rows = toFreeze.flatMap((seat) => {
    const id = loginIds[seat.userId];
    return notes.unless(id === undefined, 'no-login-row') && id !== undefined ? [[id, 'true']] : [];
  });
  return file('UserLogin', ['Id', 'IsFrozen'], rows);
}

/** Everybody of whom any seat is decided “Keep”. */
async function keptUsers(db: LoaderPort, orgId: string, now: number): Promise<Set<string>> {
  const kept = new Set<string>();
  for (let offset = 0; ; offset += KEPT_PAGE) {
    const query = DecisionsQuery.parse({ orgId, decisions: ['keep'], offset, limit: KEPT_PAGE });
    const { rows } = await db.decisions(query, now);
    for (const { userId } of rows) kept.add(userId);
    if (rows.length < KEPT_PAGE) return kept;
  }
}

const ASSIGNMENTS: Partial<Record<LicenseKind, LoaderObject>> = {
  permissionSet: 'PermissionSetLicenseAssign',
  package: 'UserPackageLicense',
};

/** A seat is judged by its own decision here: to keep somebody's user license is no reason to keep the others. */
function unassignments(seats: readonly SeatTableRow[], notes: Notes): LoaderFile[] {
  const ids: Partial<Record<LoaderObject, Set<string>>> = {};
  for (const seat of seats) {
    const object = ASSIGNMENTS[seat.licenseKind];
    if (object === undefined) notes.unless(true, seat.licenseKind === 'user' ? 'user' : 'feature');
    else if (notes.unless(seat.assignmentId === null, 'no-assignment') && seat.assignmentId !== null)
      (ids[object] ??= new Set()).add(seat.assignmentId);
  }
  return (['PermissionSetLicenseAssign', 'UserPackageLicense'] as const).flatMap((object) =>
    file(
      object,
      ['Id'],
      [...(ids[object] ?? [])].map((id) => [id]),
    ),
  );
}

/** No rows, no file. */
function file(object: LoaderObject, header: string[], rows: string[][]): LoaderFile[] {
  if (rows.length === 0) return [];
  const csv = `${Papa.unparse([header, ...rows], { newline: '\n', header: false })}\n`;
  return [{ object, operation: header.length === 1 ? 'delete' : 'update', csv, rows: rows.length }];
}

type Why = 'own' | 'not-user' | 'kept' | 'frozen' | 'no-login-row' | 'user' | 'feature' | 'no-assignment';

/** What a number of seats or people is followed by: for one, and for more. */
const WORDS: Record<Why, readonly [string, string]> = {
  own: [
    'seat is left out: it belongs to the user Seatwatch signs in as.',
    'seats are left out: they belong to the user Seatwatch signs in as.',
  ],
  'not-user': [
    'seat is left out: it is no user license, and taken away with the “unassign” file.',
    'seats are left out: they are no user licenses, and taken away with the “unassign” file.',
  ],
  kept: [
    'person is left out: another of their seats is to be kept.',
    'people are left out: another of their seats is to be kept.',
  ],
  frozen: ['person is left out: they are frozen already.', 'people are left out: they are frozen already.'],
  'no-login-row': [
    'person is left out: Salesforce has not shown the id of their UserLogin row.',
    'people are left out: Salesforce has not shown the ids of their UserLogin rows.',
  ],
  user: [
    'user license is left out: it becomes free when the user is deactivated.',
    'user licenses are left out: they become free when the users are deactivated.',
  ],
  feature: [
    'feature license is left out: it is a checkbox on the user’s own page.',
    'feature licenses are left out: they are checkboxes on the users’ own pages.',
  ],
  'no-assignment': [
    'seat is left out: Salesforce has not shown the id of its assignment.',
    'seats are left out: Salesforce has not shown the ids of their assignments.',
  ],
};

/** Counts what is left out, by reason. */
class Notes {
  readonly #counts = new Map<Why, number>();

  /** Whether the seat stays in; notes it when not. */
  unless(isLeftOut: boolean, why: Why): boolean {
    if (isLeftOut) this.#counts.set(why, (this.#counts.get(why) ?? 0) + 1);
    return !isLeftOut;
  }

  sentences(): string[] {
    return [...this.#counts].map(([why, count]) => {
      const [one, more] = WORDS[why];
      return `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;
    });
  }
}
