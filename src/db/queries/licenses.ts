import type { IdleRule, SeatReason } from '../../shared/model/idle-rule';
import type { LicenseTableRow } from '../../shared/model/licenses';
import { annualPrice, monthlyPrice } from '../../shared/model/prices';
import type { Connection } from '../connection';
import { meteringOf } from '../free-licenses';
import { seatChangesSince } from './licensing/changed-seats';
import { featuresInUse } from './licensing/features';
import { CREATED, NEVER_LOGGED_IN, ON_LEAVE, REASONS, judge } from './licensing/judging';
import { newestMetrics } from './licensing/metrics';
import { idlePolicy } from './licensing/policy';
import { unneededCounts } from './licensing/suggestions';
import { peopleOf } from './people';
import {
  type ReasonCount,
  assignedActive,
  assignedInactive,
  countedLicenses,
  reasonCounts,
  verdictCounts,
} from './seat-counts';
import { freeLicenseIds, storedLicenses } from './stored-licenses';
import { iso, money } from './time';
import { asOfOf } from './user-state';

/** Every license of the org; expired and disabled ones too, though their seats are not "unused". */
export function licenses(db: Connection, orgId: string, rule: IdleRule): LicenseTableRow[] {
  return licenseReport(db, orgId, rule).rows;
}

/** The licenses together with the counts of unused seats they were made from. */
export function licenseReport(
  db: Connection,
  orgId: string,
  rule: IdleRule,
): { rows: LicenseTableRow[]; counts: ReasonCount[] } {
  const org = db.orgKey(orgId);
  const people = peopleOf(db, org);
  const stored = storedLicenses(db, org, featuresInUse(people));
  const asOf = asOfOf(db, org);
  if (asOf === null) return { rows: [], counts: [] };
  const free = new Set(freeLicenseIds(stored));
  const counted = new Set(countedLicenses(stored, rule));
  const byVerdict = verdictCounts(people, judge(db, org, people, rule, asOf));
  const facts = {
    assigned: assignedActive(people),
    deactivated: assignedInactive(people),
    metrics: newestMetrics(db, org),
    changed: seatChangesSince(db, org, stored),
    unneeded: unneededCounts(db, org, idlePolicy(db, orgId).neededAnyway),
  };
  const rows = stored.map((license): LicenseTableRow => {
    const on = (verdict: number) => (counted.has(license) ? byVerdict(license.id, verdict) : 0);
    const reasons = Object.fromEntries([...REASONS].map(([verdict, reason]) => [reason, on(verdict)]));
    const unused = Object.values(reasons).reduce((sum, n) => sum + n, 0);
    const assigned = facts.assigned.get(license.id) ?? 0;
    const used = license.used ?? assigned;
    const total = license.total === null || license.total < 0 ? null : license.total;
    const metering = meteringOf(license);
    const { price } = license;
    const isPriced = price !== null && metering === 'seats';
    return {
      kind: license.kind,
      name: license.label,
      developerName: license.developerName,
      total,
      used,
      free: total === null ? null : total - used,
      assignedActive: assigned,
      unused,
      neverLoggedIn: on(NEVER_LOGGED_IN),
      monthlyPrice: price === null ? null : monthlyPrice(price),
      currency: price?.currency ?? null,
      annualWaste: isPriced ? money(unused * annualPrice(price)) : null,
      id: license.id,
      status: license.status,
      expiresAt: iso(license.expiresAt),
      paidPerSeat: !free.has(license.id),
      metering,
      price,
      reasons: reasons as Record<SeatReason, number>,
      protected: { onLeave: on(ON_LEAVE), created: on(CREATED) },
      heldByDeactivated: facts.deactivated.get(license.id) ?? 0,
      usedUpdatedAt: iso(license.usedUpdatedAt),
      changedSince: facts.changed.get(license.id) ?? null,
      logins:
        license.monthlyLoginsEntitlement === null || license.monthlyLoginsEntitlement === 0
          ? null
          : { entitlement: license.monthlyLoginsEntitlement, used: license.monthlyLoginsUsed },
      metric: facts.metrics.get(`${license.kind} ${license.id}`) ?? null,
      unneeded: facts.unneeded.get(license.id) ?? 0,
    };
  });
  return { rows, counts: reasonCounts(byVerdict, [...counted]) };
}
