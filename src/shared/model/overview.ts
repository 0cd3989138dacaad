import { z } from 'zod';
import { QuotaSnapshot } from './quota';
import { RunSummary } from './run';
import { LicenseTableRow } from './licenses';

export const ActivityPoint = z.object({
  /** UTC calendar day, YYYY-MM-DD. */
  day: z.string(),
  activeUsers: z.number().int(),
  logins: z.number().int(),
  failures: z.number().int(),
});
export type ActivityPoint = z.infer<typeof ActivityPoint>;

export const Money = z.object({ currency: z.string(), monthly: z.number(), annual: z.number() });
export type Money = z.infer<typeof Money>;

export const Overview = z.object({
  asOf: z.string().nullable(),
  /** User licenses paid per seat only. */
  seats: z.object({
    paid: z.number().int(),
    used: z.number().int(),
    free: z.number().int(),
    unused: z.number().int(),
  }),
  /** Reclaimable seats over all license kinds, by reason. */
  reasons: z.record(z.string(), z.number().int()),
  /** Cost of unused and of free seats per currency; empty until prices are set. */
  waste: z.array(Money),
  users: z.object({
    total: z.number().int(),
    active: z.number().int(),
    inactive: z.number().int(),
    neverLoggedIn: z.number().int(),
    frozen: z.number().int(),
    deactivated: z.number().int(),
  }),
  activity: z.array(ActivityPoint),
  /** Largest unused counts first, at most 6. */
  topLicenses: z.array(LicenseTableRow),
  lastRun: RunSummary.nullable(),
  quota: QuotaSnapshot.nullable(),
  historySince: z.string().nullable(),
  historyUntil: z.string().nullable(),
});
export type Overview = z.infer<typeof Overview>;
