import { z } from 'zod';
import { AsOf } from './changes';
import { LicenseKind } from './licenses';

/**
 * Where a user stands. One state each, first that fits: deactivated, frozen, never-logged-in,
 * inactive (last seen N x 24 h ago or longer), active.
 */
export const UserState = z.enum(['active', 'inactive', 'never-logged-in', 'frozen', 'deactivated']);
export type UserState = z.infer<typeof UserState>;

/** One row of the users table. Times ISO 8601 UTC, ids 18 characters. */
export const UserRow = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  isActive: z.boolean(),
  isFrozen: z.boolean(),
  profile: z.string().nullable(),
  userType: z.string().nullable(),
  license: z.string().nullable(),
  createdAt: z.string(),
  lastLoginAt: z.string().nullable(),
  daysSinceLogin: z.number().int().nullable(),
  logins30d: z.number().int(),
  failedLogins30d: z.number().int(),
});
export type UserRow = z.infer<typeof UserRow>;

export const UserTableRow = UserRow.extend({ state: UserState });
export type UserTableRow = z.infer<typeof UserTableRow>;

export const UserSortColumn = z.enum([
  'name',
  'username',
  'profile',
  'license',
  'state',
  'createdAt',
  'lastLoginAt',
  'logins30d',
  'failedLogins30d',
]);
export type UserSortColumn = z.infer<typeof UserSortColumn>;

/** A slice of the users table; filtering and sorting happen in SQL. */
export const UsersQuery = z.object({
  orgId: z.string(),
  /** Look back to this moment; null: the newest data. */
  asOf: AsOf,
  /** Matches name, username or email, case-insensitively. */
  search: z.string().max(200).default(''),
  states: z.array(UserState).default([]),
  licenses: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  inactiveDays: z.number().int().min(1).max(3650),
  sort: UserSortColumn.default('name'),
  descending: z.boolean().default(false),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type UsersQuery = z.infer<typeof UsersQuery>;

export const UsersPage = z.object({
  asOf: z.string().nullable(),
  /** Rows that match the filters. */
  total: z.number().int(),
  /** All users of the org. */
  all: z.number().int(),
  rows: z.array(UserTableRow),
  /** Distinct values to filter by. */
  facets: z.object({ licenses: z.array(z.string()), profiles: z.array(z.string()) }),
});
export type UsersPage = z.infer<typeof UsersPage>;

/** `seatwatch logins --json`. */
export const LoginRow = z.object({
  id: z.string(),
  userId: z.string(),
  username: z.string().nullable(),
  loginTime: z.string(),
  status: z.string().nullable(),
  success: z.boolean(),
  loginType: z.string().nullable(),
  loginSubType: z.string().nullable(),
  sourceIp: z.string().nullable(),
  countryIso: z.string().nullable(),
  city: z.string().nullable(),
  browser: z.string().nullable(),
  platform: z.string().nullable(),
  application: z.string().nullable(),
  clientVersion: z.string().nullable(),
  apiType: z.string().nullable(),
  apiVersion: z.string().nullable(),
  tlsProtocol: z.string().nullable(),
  authMethodReference: z.string().nullable(),
});
export type LoginRow = z.infer<typeof LoginRow>;

/** The drawer that opens on one user: identity, licenses held, newest logins. */
export const UserDetail = z.object({
  user: UserTableRow,
  licenses: z.array(z.object({ kind: LicenseKind, name: z.string() })),
  recentLogins: z.array(LoginRow),
});
export type UserDetail = z.infer<typeof UserDetail>;
