import { AS_OF, DAY } from '../builders/db';
import { RELEASES, ROLLOUT, ROLLOUT_APP, type SignIn } from './everyday';
import { type LabelledPerson, isAway, tripAt } from './people';
import type { Everyday, Plot } from './plot';

// Things of everyday life that are just what a check says of them, although nobody means harm: somebody comes back
// from a long leave, is on a business trip, has a new laptop. To point them out is right, to raise an alarm is not:
// they excuse findings up to medium.

const [LONG_DAYS, NEW_AGAIN_DAYS] = [30, 90];

/** Written down independently of the checks, from what was made up. */
export function everydayEvents(
  people: readonly LabelledPerson[],
  bySomebody: ReadonlyMap<string, readonly SignIn[]>,
  plot: Plot,
): void {
  const tenant = new Map<string, number>();
  const trips: Everyday[] = [];
  for (const person of people) {
    const successes = [...(bySomebody.get(person.id) ?? [])]
      .filter(({ status, at }) => status === 'Success' && at < AS_OF)
      .sort((a, b) => a.at - b.at);
    plot.everyday.push(...returns(person, successes), ...newDesks(person), ...releases(person, successes));
    plot.everyday.push(...newNetworks(person, successes));
    const strange = journeys(person, successes);
    plot.everyday.push(...strange);
    trips.push(...strange);
    for (const { source, at } of successes)
      if (source.place.countryIso !== null) tenant.set(source.place.countryIso, at);
  }
  // Somebody is the first of the company in a country.
  for (const trip of trips) plot.everyday.push({ ...trip, check: 'new-country-for-tenant' });
  plot.everyday.push({
    check: 'mass-login-by-a-connected-app',
    app: ROLLOUT_APP,
    at: ROLLOUT * DAY,
  });
}

/** Back after a month or more without a sign-in. */
function returns({ id }: LabelledPerson, successes: readonly SignIn[]): Everyday[] {
  return successes.flatMap(({ at }, i) => {
    const before = successes[i - 1]?.at;
    return before !== undefined && at - before >= LONG_DAYS * DAY
      ? [{ check: 'access-from-dormant-account', userId: id, at }]
      : [];
  });
}

/** Really there: geolocation that is wrong, and VPNs, are not excused. */
function journeys(person: LabelledPerson, successes: readonly SignIn[]): Everyday[] {
  const last = new Map<string, number>();
  return successes.flatMap(({ at, source }) => {
    const country = source.place.countryIso;
    if (country === null) return [];
    const before = last.get(country);
    last.set(country, at);
    const isThere = tripAt(person, at)?.city.country === country;
    const isNew = before === undefined || at - before > NEW_AGAIN_DAYS * DAY;
    return isThere && isNew ? [{ check: 'new-country-for-user', userId: person.id, at }] : [];
  });
}

function newDesks({ id, newDesk }: LabelledPerson): Everyday[] {
  if (newDesk === null) return [];
  // A holiday may lie between the laptop and its first use.
  return [0, 5, 10, 15, 20].map((days) => ({
    check: 'rare-browser-platform-client-for-the-user',
    userId: id,
    at: (newDesk.day + days) * DAY,
  }));
}

/** Administrators who release on a Saturday evening are at it at unusual hours. */
function releases(person: LabelledPerson, successes: readonly SignIn[]): Everyday[] {
  if (person.admin === null) return [];
  return successes.flatMap(({ at }) => {
    const day = Math.floor(at / DAY);
    return (RELEASES.has(day) || RELEASES.has(day - 1)) && !isAway(person, day)
      ? [{ check: 'off-hours-admin-activity', userId: person.id, at }]
      : [];
  });
}

/** A super administrator whose line at home got an address in another block, or who is in a hotel. */
function newNetworks({ id, admin }: LabelledPerson, successes: readonly SignIn[]): Everyday[] {
  if (admin !== 'super') return [];
  const seen = new Set<string>();
  return successes.flatMap(({ at, source }) => {
    const block = source.ip
      .split(source.ip.includes(':') ? ':' : '.')
      .slice(0, 3)
      .join();
    if (seen.has(block)) return [];
    seen.add(block);
    return [{ check: 'super-admin-login-from-a-new-network', userId: id, at }];
  });
}
