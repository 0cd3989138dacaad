import type { IdleRule, SeatReason } from '../../shared/model/idle-rule';
import type { LicenseKind } from '../../shared/model/licenses';
import { UNKNOWN } from './id-list';
import { IN_USE, type Judged, REASONS, VERDICTS } from './licensing/judging';
import type { People } from './people';
import { type StoredLicense, freeLicenseIds } from './stored-licenses';

export interface ReasonCount {
  kind: LicenseKind;
  licenseId: string;
  reason: SeatReason;
  n: number;
}

/** Licenses whose seats are on the list: all that somebody pays for per seat, or all. */
export function countedLicenses(
  stored: readonly StoredLicense[],
  rule: Pick<IdleRule, 'includeFree'>,
): readonly StoredLicense[] {
  const free = new Set(rule.includeFree ? [] : freeLicenseIds(stored));
  return stored.filter((license) => !free.has(license.id));
}

/** By number of a license that somebody holds: its place in `licenses`, or UNKNOWN. */
export function placesOf({ holdings }: People, licenses: readonly StoredLicense[]): Int32Array {
  const places = new Map(licenses.map((license, place) => [license.id, place]));
  return Int32Array.from(holdings.licenseIds, (id) => places.get(id) ?? UNKNOWN);
}

/** Seats by the verdict on who holds them, by id of the license. */
export type VerdictCounts = (licenseId: string, verdict: number) => number;

export function verdictCounts(people: People, judged: Judged): VerdictCounts {
  const { holdings } = people;
  const counts = people.memo.get(`seats ${judged.key}`, () => {
    const cells = new Int32Array(holdings.licenseIds.length * VERDICTS);
    const { persons, licenses } = holdings;
    for (let seat = 0; seat < persons.length; seat++) {
      const cell = (licenses[seat] ?? 0) * VERDICTS + (judged.verdicts[persons[seat] ?? 0] ?? IN_USE);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    return cells;
  });
  const numbers = new Map(holdings.licenseIds.map((id, number) => [id, number]));
  return (licenseId, verdict) => {
    const number = numbers.get(licenseId);
    return number === undefined ? 0 : (counts[number * VERDICTS + verdict] ?? 0);
  };
}

/** How many seats the unused list has, per license and reason. */
export function reasonCounts(counts: VerdictCounts, licenses: readonly StoredLicense[]): ReasonCount[] {
  return licenses.flatMap(({ kind, id }) =>
    [...REASONS].flatMap(([verdict, reason]) => {
      const n = counts(id, verdict);
      return n === 0 ? [] : [{ kind, licenseId: id, reason, n }];
    }),
  );
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

/** The same of deactivated users. */
export function assignedInactive({ holdings, isActive }: People): ReadonlyMap<string, number> {
  return holdings.memo.get('held by deactivated', () => {
    const counts = new Map<string, number>();
    const { persons, licenses, licenseIds } = holdings;
    for (let seat = 0; seat < persons.length; seat++) {
      if (isActive[persons[seat] ?? 0] === 1) continue;
      const id = licenseIds[licenses[seat] ?? 0] ?? '';
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  });
}
