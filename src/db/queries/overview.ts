import type { IdleRule } from '../../shared/model/idle-rule';
import type { LicenseTableRow } from '../../shared/model/licenses';
import type { Money, Overview } from '../../shared/model/overview';
import { annualPrice } from '../../shared/model/prices';
import type { Connection } from '../connection';
import { activity } from './activity';
import { licenseReport } from './licenses';
import { historySpan } from './logins';
import { peopleOf } from './people';
import { quota } from './quota';
import { lastRun } from './runs';
import type { ReasonCount } from './seat-counts';
import { iso, money } from './time';
import {
  ACTIVE,
  DEACTIVATED,
  FROZEN,
  INACTIVE,
  NEVER_LOGGED_IN,
  USER_STATES,
  asOfOf,
  stateLimits,
  statesOf,
} from './user-state';

const ACTIVITY_DAYS = 180;
const TOP_LICENSES = 6;

/** Everything the overview page shows, in one request. */
export function overview(db: Connection, orgId: string, rule: IdleRule, now: number): Overview {
  const org = db.orgKey(orgId);
  const asOf = asOfOf(db, org);
  const { rows, counts } = licenseReport(db, orgId, rule);
  const paidUserLicenses = rows.filter((row) => row.kind === 'user' && row.paidPerSeat);
  const sum = (pick: (row: LicenseTableRow) => number) =>
    paidUserLicenses.reduce((total, row) => total + pick(row), 0);
  const span = historySpan(db, orgId);
  return {
    asOf: iso(asOf),
    seats: {
      paid: sum((row) => row.total ?? 0),
      used: sum((row) => row.used),
      free: sum((row) => Math.max(0, row.free ?? 0)),
      unused: sum((row) => row.unused),
    },
    reasons: reasons(counts),
    waste: waste(rows),
    users: asOf === null ? NO_USERS : userCounts(db, org, asOf, rule),
    activity: asOf === null ? [] : activity(db, org, asOf, ACTIVITY_DAYS),
    topLicenses: rows
      .filter((row) => row.unused > 0)
      .sort((a, b) => b.unused - a.unused)
      .slice(0, TOP_LICENSES),
    lastRun: lastRun(db, orgId),
    quota: quota(db, orgId, now),
    historySince: span.since,
    historyUntil: span.until,
  };
}

function reasons(counts: readonly ReasonCount[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { reason, n } of counts) found[reason] = (found[reason] ?? 0) + n;
  return found;
}

/** What unused seats and seats nobody holds cost, per currency. Unlimited licenses have no free seats. */
function waste(rows: readonly LicenseTableRow[]): Money[] {
  const annual = new Map<string, number>();
  for (const { price, metering, paidPerSeat, unused, free } of rows) {
    if (price === null || metering !== 'seats' || !paidPerSeat) continue;
    const cost = (unused + Math.max(0, free ?? 0)) * annualPrice(price);
    annual.set(price.currency, (annual.get(price.currency) ?? 0) + cost);
  }
  return [...annual]
    .map(([currency, amount]) => ({ currency, monthly: money(amount / 12), annual: money(amount) }))
    .sort((a, b) => b.annual - a.annual);
}

const NO_USERS: Overview['users'] = {
  total: 0,
  active: 0,
  inactive: 0,
  neverLoggedIn: 0,
  frozen: 0,
  deactivated: 0,
};

function userCounts(db: Connection, org: number, asOf: number, rule: IdleRule): Overview['users'] {
  const people = peopleOf(db, org);
  const counts = USER_STATES.map(() => 0);
  for (const state of statesOf(people, stateLimits(asOf, rule.inactiveDays, rule.graceDays)))
    counts[state] = (counts[state] ?? 0) + 1;
  const count = (state: number) => counts[state] ?? 0;
  return {
    total: people.count,
    active: count(ACTIVE),
    inactive: count(INACTIVE),
    neverLoggedIn: count(NEVER_LOGGED_IN),
    frozen: count(FROZEN),
    deactivated: count(DEACTIVATED),
  };
}
