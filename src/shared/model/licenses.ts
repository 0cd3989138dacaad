import { z } from 'zod';
import { AsOf } from './changes';
import { IdleRule, SeatDetail, SeatReason } from './idle-rule';
import { CurrencyAmount, SeatPrice } from './prices';
import { Decision, GroupBy } from './reclaim';

/** `feature`: the UserPermissions* flags of a user (Marketing User, Service Cloud User …). */
export const LicenseKind = z.enum(['user', 'permissionSet', 'package', 'feature']);
export type LicenseKind = z.infer<typeof LicenseKind>;

/** One license of an org. */
export const LicenseRef = z.object({ kind: LicenseKind, id: z.string() });
export type LicenseRef = z.infer<typeof LicenseRef>;

/** A license held by somebody. */
export const SeatRef = LicenseRef.extend({ userId: z.string() });
export type SeatRef = z.infer<typeof SeatRef>;

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

/** What a license is paid by: seats held, logins a month, or once for everybody. */
export const LicenseMetering = z.enum(['seats', 'logins', 'unlimited']);
export type LicenseMetering = z.infer<typeof LicenseMetering>;

/** A license with what the page needs beyond the headless shape. */
export const LicenseTableRow = LicenseRow.extend({
  id: z.string(),
  /** "Active", "Disabled", "Expired", "Free", "Trial" ... as Salesforce says. */
  status: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** False for licenses nobody pays per seat for (Chatter Free, guest, login-based ...). */
  paidPerSeat: z.boolean(),
  metering: LicenseMetering,
  /** As entered; null until then. `monthlyPrice` and `annualWaste` follow from it. */
  price: SeatPrice.nullable(),
  /** The unused seats by reason. */
  reasons: z.record(SeatReason, z.number().int()),
  /** Seats that only an exception keeps off the unused list: of people on leave, and of people just created. */
  protected: z.object({ onLeave: z.number().int(), created: z.number().int() }),
  /** Seats of deactivated users, who are not in `assignedActive`. */
  heldByDeactivated: z.number().int(),
  /** When Salesforce last counted `used` of user licenses; null where it does not say. */
  usedUpdatedAt: z.string().nullable(),
  /** Seats given to or taken from users since `usedUpdatedAt`, as far as the collections saw it; null: unknown. */
  changedSince: z.number().int().nullable(),
  /** Of login-based licenses: logins bought per month, and made this month so far. */
  logins: z.object({ entitlement: z.number().int(), used: z.number().int().nullable() }).nullable(),
  /** Salesforce's own count of who used it within 30 days (Active…LicenseMetric), with the day it is of. */
  metric: z
    .object({
      at: z.string(),
      total: z.number().int().nullable(),
      assigned: z.number().int().nullable(),
      active: z.number().int().nullable(),
    })
    .nullable(),
  /** Seats of a permission set license held without any of its permission sets; 0 for the other kinds. */
  unneeded: z.number().int(),
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
  // Further columns; the ones above are the contract.
  /** What the reason alone does not say; null: nothing. */
  detail: SeatDetail.nullable(),
  department: z.string().nullable(),
  manager: z.string().nullable(),
  managerEmail: z.string().nullable(),
  country: z.string().nullable(),
  /** Successes in so many times 24 hours before `asOf`. */
  logins30d: z.number().int(),
  logins90d: z.number().int(),
  logins180d: z.number().int(),
  /** Ways of signing in seen in the last 180 days, separated by blanks: "ui api mobile sso". */
  access: z.string(),
  /** Labels of everything the user holds, separated by "; ". */
  licensesHeld: z.string(),
  decision: Decision.nullable(),
  decisionNote: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
});
export type UnusedSeat = z.infer<typeof UnusedSeat>;

/** A seat with what the window needs to act on it. */
export const SeatTableRow = UnusedSeat.extend({
  licenseId: z.string(),
  /** The row of the assignment in Salesforce (PermissionSetLicenseAssign, UserPackageLicense); null for others. */
  assignmentId: z.string().nullable(),
  managerId: z.string().nullable(),
  /** User.LastLoginDate, and the newest successful login stored: `lastLoginAt` is the later of the two. */
  userLastLoginAt: z.string().nullable(),
  storedLoginAt: z.string().nullable(),
  /** Newest use through an API: sign-in, token, or counted requests. Only looked for where it is judged by. */
  lastApiUseAt: z.string().nullable(),
  /** Whole days since what the user is judged by; null: never. */
  daysIdle: z.number().int().nullable(),
  failedLogins30d: z.number().int(),
  isIntegration: z.boolean(),
  isExternal: z.boolean(),
});
export type SeatTableRow = z.infer<typeof SeatTableRow>;

export const SeatsQuery = z.object({
  orgId: z.string(),
  /** Look back to this moment; null: the newest data. */
  asOf: AsOf,
  rule: IdleRule,
  /** Restrict to one license; null for all. */
  license: LicenseRef.nullable().default(null),
  /** Empty: every kind. The headless contract knows user, permissionSet and package only. */
  kinds: z.array(LicenseKind).default([]),
  /** Empty: every reason. */
  reasons: z.array(SeatReason).default([]),
  /** 'none': not decided yet. Empty: whatever was decided. */
  decisions: z.array(z.enum([...Decision.options, 'none'])).default([]),
  /** Only people of one department, profile, manager (user id) or country; `value` null: of none. */
  group: z.object({ by: GroupBy, value: z.string().nullable() }).nullable().default(null),
  /** Only these seats, for lists of what somebody ticked; null: all. */
  only: z.array(SeatRef).max(5_000).nullable().default(null),
  search: z.string().max(200).default(''),
  sort: z
    .enum(['name', 'license', 'lastLoginAt', 'reason', 'annualSaving', 'department', 'manager'])
    .default('lastLoginAt'),
  descending: z.boolean().default(false),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type SeatsQuery = z.infer<typeof SeatsQuery>;

export const SeatsPage = z.object({
  asOf: z.string().nullable(),
  total: z.number().int(),
  rows: z.array(SeatTableRow),
  /** What all seats that match cost per year and currency, largest first; left out where nobody added it up. */
  annual: z.array(CurrencyAmount).optional(),
});
export type SeatsPage = z.infer<typeof SeatsPage>;

/** A price for one license of one org; null removes it. */
export const LicensePrice = z.object({
  kind: LicenseKind,
  licenseId: z.string(),
  price: SeatPrice.nullable(),
});
export type LicensePrice = z.infer<typeof LicensePrice>;
