import type { LicenseTableRow } from '../../src/shared/model/licenses';

/** A license for tests: 100 seats, 80 of them used, 10 idle, no price. */
export function makeLicense(change: Partial<LicenseTableRow> & { name: string }): LicenseTableRow {
  return {
    kind: 'user',
    developerName: change.name,
    id: change.name,
    total: 100,
    used: 80,
    free: 20,
    assignedActive: 80,
    unused: 10,
    neverLoggedIn: 2,
    monthlyPrice: null,
    currency: null,
    annualWaste: null,
    status: 'Active',
    expiresAt: null,
    paidPerSeat: true,
    metering: 'seats',
    price: null,
    reasons: { 'user-deactivated': 0, frozen: 0, 'never-logged-in': 2, inactive: 8 },
    protected: { onLeave: 0, created: 0 },
    heldByDeactivated: 0,
    usedUpdatedAt: null,
    changedSince: null,
    logins: null,
    metric: null,
    unneeded: 0,
    ...change,
  };
}

/** The same for 10 a month. */
export function pricedLicense(
  name: string,
  currency: string,
  annualWaste: number,
  change: Partial<LicenseTableRow> = {},
): LicenseTableRow {
  const price = { amount: 10, per: 'month', currency, contractEnd: null } as const;
  return makeLicense({ name, monthlyPrice: 10, currency, annualWaste, price, ...change });
}
