import type { NeededAnyway } from '../../../../shared/model/suggestions';
import type { Connection } from '../../../connection';
import { UNKNOWN } from '../../id-list';
import { type People, peopleOf } from '../../people';
import { freeLicenseIds, storedLicenses } from '../../stored-licenses';
import { asOfOf } from '../../user-state';
import { type Grants, eachGrant, grantsOf } from './grants';
import { serialOf } from './serial';

// A permission set license is held for the sake of permission sets that need it. Salesforce gives the license
// with the first of them and does not take it back with the last one, so it stays held, and paid, for nothing.

/** What makes holding one permission set license needed. */
interface Need {
  /** By number of a set: 1 for those tied to the license, or named by the admin. */
  sets: Uint8Array;
  /** By number of a profile: 1 where the profile alone is reason enough. */
  profiles: Uint8Array;
}

/**
 * By number of a license in `holdings`: what it is needed for; null: not evaluated. Left out are
 * - licenses nobody pays per seat for: giving a seat back saves nothing;
 * - licenses none of whose permission sets is known here, because somebody without any of them cannot be told
 *   from somebody who uses what works without (Identity Connect), or whose sets this user may not see;
 * - those the admin says everybody needs.
 */
export function needsOf(
  db: Connection,
  org: number,
  people: People,
  grants: Grants,
  neededAnyway: readonly NeededAnyway[],
): (Need | null)[] {
  const stored = storedLicenses(db, org, []);
  const free = new Set(freeLicenseIds(stored));
  const licenses = new Map(stored.map((license) => [license.id, license]));
  return people.holdings.licenseIds.map((id) => {
    const license = licenses.get(id);
    if (license?.kind !== 'permissionSet' || free.has(id)) return null;
    const rules = neededAnyway.filter((rule) => same(rule.license, license.developerName));
    if (rules.some(({ by }) => by === 'everybody')) return null;
    const namesOf = (by: NeededAnyway['by']) =>
      rules.filter((rule) => rule.by === by).map(({ name }) => name);
    const [names, prefixes] = [namesOf('permission-set'), namesOf('profile')];
    const sets = Uint8Array.from(grants.sets, (set) =>
      Number(set.licenseId === id || names.some((name) => same(name, set.name))),
    );
    if (!sets.includes(1)) return null;
    const profiles = Uint8Array.from(people.profiles, (profile) =>
      Number(prefixes.some((prefix) => startsWith(profile.name, prefix))),
    );
    return { sets, profiles };
  });
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const startsWith = (text: string, prefix: string): boolean =>
  prefix !== '' && text.toLowerCase().startsWith(prefix.toLowerCase());

/**
 * Whether a person has something a license is needed for. So has whoever is assigned a permission set group, or
 * a set that is not stored: which sets are in a group is not collected, and what cannot be seen accuses nobody.
 */
function isNeeded(
  { sets, profiles }: Need,
  people: People,
  grants: Grants,
  person: number,
  asOf: number,
): boolean {
  if (profiles[people.profileOf[person] ?? UNKNOWN] === 1) return true;
  let needed = false;
  eachGrant(grants, person, asOf, (set) => {
    if (sets[set] === 1 || (grants.sets[set]?.groupId ?? null) !== null || set === UNKNOWN) needed = true;
  });
  return needed;
}

/**
 * Seats (numbers in `holdings`) of active users who hold a permission set license without any of its permission
 * sets; assignments that are over or inactive do not count. Null: permission sets or their assignments have not
 * been collected, so nothing can be said.
 */
export function unneededSeats(
  db: Connection,
  org: number,
  people: People,
  neededAnyway: readonly NeededAnyway[],
): Int32Array | null {
  const asOf = asOfOf(db, org);
  const grants = grantsOf(db, org, people);
  if (asOf === null || !grants.areKnown) return null;
  const needs = needsOf(db, org, people, grants, neededAnyway);
  const facts = needs.map((need) => (need === null ? 0 : [need.sets.join(''), need.profiles.join('')]));
  return people.memo.get(`unneeded ${asOf} ${String(serialOf(grants))} ${JSON.stringify(facts)}`, () => {
    const { persons, licenses } = people.holdings;
    const found: number[] = [];
    for (let seat = 0; seat < persons.length; seat++) {
      const need = needs[licenses[seat] ?? 0] ?? null;
      const person = persons[seat] ?? 0;
      if (need === null || people.isActive[person] === 0) continue;
      if (!isNeeded(need, people, grants, person, asOf)) found.push(seat);
    }
    return Int32Array.from(found);
  });
}

/** How many seats of each permission set license nobody needs, by license id; empty where nothing can be said. */
export function unneededCounts(
  db: Connection,
  org: number,
  neededAnyway: readonly NeededAnyway[],
): Map<string, number> {
  const people = peopleOf(db, org);
  const { holdings } = people;
  const counts = new Map<string, number>();
  for (const seat of unneededSeats(db, org, people, neededAnyway) ?? []) {
    const id = holdings.licenseIds[holdings.licenses[seat] ?? 0] ?? '';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
