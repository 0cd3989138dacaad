import type { Relation, RelationRow } from '../../../shared/model/relations';
import { SeatsQuery } from '../../../shared/model/licenses';
import type { Connection } from '../../connection';
import { is, maybe, relation } from '../../relations/define';
import { ownRule } from '../licensing/policy';
import { seats } from '../seats';

/**
 * The list of unused seats as the window shows it, by the org's own definition of idle. It is not in any table:
 * no SQL of a reader would judge exactly as the product does.
 */
export const IDLE_SEATS: Relation = {
  ...relation({
    name: 'idle_seats',
    description:
      "Seats that can be reclaimed: one row per person and license, judged by the org's own definition of idle.",
    from: '',
    columns: [
      is.text('kind', 'user, permissionSet, package or feature.'),
      is.text('license_id', 'Id of the license; of a feature its name.'),
      is.text('user_id', 'User.Id of the holder.'),
      is.text('license', 'Name of the license.'),
      is.text('reason', 'user-deactivated, frozen, never-logged-in or inactive: the first that fits.'),
      maybe.text(
        'detail',
        'What the reason alone does not say: only-failed-logins, no-api-use, external-rule.',
      ),
      maybe.timestamp('last_login_at', 'When the holder was last seen; null: never.'),
      maybe.real('monthly_price', 'What the seat costs a month; null: no price was entered.'),
      maybe.text('currency', 'Currency of the prices.'),
      maybe.real('annual_saving', 'What a year without the seat saves.'),
      maybe.text('decision', 'keep, reclaim or ask, if somebody decided; null: not decided.'),
    ],
    key: ['kind', 'license_id', 'user_id'],
  }),
  sql: '',
};

const PAGE = 20_000;

/** Rows of `IDLE_SEATS` without `org_id`, in no order that matters. */
export function* idleSeats(db: Connection, orgId: string): Generator<RelationRow> {
  const rule = ownRule(db, orgId);
  const query = SeatsQuery.parse({ orgId, asOf: null, rule });
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = seats(db, { ...query, offset, limit: PAGE });
    for (const row of rows)
      yield [
        row.licenseKind,
        row.licenseId,
        row.userId,
        row.license,
        row.reason,
        row.detail,
        row.lastLoginAt === null ? null : Date.parse(row.lastLoginAt),
        row.monthlyPrice,
        row.currency,
        row.annualSaving,
        row.decision,
      ];
    if (rows.length < PAGE) return;
  }
}
