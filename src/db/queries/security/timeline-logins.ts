import type { LoginRow } from '../../../shared/model/users';
import { loginDaysOfUser } from '../logins';
import { DAY_MS, dayOf } from '../time';
import type { Event, Source } from './timeline-events';

/**
 * Logins and failures. Like ones in a row, within a day (UTC), are one event: the same whatever page it is on,
 * because whole days are read.
 */
export const signInsOfUser: Source = (db, { org, userId }, bound, limit) => {
  const events: Event[] = [];
  // To the end of the day: a run that goes on beyond the bound stands on the page before, as a whole.
  const end = (dayOf(bound.at) + 1) * DAY_MS - 1;
  for (const day of loginDaysOfUser(db, org, userId, Math.min(end, db.until))) {
    for (const run of runsOf(day)) {
      const event = toEvent(run);
      const isWithin =
        event.at < bound.at || (event.at === bound.at && bound.id !== null && event.id < bound.id);
      if (isWithin) events.push(event);
      if (events.length === limit) return events;
    }
  }
  return events;
};

interface Run {
  /** The newest. */
  login: LoginRow;
  since: string;
  count: number;
}

const LIKE = [
  'status',
  'success',
  'sourceIp',
  'countryIso',
  'city',
  'loginType',
  'application',
  'browser',
  'platform',
] as const satisfies readonly (keyof LoginRow)[];

/** Newest first, as the logins are. */
function runsOf(logins: readonly LoginRow[]): Run[] {
  const runs: Run[] = [];
  for (const login of logins) {
    const run = runs.at(-1);
    if (run !== undefined && LIKE.every((field) => run.login[field] === login[field])) {
      run.count += 1;
      run.since = login.loginTime;
    } else runs.push({ login, since: login.loginTime, count: 1 });
  }
  return runs;
}

function toEvent({ login, since, count }: Run): Event {
  const place = [login.city, login.countryIso].filter(Boolean).join(', ');
  const from = place === '' ? '' : ` from ${place}`;
  return {
    at: Date.parse(login.loginTime),
    id: login.id,
    kind: login.success ? 'login' : 'failure',
    title: login.success ? `Signed in${from}` : `Failed to sign in${from}: ${login.status ?? 'no status'}`,
    details: [
      login.sourceIp,
      login.loginType,
      login.application,
      [login.browser, login.platform].filter(Boolean).join(' on '),
    ],
    count,
    since: Date.parse(since),
  };
}
