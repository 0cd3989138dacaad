import { counted } from '../../../../shared/model/counted';
import { isPaidPerSeat } from '../../../free-licenses';
import { API, MOBILE, UI } from '../../login-access';
import { DAY_MS } from '../../time';
import { IN_USE } from '../judging';
import { type Facts, difference, freeSeats, licenseOf, paidUserSeat } from './facts';
import type { KindOfSuggestion } from './kind';
import { LIMITS } from './limits';
import { day, seatsToTake } from './words';

/** In use, and by programs alone. */
export function isUsedByPrograms({ judged, usage }: Facts, person: number): boolean {
  const access = usage.access[person] ?? 0;
  return (
    judged.verdicts[person] === IN_USE &&
    (usage.logins180[person] ?? 0) > 0 &&
    (access & API) !== 0 &&
    (access & (UI | MOBILE)) === 0
  );
}

/** Integration seats come with the org; while one is free nothing is to be bought. */
function isIncluded({ integration }: Facts): boolean {
  return integration !== null && !isPaidPerSeat(integration) && freeSeats(integration) !== 0;
}

/** A full or platform license that only programs sign in with. */
export const INTEGRATION: KindOfSuggestion = {
  kind: 'integration-license',

  obstacle: ({ daysStored }) =>
    daysStored === 0 ? 'No sign-ins are stored, so nobody can be told to be a program.' : null,

  find(facts, take) {
    const { people, families } = facts;
    for (let person = 0; person < people.count; person++) {
      if (!isUsedByPrograms(facts, person)) continue;
      const seat = paidUserSeat(facts, person);
      if (seat === null) continue;
      const from = licenseOf(facts, seat);
      const family = families.get(from.id);
      if (family !== 'crm' && family !== 'platform') continue;
      const saving = difference(from, facts.integration, isIncluded(facts));
      if (saving === null || saving > 0) take(seat, saving);
    }
  },

  target: ({ integration }) => integration,

  explain(facts, seat) {
    const { usage, people, integration, daysStored, asOf } = facts;
    const person = people.holdings.persons[seat] ?? 0;
    const seen = people.lastSeenAt[person] ?? asOf;
    const logins = counted(usage.logins180[person] ?? 0, 'sign-in');
    const since = Math.min(LIMITS.apiOnlyDays, daysStored);
    const none = `This org has no integration license. Most editions include five: ask Salesforce for them.`;
    const check = [
      `With an integration license nobody can sign in to the user interface any more, not even to look something up.`,
      `What the program reads and writes must be granted anew: the license begins with hardly any object.`,
    ];
    if (daysStored < LIMITS.apiOnlyDays)
      check.push(
        `Sign-ins before ${day(asOf - daysStored * DAY_MS)} are not stored: there may have been others.`,
      );
    if (facts.hasUnknownWays)
      check.push(
        'Some sign-ins of this org do not tell whether a program made them; they are not looked at here.',
      );
    return {
      evidence: [
        `${logins} in the last ${counted(since, 'day')}, all of them through an API; last seen on ${day(seen)}.`,
        integration === null ? none : seatsToTake(integration),
      ],
      check,
    };
  },
};
