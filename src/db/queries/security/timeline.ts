import { AppError } from '../../../shared/model/errors';
import type { TimelineEntry, TimelinePage } from '../../../shared/model/sign-in-map';
import { type Connection, END_OF_TIME } from '../../connection';
import { iso } from '../time';
import { changesOfUser } from './timeline-changes';
import { type Bound, type Event, type Source, subjectOf } from './timeline-events';
import { signInsOfUser } from './timeline-logins';
import { appsOfUser, findingsOfUser, sessionsOfUser, verificationsOfUser } from './timeline-rows';
import { setupOfUser } from './timeline-setup';

/** Where entries come from. Of one moment, those of an earlier source come first. The names are in cursors. */
const SOURCES: readonly (readonly [name: string, read: Source])[] = [
  ['finding', findingsOfUser],
  ['sign-in', signInsOfUser],
  ['verification', verificationsOfUser],
  ['session', sessionsOfUser],
  ['app', appsOfUser],
  ['setup', setupOfUser],
  ['change', changesOfUser],
];

/**
 * What is known of a user, newest first. `before`: where the page before ended (its `next`), or an ISO 8601
 * moment: only what is older; null: from the newest. An entry that stands for several events stands where the
 * newest of them does. Throws INVALID_CURSOR.
 */
export function timeline(
  db: Connection,
  orgId: string,
  userId: string,
  before: string | null,
  limit: number,
): TimelinePage {
  const org = db.orgKey(orgId);
  const position = positionOf(before);
  const subject = subjectOf(db, org, userId);
  // Each source gives as many as the page can hold, and one more that tells whether there is a next page.
  const events = SOURCES.flatMap(([, read], rank) =>
    read(db, subject, boundOf(position, rank), limit + 1).map((event) => ({ ...event, rank })),
  );
  // Stable: events of one source and moment stay in the order in which it gave them.
  events.sort((a, b) => b.at - a.at || a.rank - b.rank);
  const page = events.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map(toEntry),
    next: last === undefined || events.length <= limit ? null : cursorOf(last),
  };
}

function toEntry({ at, since, title, details, kind, severity, findingId, count }: Event): TimelineEntry {
  return {
    at: iso(at),
    kind,
    title,
    details: details.filter((detail): detail is string => detail !== null && detail !== ''),
    severity: severity ?? null,
    findingId: findingId ?? null,
    count: count ?? 1,
    since: iso(since ?? at),
  };
}

/** The last entry of a page: what stands behind it is still to be shown. */
interface Position {
  at: number;
  rank: number;
  id: string;
}

/** Behind a position, of one source: older, or as old and of a lower id. */
function boundOf({ at, rank, id }: Position, source: number): Bound {
  if (source === rank) return { at, id };
  // Of the same moment, all of later sources are still to come, and none of earlier ones.
  return source > rank ? { at: at + 1, id: null } : { at, id: null };
}

const cursorOf = ({ at, rank, id }: Position): string => [iso(at), SOURCES[rank]?.[0], id].join(' ');

function positionOf(cursor: string | null): Position {
  if (cursor === null) return { at: END_OF_TIME, rank: SOURCES.length, id: '' };
  // What an id looks like is the source's business: it may have spaces.
  const [, moment = '', name, id = ''] = /^(\S+)(?: (\S+) (.+))?$/s.exec(cursor) ?? [];
  const at = Date.parse(moment);
  // A mere moment: nothing of that moment.
  const rank = name === undefined ? SOURCES.length : SOURCES.findIndex(([source]) => source === name);
  if (Number.isNaN(at) || rank === -1) throw invalidCursor(cursor);
  return { at, rank, id };
}

function invalidCursor(cursor: string): AppError {
  return new AppError({
    code: 'INVALID_CURSOR',
    kind: 'usage',
    message: `“${cursor.slice(0, 100)}” is no place in a timeline.`,
    fix: 'Give the “next” of a page, or a moment such as 2026-06-30T12:00:00Z.',
  });
}
