import { z } from 'zod';

/** Why a seat is reclaimable; the first that fits. */
export const SeatReason = z.enum(['user-deactivated', 'frozen', 'never-logged-in', 'inactive']);
export type SeatReason = z.infer<typeof SeatReason>;

/**
 * What a reason alone does not say.
 * - `only-failed-logins`: never logged in, but somebody tried with this name.
 * - `no-api-use`: an integration user, judged by what it does through an API; it never did, or not for long.
 * - `external-rule`: an external user, judged by the threshold for those.
 */
export const SeatDetail = z.enum(['only-failed-logins', 'no-api-use', 'external-rule']);
export type SeatDetail = z.infer<typeof SeatDetail>;

export const DEFAULT_INACTIVE_DAYS = 90;
export const DEFAULT_GRACE_DAYS = 7;

const days = z.number().int().min(1).max(3650);

const policy = {
  /** Never logged in counts so many days after the user was created. */
  graceDays: z.number().int().min(0).max(365),
  /** People created within so many days are never idle; 0: only the grace period protects them. */
  newUserDays: z.number().int().min(0).max(365),
  /** Threshold for external (community, partner, portal) users; null: that of everybody. */
  externalDays: days.nullable(),
  /** Whether integration users are judged by what they do through an API, whoever logs in with their name. */
  integration: z.enum(['any-login', 'api-only']),
  /** Threshold for integration users; null: that of everybody. */
  integrationDays: days.nullable(),
  /** Whether people on leave are left out. */
  exceptions: z.boolean(),
};

/** What "unused" means for one org besides its threshold, as the admin set it. */
export const IdlePolicy = z.object(policy);
export type IdlePolicy = z.infer<typeof IdlePolicy>;

/** What the window begins with. */
export const DEFAULT_POLICY: IdlePolicy = {
  graceDays: DEFAULT_GRACE_DAYS,
  newUserDays: 0,
  externalDays: null,
  integration: 'api-only',
  integrationDays: null,
  exceptions: true,
};

/**
 * What "unused" means for one question. The defaults are those of `seatwatch licenses`: 90 days, 7 days of
 * grace, any login counts, nobody excepted, free licenses left out.
 */
export const IdleRule = z.object({
  inactiveDays: days.default(DEFAULT_INACTIVE_DAYS),
  includeFree: z.boolean().default(false),
  graceDays: policy.graceDays.default(DEFAULT_GRACE_DAYS),
  newUserDays: policy.newUserDays.default(0),
  externalDays: policy.externalDays.default(null),
  integration: policy.integration.default('any-login'),
  integrationDays: policy.integrationDays.default(null),
  exceptions: policy.exceptions.default(false),
});
export type IdleRule = z.infer<typeof IdleRule>;

/** How idle seats are spread over days, so that any threshold can be applied without asking again. */
export const IdleCurve = z.object({
  asOf: z.string().nullable(),
  licenses: z.array(
    z.object({
      kind: z.enum(['user', 'permissionSet', 'package', 'feature']),
      id: z.string(),
      /** Idle whatever the threshold: deactivated, frozen, never logged in, or judged by a threshold of their own. */
      always: z.number().int(),
      /** [whole days idle, seats], ascending by days: idle when days >= threshold. */
      byDays: z.array(z.tuple([z.number().int(), z.number().int()])),
    }),
  ),
});
export type IdleCurve = z.infer<typeof IdleCurve>;
