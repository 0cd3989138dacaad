import type { IdleRule, LicenseKind, SeatReason } from '../../shared/model/licenses';
import { UNKNOWN } from './id-list';
import type { People } from './people';
import { type StoredLicense, freeLicenseIds } from './stored-licenses';
import {
  ACTIVE,
  DEACTIVATED,
  FROZEN,
  INACTIVE,
  NEVER_LOGGED_IN,
  USER_STATES,
  stateLimits,
  statesOf,
} from './user-state';

/** Why a seat is reclaimable, by the state of who holds it. */
export const REASONS: ReadonlyMap<number, SeatReason> = new Map<number, SeatReason>([
  [DEACTIVATED, 'user-deactivated'],
  [FROZEN, 'frozen'],
  [NEVER_LOGGED_IN, 'never-logged-in'],
  [INACTIVE, 'inactive'],
]);

export interface ReasonCount {
  kind: LicenseKind;
  licenseId: string;
  reason: SeatReason;
  n: number;
}

/** Licenses whose seats are on the list: all that somebody pays for per seat, or all. */
export function countedLicenses(stored: readonly StoredLicense[], rule: IdleRule): readonly StoredLicense[] {
  const free = new Set(rule.includeFree ? [] : freeLicenseIds(stored));
  return stored.filter((license) => !free.has(license.id));
}

/** By number of a license that somebody holds: its place in `licenses`, or UNKNOWN. */
export function placesOf({ holdings }: People, licenses: readonly StoredLicense[]): Int32Array {
  const places = new Map(licenses.map((license, place) => [license.id, place]));
  return Int32Array.from(holdings.licenseIds, (id) => places.get(id) ?? UNKNOWN);
}

/** How many seats each license has by the state of who holds them: `counts[license * states + state]`. */
function countByState({ holdings }: People, states: Uint8Array): Int32Array {
  const counts = new Int32Array(holdings.licenseIds.length * USER_STATES.length);
  const { persons, licenses } = holdings;
  for (let seat = 0; seat < persons.length; seat++) {
    const cell = (licenses[seat] ?? 0) * USER_STATES.length + (states[persons[seat] ?? 0] ?? ACTIVE);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/** How many seats the unused list has, per license and reason. */
export function reasonCounts(
  people: People,
  licenses: readonly StoredLicense[],
  asOf: number,
  rule: IdleRule,
): ReasonCount[] {
  const limits = stateLimits(asOf, rule.inactiveDays, rule.graceDays);
  const counts = people.memo.get(`seats by state ${limits.idleLimit} ${limits.graceLimit}`, () =>
    countByState(people, statesOf(people, limits)),
  );
  const numbers = new Map(people.holdings.licenseIds.map((id, number) => [id, number]));
  return licenses.flatMap(({ kind, id }) => {
    const number = numbers.get(id);
    if (number === undefined) return [];
    return [...REASONS].flatMap(([state, reason]) => {
      const n = counts[number * USER_STATES.length + state] ?? 0;
      return n === 0 ? [] : [{ kind, licenseId: id, reason, n }];
    });
  });
}

/** Seats that active users hold, by license id: our own count, to set beside Salesforce's. */
export function assignedActive({ holdings, isActive }: People): ReadonlyMap<string, number> {
  return holdings.memo.get('assigned', () => {
    const counts = new Int32Array(holdings.licenseIds.length);
    const { persons, licenses } = holdings;
    for (let seat = 0; seat < persons.length; seat++) {
      const license = licenses[seat] ?? 0;
      if (isActive[persons[seat] ?? 0] === 1) counts[license] = (counts[license] ?? 0) + 1;
    }
    return new Map(holdings.licenseIds.map((id, number) => [id, counts[number] ?? 0]));
  });
}
