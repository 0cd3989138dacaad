import type { IdleRule } from '../../../shared/model/idle-rule';
import type { LicenseKind, LicenseTableRow } from '../../../shared/model/licenses';
import { annualPrice, type CurrencyAmount } from '../../../shared/model/prices';

export const KIND_TITLES: Record<LicenseKind, string> = {
  user: 'User licenses',
  permissionSet: 'Permission set licenses',
  package: 'Managed package licenses',
  feature: 'Feature licenses',
};

const KINDS: readonly LicenseKind[] = ['user', 'permissionSet', 'package', 'feature'];

export type LicenseSortColumn =
  'name' | 'total' | 'used' | 'assignedActive' | 'free' | 'unused' | 'activeRecently' | 'annualWaste';

export interface LicenseSort {
  column: LicenseSortColumn;
  descending: boolean;
}

export interface Totals {
  /** Of licenses by seat and not unlimited; logins bought are another unit. */
  total: number;
  used: number;
  assignedActive: number;
  free: number;
  unused: number;
  neverLoggedIn: number;
  /** Yearly cost of idle seats per currency, largest first; empty without prices. */
  waste: readonly CurrencyAmount[];
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
  return rows.filter(
    (row) => rule.includeFree || row.paidPerSeat || row.unused > 0 || row.metering === 'logins',
  );
}

/**
 * Licenses by kind in a fixed order, sorted inside their kind. Kinds the org does not have are left out. `orderBy`:
 * the same licenses with the numbers that make the order, so that rows keep their place while a slider is dragged.
 */
export function groupLicenses(
  rows: readonly LicenseTableRow[],
  sort: LicenseSort,
  orderBy: readonly LicenseTableRow[] = rows,
): LicenseGroup[] {
  return KINDS.map((kind) => {
    const own = new Map(rows.flatMap((row) => (row.kind === kind ? [[row.id, row] as const] : [])));
    const order = sortLicenses(
      orderBy.filter((row) => row.kind === kind),
      sort,
    );
    return {
      kind,
      rows: order.flatMap(({ id }) => own.get(id) ?? []),
      totals: totalsOf([...own.values()]),
    };
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
    const left = sortValue(a, column);
    const right = sortValue(b, column);
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

/** What stands in the column: of licenses paid by logins, logins. */
function sortValue(row: LicenseTableRow, column: LicenseSortColumn): string | number | null {
  const byLogins = row.metering === 'logins';
  switch (column) {
    case 'total':
      return byLogins ? (row.logins?.entitlement ?? null) : row.total;
    case 'used':
      return byLogins ? (row.logins?.used ?? null) : row.used;
    case 'free':
      return byLogins ? freeLogins(row.logins) : row.free;
    case 'assignedActive':
      return isUnlisted(row) ? null : row.assignedActive;
    case 'unused':
      return isUnlisted(row) ? null : row.unused;
    case 'activeRecently':
      return row.metric?.active ?? null;
    default:
      return row[column];
  }
}

/** Logins of this month that are left; negative: more than bought. Null: Salesforce does not say how many were made. */
export function freeLogins(logins: LicenseTableRow['logins']): number | null {
  return logins === null || logins.used === null ? null : logins.entitlement - logins.used;
}

/**
 * Whether Salesforce counts seats in use but lists nobody who holds one, as with packages licensed to the whole
 * org: how many are idle cannot be said.
 */
export function isUnlisted(
  row: Pick<LicenseTableRow, 'used' | 'assignedActive' | 'heldByDeactivated' | 'metering'>,
): boolean {
  return row.metering !== 'logins' && row.used > 0 && row.assignedActive === 0 && row.heldByDeactivated === 0;
}

export function totalsOf(rows: readonly LicenseTableRow[]): Totals {
  const seats = rows.filter(({ metering }) => metering !== 'logins');
  const sum = (of: readonly LicenseTableRow[], pick: (row: LicenseTableRow) => number) =>
    of.reduce((total, row) => total + pick(row), 0);
  return {
    total: sum(seats, (row) => row.total ?? 0),
    used: sum(seats, (row) => row.used),
    assignedActive: sum(seats, (row) => row.assignedActive),
    free: sum(seats, (row) => Math.max(0, row.free ?? 0)),
    unused: sum(rows, (row) => row.unused),
    neverLoggedIn: sum(rows, (row) => row.neverLoggedIn),
    waste: perCurrency(rows, (row) => row.annualWaste),
  };
}

/** What seats that nobody holds cost in a year. Only licenses paid per seat and with a price. */
export function freeSeatCost(rows: readonly LicenseTableRow[]): CurrencyAmount[] {
  return perCurrency(rows, (row) =>
    row.price === null || !row.paidPerSeat ? null : Math.max(0, row.free ?? 0) * annualPrice(row.price),
  );
}

/** Idle seats of licenses that have no price yet: what the sums leave out. */
export function unpricedIdleSeats(rows: readonly LicenseTableRow[]): number {
  return rows.reduce((total, row) => total + (row.price === null && row.paidPerSeat ? row.unused : 0), 0);
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
