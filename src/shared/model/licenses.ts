import { z } from 'zod';
import { AsOf } from './changes';

export const LicenseKind = z.enum(['user', 'permissionSet', 'package']);
export type LicenseKind = z.infer<typeof LicenseKind>;

/** Why a seat is reclaimable; the first that fits. */
export const SeatReason = z.enum(['user-deactivated', 'frozen', 'never-logged-in', 'inactive']);
export type SeatReason = z.infer<typeof SeatReason>;

/** One license of `licenses --json`. Prices are null until the admin enters them. */
export const LicenseRow = z.object({
  kind: LicenseKind,
  name: z.string(),
  developerName: z.string(),
  /** null when unlimited. */
  total: z.number().int().nullable(),
  /** As Salesforce reports it (may be from yesterday). */
  used: z.number().int(),
  free: z.number().int().nullable(),
  /** Our own count of seats held by active users. */
  assignedActive: z.number().int(),
  /** Assigned seats that the unused list contains. */
  unused: z.number().int(),
  /** Of these, held by users who never logged in. */
  neverLoggedIn: z.number().int(),
  monthlyPrice: z.number().nullable(),
  currency: z.string().nullable(),
  annualWaste: z.number().nullable(),
});
export type LicenseRow = z.infer<typeof LicenseRow>;

/** A license with what the page needs beyond the headless shape. */
export const LicenseTableRow = LicenseRow.extend({
  id: z.string(),
  /** "Active", "Disabled", "Expired", "Free", "Trial" ... as Salesforce says. */
  status: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** False for licenses nobody pays per seat for (Chatter Free, guest, login-based ...). */
  paidPerSeat: z.boolean(),
});
export type LicenseTableRow = z.infer<typeof LicenseTableRow>;

export const LicensesReport = z.object({
  org: z.string(),
  asOf: z.string().nullable(),
  licenses: z.array(LicenseRow),
});
export type LicensesReport = z.infer<typeof LicensesReport>;

/** One reclaimable seat: the columns of the unused-licenses CSV, in camelCase and in that order. */
export const UnusedSeat = z.object({
  org: z.string(),
  licenseKind: LicenseKind,
  license: z.string(),
  userId: z.string(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  profile: z.string().nullable(),
  createdAt: z.string(),
  lastLoginAt: z.string().nullable(),
  daysSinceLogin: z.number().int().nullable(),
  reason: SeatReason,
  monthlyPrice: z.number().nullable(),
  currency: z.string().nullable(),
  annualSaving: z.number().nullable(),
});
export type UnusedSeat = z.infer<typeof UnusedSeat>;

/** What "unused" means for one question. Defaults: 90 days idle, 7 days grace, free licenses left out. */
export const IdleRule = z.object({
  inactiveDays: z.number().int().min(1).max(3650).default(90),
  graceDays: z.number().int().min(0).max(365).default(7),
  includeFree: z.boolean().default(false),
});
export type IdleRule = z.infer<typeof IdleRule>;
export const DEFAULT_INACTIVE_DAYS = 90;
export const DEFAULT_GRACE_DAYS = 7;

export const SeatsQuery = z.object({
  orgId: z.string(),
  /** Look back to this moment; null: the newest data. */
  asOf: AsOf,
  rule: IdleRule,
  /** Restrict to one license; null for all. */
  license: z.object({ kind: LicenseKind, id: z.string() }).nullable().default(null),
  search: z.string().max(200).default(''),
  sort: z.enum(['name', 'license', 'lastLoginAt', 'reason', 'annualSaving']).default('lastLoginAt'),
  descending: z.boolean().default(false),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type SeatsQuery = z.infer<typeof SeatsQuery>;

export const SeatsPage = z.object({
  asOf: z.string().nullable(),
  total: z.number().int(),
  rows: z.array(UnusedSeat),
});
export type SeatsPage = z.infer<typeof SeatsPage>;

/** A price for one license of one org. */
export const LicensePrice = z.object({
  kind: LicenseKind,
  licenseId: z.string(),
  /** Per seat and month; null removes the price. */
  monthlyPrice: z.number().min(0).max(1_000_000).nullable(),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD.'),
});
export type LicensePrice = z.infer<typeof LicensePrice>;
