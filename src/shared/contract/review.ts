import { z } from 'zod';
import { AsOf, AsOfChoice, ChangesPage, ChangesQuery } from '../model/changes';
import { IdleRule } from '../model/idle-rule';
import { LicensePrice, LicenseTableRow, SeatsPage, SeatsQuery } from '../model/licenses';
import { Overview } from '../model/overview';
import { LimitSeries, LimitsReport, QuotaSnapshot, UsagePoint } from '../model/quota';
import { UserDetail, UsersPage, UsersQuery } from '../model/users';
import { method } from './define';

/** Everything here is answered from the database alone: it works with the network off. */
export const review = {
  overview: method(
    z.object({ orgId: z.string(), inactiveDays: z.number().int().min(1).max(3650), asOf: AsOf }),
    Overview,
  ),
  users: method(UsersQuery, UsersPage),
  user: method(
    z.object({
      orgId: z.string(),
      userId: z.string(),
      inactiveDays: z.number().int().min(1).max(3650),
      asOf: AsOf,
    }),
    UserDetail.nullable(),
  ),
  licenses: method(
    z.object({ orgId: z.string(), rule: IdleRule, asOf: AsOf }),
    z.object({ asOf: z.string().nullable(), licenses: z.array(LicenseTableRow) }),
  ),
  seats: method(SeatsQuery, SeatsPage),
  /** What was added, changed or removed between collections. */
  changes: method(ChangesQuery, ChangesPage),
  /** Moments one can look back to, newest first. */
  asOfChoices: method(z.object({ orgId: z.string() }), z.array(AsOfChoice)),
  setPrice: method(LicensePrice.extend({ orgId: z.string() }), z.void()),
  limits: method(z.object({ orgId: z.string() }), LimitsReport.extend({ quota: QuotaSnapshot.nullable() })),
  limitHistory: method(
    z.object({
      orgId: z.string(),
      names: z.array(z.string()).max(20),
      days: z.number().int().min(1).max(366),
    }),
    z.array(LimitSeries),
  ),
  usage: method(z.object({ orgId: z.string(), days: z.number().int().min(1).max(366) }), z.array(UsagePoint)),
};
