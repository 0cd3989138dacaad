import type { IdleRule, LicenseKind, LicenseTableRow } from '../../../shared/model/licenses';

export const KIND_TITLES: Record<LicenseKind, string> = {
  user: 'User licenses',
  permissionSet: 'Permission set licenses',
  package: 'Managed package licenses',
};

const KINDS: readonly LicenseKind[] = ['user', 'permissionSet', 'package'];

export type LicenseSortColumn =
  'name' | 'total' | 'used' | 'free' | 'unused' | 'neverLoggedIn' | 'annualWaste';

export interface LicenseSort {
  column: LicenseSortColumn;
  descending: boolean;
}

export interface Totals {
  total: number;
  used: number;
  free: number;
  unused: number;
  neverLoggedIn: number;
  /** Yearly cost of idle seats per currency, largest first; empty without prices. */
  waste: readonly CurrencyAmount[];
}

export interface CurrencyAmount {
  currency: string;
  amount: number;
}

export interface LicenseGroup {
  kind: LicenseKind;
  rows: readonly LicenseTableRow[];
  totals: Totals;
}

/** Licenses nobody pays per seat for only distract from what could be saved, and distort the sums. */
export function shownLicenses(
  rows: readonly LicenseTableRow[],
  rule: Pick<IdleRule, 'includeFree'>,
): LicenseTableRow[] {
  return rows.filter((row) => rule.includeFree || row.paidPerSeat || row.unused > 0);
}

/** Licenses by kind in a fixed order, sorted inside their kind. Kinds the org does not have are left out. */
export function groupLicenses(rows: readonly LicenseTableRow[], sort: LicenseSort): LicenseGroup[] {
  return KINDS.map((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    return { kind, rows: sortLicenses(own, sort), totals: totalsOf(own) };
  }).filter((group) => group.rows.length > 0);
}

/** The first rows over all groups, for drawing them bit by bit; `count` is how many a group really has. */
export function firstRows(
  groups: readonly LicenseGroup[],
  most: number,
): (LicenseGroup & { count: number })[] {
  let left = most;
  return groups.map((group) => {
    const rows = group.rows.slice(0, left);
    left -= rows.length;
    return { ...group, rows, count: group.rows.length };
  });
}

/** Unlimited amounts and missing prices come last, whatever the direction. */
export function sortLicenses(
  rows: readonly LicenseTableRow[],
  { column, descending }: LicenseSort,
): LicenseTableRow[] {
  return [...rows].sort((a, b) => {
    const left = a[column];
    const right = b[column];
    if (left === right) return a.name.localeCompare(b.name);
    if (left === null) return 1;
    if (right === null) return -1;
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right));
    return descending ? -order : order;
  });
}

export function totalsOf(rows: readonly LicenseTableRow[]): Totals {
  const sum = (pick: (row: LicenseTableRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    total: sum((row) => row.total ?? 0),
    used: sum((row) => row.used),
    free: sum((row) => Math.max(0, row.free ?? 0)),
    unused: sum((row) => row.unused),
    neverLoggedIn: sum((row) => row.neverLoggedIn),
    waste: perCurrency(rows, (row) => row.annualWaste),
  };
}

/** What seats that nobody holds cost in a year. Only licenses paid per seat and with a price. */
export function freeSeatCost(rows: readonly LicenseTableRow[]): CurrencyAmount[] {
  return perCurrency(rows, (row) =>
    row.monthlyPrice === null || !row.paidPerSeat ? null : Math.max(0, row.free ?? 0) * row.monthlyPrice * 12,
  );
}

/** Idle seats of licenses that have no price yet: what the sums leave out. */
export function unpricedIdleSeats(rows: readonly LicenseTableRow[]): number {
  return rows.reduce(
    (total, row) => total + (row.monthlyPrice === null && row.paidPerSeat ? row.unused : 0),
    0,
  );
}

function perCurrency(
  rows: readonly LicenseTableRow[],
  pick: (row: LicenseTableRow) => number | null,
): CurrencyAmount[] {
  const amounts = new Map<string, number>();
  for (const row of rows) {
    const amount = pick(row);
    if (amount === null || row.currency === null) continue;
    amounts.set(row.currency, (amounts.get(row.currency) ?? 0) + amount);
  }
  return [...amounts].map(([currency, amount]) => ({ currency, amount })).sort((a, b) => b.amount - a.amount);
}
