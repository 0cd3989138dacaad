import fc from 'fast-check';
import { UserSortColumn, UserState } from '../../src/shared/model/users';
import { AS_OF, DAY } from './db';

// The lists of users and of seats, worked out from their definition, person by person.

export interface Login {
  at: number;
  success: boolean;
}

export interface Person {
  id: string;
  name: string;
  email: string | null;
  isActive: boolean;
  isFrozen: boolean;
  profile: string | null;
  createdAt: number;
  lastLoginAt: number | null;
  logins: Login[];
}

export const PROFILES = [
  { id: 'pa', name: 'Sales', license: 'Crm' },
  { id: 'pb', name: 'sales', license: 'platform' },
  { id: 'pc', name: 'Ärger', license: null },
] as const;
const profileOf = (person: Person) => PROFILES.find(({ id }) => id === person.profile) ?? null;

/** Alike for some comparisons and different for others; one beyond the characters of 16 bits. */
const name = fc.constantFrom(
  'anna',
  'Anna',
  'ANNA B',
  'Änna',
  'änna',
  'Zoë',
  '𝒵oe',
  '～o',
  '_x%',
  'O\'Hara "B"',
);
const age = fc.oneof(
  fc.constantFrom(0, 1, 30 * DAY - 1, 30 * DAY, 30 * DAY + 1, 90 * DAY, 90 * DAY + 1, AS_OF % DAY),
  fc.integer({ min: 0, max: 120 * DAY }),
);
export const login = fc.record({ at: age.map((value) => AS_OF - value), success: fc.boolean() });
export const person = fc.record({
  name,
  email: fc.option(name),
  isActive: fc.boolean(),
  isFrozen: fc.boolean(),
  profile: fc.constantFrom<(string | null)[]>('pa', 'pb', 'pc', 'gone', null),
  createdAt: age.map((value) => AS_OF - value),
  lastLoginAt: fc.option(age.map((value) => AS_OF - value)),
  logins: fc.array(login, { maxLength: 6 }),
});

export const usersQuery = fc.record({
  sort: fc.constantFrom(...UserSortColumn.options),
  descending: fc.boolean(),
  search: fc.constantFrom<string[]>('', '', 'ANNA', 'nn', 'ä', '%', '_', '"', 'u1', ' o '),
  states: fc.subarray([...UserState.options], { maxLength: 2 }),
  licenses: fc.subarray(['Crm', 'platform', 'none'], { maxLength: 1 }),
  profiles: fc.subarray(['Sales', 'sales', 'Ärger'], { maxLength: 2 }),
  inactiveDays: fc.constantFrom(30, 90),
  offset: fc.nat({ max: 4 }),
  limit: fc.integer({ min: 1, max: 12 }),
});

export const seatsQuery = fc.record({
  sort: fc.constantFrom('name', 'license', 'lastLoginAt', 'reason', 'annualSaving'),
  descending: fc.boolean(),
  search: fc.constantFrom('', 'anna', 'plat', 'ä'),
});

/** SQLite's NOCASE, null first. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b);
  const bytes = (text: string) => Buffer.from(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  return Buffer.compare(bytes(a), bytes(b));
}

export const usernameOf = ({ id, name }: Person) => `${name.replace(/[^A-Za-z]/g, '')}.${id}@acme.test`;
export const lastSeen = ({ lastLoginAt, logins }: Person): number | null => {
  const all = [lastLoginAt, ...logins.filter((one) => one.success).map((one) => one.at)];
  const times = all.filter((time) => time !== null);
  return times.length === 0 ? null : Math.max(...times);
};

export function stateOf(one: Person, inactiveDays: number): UserState {
  const seen = lastSeen(one);
  if (!one.isActive) return 'deactivated';
  if (one.isFrozen) return 'frozen';
  if (seen === null) return one.createdAt <= AS_OF - 7 * DAY ? 'never-logged-in' : 'active';
  return seen <= AS_OF - inactiveDays * DAY ? 'inactive' : 'active';
}

export const in30Days = ({ logins }: Person, success: boolean): number =>
  logins.filter((one) => one.success === success && one.at > AS_OF - 30 * DAY && one.at <= AS_OF).length;

const hasWords = (one: Person, search: string): boolean =>
  [one.name, usernameOf(one), one.email ?? ''].some((text) =>
    text.normalize('NFC').toLowerCase().includes(search.trim().toLowerCase()),
  );

function sortValue(one: Person, sort: UserSortColumn, inactiveDays: number): string | number | null {
  switch (sort) {
    case 'name':
      return one.name;
    case 'username':
      return usernameOf(one);
    case 'profile':
      return profileOf(one)?.name ?? null;
    case 'license':
      return profileOf(one)?.license ?? null;
    case 'state':
      return stateOf(one, inactiveDays);
    case 'createdAt':
      return one.createdAt;
    case 'lastLoginAt':
      return lastSeen(one);
    case 'logins30d':
      return in30Days(one, true);
    case 'failedLogins30d':
      return in30Days(one, false);
  }
}

export type Asked = typeof usersQuery extends fc.Arbitrary<infer T> ? T : never;
type AskedSeats = typeof seatsQuery extends fc.Arbitrary<infer T> ? T : never;

export function expectedUsers(people: Person[], query: Asked): Person[] {
  const { search, states, licenses, profiles, inactiveDays, sort, descending } = query;
  const found = people.filter((one) => {
    const profile = profileOf(one);
    return (
      hasWords(one, search) &&
      (states.length === 0 || states.includes(stateOf(one, inactiveDays))) &&
      (licenses.length === 0 || licenses.includes(profile?.license ?? '')) &&
      (profiles.length === 0 || profiles.includes(profile?.name ?? ''))
    );
  });
  found.sort(
    (a, b) =>
      compare(sortValue(a, sort, inactiveDays), sortValue(b, sort, inactiveDays)) || compare(a.id, b.id),
  );
  return descending ? found.reverse() : found;
}

const REASONS: readonly UserState[] = ['deactivated', 'frozen', 'never-logged-in', 'inactive'];

/** "user license", in order. */
export function expectedSeats(people: Person[], prices: Map<string, number>, query: AskedSeats): string[] {
  const seats = people.flatMap((one) => {
    const state = stateOf(one, 90);
    const license = state === 'deactivated' ? null : (profileOf(one)?.license ?? null);
    const held = [license, 'Console'].filter((label) => label !== null);
    if (state === 'active') return [];
    return held.map((label) => ({ one, state, label, kind: label === 'Console' ? 1 : 0 }));
  });
  const words = query.search;
  const found = seats.filter(({ one, label }) => hasWords(one, words) || label.toLowerCase().includes(words));
  const value = ({ one, state, label }: (typeof seats)[number]) => {
    switch (query.sort) {
      case 'name':
        return one.name;
      case 'license':
        return label;
      case 'lastLoginAt':
        return lastSeen(one);
      case 'reason':
        return REASONS.indexOf(state);
      default:
        return prices.get(label) ?? null;
    }
  };
  return found
    .sort(
      (a, b) =>
        compare(value(a), value(b)) * (query.descending ? -1 : 1) ||
        compare(a.one.name, b.one.name) ||
        compare(a.one.id, b.one.id) ||
        a.kind - b.kind,
    )
    .map(({ one, label }) => `${one.id} ${label}`);
}
