import type { SfRecord } from '../../salesforce/envelopes';
import type { OauthTokenRecord } from '../records';
import type { StreamBatch, StreamDefinition, StreamSource } from './definition';
import { CUSTOMIZE_APPLICATION, DAILY, titleOf } from './definition';
import { dateTime, id, text, whole } from './fields';

/** One query yields no more rows than this, over pages of 500 (Object Reference, OauthToken). */
export const ROWS_PER_QUERY = 2_500;

/**
 * Apps that users let in. AccessToken, RequestToken and DeleteToken are fields of this object: they are
 * secrets and must never be among these. `Id` is always null.
 */
export const oauthTokens: StreamDefinition<'oauthTokens'> = {
  name: 'oauthTokens',
  title: titleOf('oauthTokens'),
  object: 'OauthToken',
  mode: 'full',
  fields: [
    { path: 'UserId', required: true },
    { path: 'AppName', required: true },
    { path: 'AppMenuItemId' },
    { path: 'UseCount' },
    { path: 'CreatedDate' },
    { path: 'LastUsedDate' },
  ],
  clocks: [],
  value: 34,
  ownRowsOnly: true,
  refreshEvery: DAILY,
  optional: true,
  restOnly: true,
  read: readTokens,
  map(record) {
    const userId = id(record, 'UserId');
    const appName = text(record, 'AppName');
    if (userId === null || appName === null) return null;
    const appMenuItemId = id(record, 'AppMenuItemId');
    return {
      id: `${userId}:${appMenuItemId ?? ''}:${appName}`,
      userId,
      appName,
      appMenuItemId,
      useCount: whole(record, 'UseCount'),
      tokens: 1,
      createdAt: dateTime(record, 'CreatedDate'),
      lastUsedAt: dateTime(record, 'LastUsedDate'),
    };
  },
  essential: false,
  needs: CUSTOMIZE_APPLICATION,
};

/**
 * Reads all tokens user by user: query after query, each beginning with the user at which the one before was
 * cut off. That user's tokens are read again: those of one user and app are always counted in one go.
 */
async function* readTokens(
  { fields, count, query, next }: StreamSource,
  place: string | null,
): AsyncGenerator<StreamBatch<'oauthTokens'>, void, undefined> {
  let from = parsePlace(place);
  /** Tokens of users behind us; unknown for a pass that another run began. */
  let before = from === null ? 0 : null;
  for (;;) {
    const users = createUserGroups();
    let page = await query(tokensSoql(fields, from));
    for (;;) {
      const rows = users.add(page.records);
      if (page.next === null) {
        const all = before === null || count === null ? null : count - before;
        const cutOff = users.read() >= ROWS_PER_QUERY || (all !== null && users.read() < all);
        const following = cutOff ? goOn(from, users) : null;
        // Without a cut the last user is complete; where it fills a query alone, there is no more to be had.
        if (following?.inclusive !== true) rows.push(...users.rest());
        yield { rows, records: page.records.length, place: formatPlace(following) };
        if (following === null) return;
        if (before !== null) before += users.read() - (following.inclusive ? users.open() : 0);
        from = following;
        break;
      }
      yield { rows, records: page.records.length, place: formatPlace(placeOf(users) ?? from) ?? START };
      page = await next(page.next);
    }
  }
}

/** A place in the order of users: from this one on, or behind it. */
interface Place {
  userId: string;
  inclusive: boolean;
}

type UserGroups = ReturnType<typeof createUserGroups>;

function placeOf(users: UserGroups): Place | null {
  const userId = users.user();
  return userId === null ? null : { userId, inclusive: true };
}

/** Where the next query begins; null when the last one brought nothing to go on from. */
function goOn(from: Place | null, users: UserGroups): Place | null {
  const place = placeOf(users);
  if (place === null || place.userId !== from?.userId || !from.inclusive) return place;
  // The query began with this user and did not get past it: complete, or more than one query can show.
  return users.read() >= ROWS_PER_QUERY ? { ...place, inclusive: false } : null;
}

/** A pass that began, without anything stored yet. */
const START = 'tokens';

function formatPlace(place: Place | null): string | null {
  return place === null ? null : `${START}${place.inclusive ? '>=' : '>'}${place.userId}`;
}

function parsePlace(place: string | null): Place | null {
  const match = /^tokens(>=?)([A-Za-z0-9]{18})$/.exec(place ?? '');
  return match === null ? null : { userId: match[2] ?? '', inclusive: match[1] === '>=' };
}

function tokensSoql(fields: readonly string[], from: Place | null): string {
  const where = from === null ? '' : ` WHERE UserId ${from.inclusive ? '>=' : '>'} '${from.userId}'`;
  return `SELECT ${fields.join(', ')} FROM OauthToken${where} ORDER BY UserId ASC`;
}

/** Gathers the tokens of one user, in rows of user and app, until the next user begins. */
function createUserGroups() {
  const open = new Map<string, OauthTokenRecord>();
  let user: string | null = null;
  let tokens = 0;
  let read = 0;

  function close(): OauthTokenRecord[] {
    const rows = [...open.values()];
    open.clear();
    tokens = 0;
    return rows;
  }

  return {
    /** Takes the tokens of a page; returns the rows of users that are complete with it. */
    add(records: readonly SfRecord[]): OauthTokenRecord[] {
      const complete: OauthTokenRecord[] = [];
      for (const record of records) {
        read += 1;
        const token = oauthTokens.map(record);
        if (token === null) continue;
        if (token.userId !== user) {
          complete.push(...close());
          user = token.userId;
        }
        tokens += 1;
        const known = open.get(token.id);
        open.set(token.id, known === undefined ? token : merge(known, token));
      }
      return complete;
    },
    rest: close,
    /** The user whose tokens may still be incomplete. */
    user: () => user,
    /** That user's tokens so far. */
    open: () => tokens,
    /** All tokens added. */
    read: () => read,
  };
}

function merge(a: OauthTokenRecord, b: OauthTokenRecord): OauthTokenRecord {
  const most = (x: number | null, y: number | null) => (x === null ? y : y === null ? x : Math.max(x, y));
  const least = (x: number | null, y: number | null) => (x === null ? y : y === null ? x : Math.min(x, y));
  return {
    ...a,
    tokens: a.tokens + b.tokens,
    useCount:
      a.useCount === null || b.useCount === null ? (a.useCount ?? b.useCount) : a.useCount + b.useCount,
    createdAt: least(a.createdAt, b.createdAt),
    lastUsedAt: most(a.lastUsedAt, b.lastUsedAt),
  };
}
