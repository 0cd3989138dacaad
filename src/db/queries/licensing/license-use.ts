import type { LicenseKind, LicenseRef } from '../../../shared/model/licenses';
import type { LicenseUse, LicenseUsePoint } from '../../../shared/model/license-trend';
import type { Connection } from '../../connection';
import { licenses } from '../licenses';
import { DAY_MS, dayOf, iso } from '../time';
import { isHeld } from './held-seats';
import { PRICES, licenseLabels, pricesJson } from './license-labels';
import { ownRule } from './policy';

const RECORD = `
  INSERT INTO license_use (org_id, day, kind, license_id, label, total, used, assigned, idle, never_logged_in)
  VALUES (@org, @day, @kind, @id, @label, @total, @used, @assigned, @idle, @neverLoggedIn)`;

const TO_RECLAIM = `org_id = @org AND is_current = 1 AND decision = 'reclaim'`;

/** Also of seats that had come back: what is saved counts from the newest moment on. */
const GONE = `
  UPDATE seat_decision SET gone_at = @at, returned_at = NULL
  WHERE ${TO_RECLAIM} AND (gone_at IS NULL OR returned_at IS NOT NULL) AND NOT ${isHeld('seat_decision')}`;

/** What a seat costs is fixed at the latest when it is gone. */
const PRICED = `
  WITH ${PRICES}
  UPDATE seat_decision SET annual_price = price.annual, currency = price.currency
  FROM price
  WHERE org_id = @org AND is_current = 1 AND gone_at = @at AND annual_price IS NULL
    AND price.kind = seat_decision.kind AND price.id = seat_decision.license_id`;

const RETURNED = `
  UPDATE seat_decision SET returned_at = @at
  WHERE ${TO_RECLAIM} AND gone_at IS NOT NULL AND returned_at IS NULL AND ${isHeld('seat_decision')}`;

/**
 * Writes down what a complete collection found, to be called when its run has ended: every license by the
 * org's own definition of idle, in place of what another collection of the same UTC day found, or of a later
 * one (the clock was ahead then); and which of
 * the seats to be reclaimed are gone or came back. `at`: when the collection ended, epoch ms. `isWhole` false:
 * people were hidden from the run-as user, so that no seat counts as gone.
 */
export function recordLicenseUse(db: Connection, orgId: string, at: number, isWhole = true): void {
  const org = db.orgKey(orgId);
  const rows = licenses(db, orgId, ownRule(db, orgId));
  const prices = pricesJson(licenseLabels(db, org));
  const day = dayOf(at);
  db.sqlite.transaction(() => {
    db.run('DELETE FROM license_use WHERE org_id = @org AND day >= @day', { org, day });
    for (const { kind, id, name, total, used, assignedActive, unused, neverLoggedIn } of rows) {
      const counts = { total, used, assigned: assignedActive, idle: unused, neverLoggedIn };
      db.run(RECORD, { org, day, kind, id, label: name, ...counts });
    }
    if (isWhole) db.run(GONE, { org, at });
    db.run(PRICED, { org, at, prices });
    db.run(RETURNED, { org, at });
  })();
}

interface Use {
  kind: LicenseKind;
  id: string;
  day: number;
  label: string;
  total: number | null;
  used: number;
  idle: number;
}

const USE = `
  SELECT kind, license_id AS id, day, label, total, used, idle
  FROM license_use
  WHERE org_id = @org AND (@kind IS NULL OR (kind = @kind AND license_id = @id))
  ORDER BY day`;

interface Metric {
  kind: LicenseKind;
  id: string;
  day: number;
  total: number | null;
  assigned: number | null;
  active: number | null;
}

/**
 * Salesforce's own daily counts by license: Active…LicenseMetric, and for user licenses, which have none, the
 * sum of ActiveProfileMetric over the profiles of the license (Object Reference).
 */
const METRICS = `
  SELECT * FROM (
    SELECT CASE kind WHEN 'profile' THEN 'user' WHEN 'feature' THEN 'feature' ELSE 'permissionSet' END AS kind,
      CASE kind WHEN 'profile' THEN user_license_id ELSE subject END AS id,
      metrics_date / ${DAY_MS} AS day,
      CASE WHEN max(total) >= 0 THEN max(total) END AS total,
      sum(assigned_users) AS assigned, sum(active_users) AS active
    FROM license_metric WHERE org_id = @org AND metrics_date >= @since
    GROUP BY 1, 2, 3)
  WHERE id IS NOT NULL AND (@kind IS NULL OR (kind = @kind AND id = @id))
  ORDER BY day`;

/**
 * How many seats of each license were bought, used and idle by day since `since` (epoch ms), oldest first: as
 * the collections found it, and for the days before the first one as Salesforce counted it. Of licenses the
 * org no longer has only when asked for one by name.
 */
export function licenseUse(
  db: Connection,
  orgId: string,
  license: LicenseRef | null,
  since: number,
): LicenseUse[] {
  const org = db.orgKey(orgId);
  const only = { org, kind: license?.kind ?? null, id: license?.id ?? null };
  const from = dayOf(since);
  const uses = byLicense(db.all<Use>(USE, only));
  const metrics = byLicense(db.all<Metric>(METRICS, { ...only, since: from * DAY_MS }));
  const isAsked = (one: LicenseRef) =>
    license === null || (one.kind === license.kind && one.id === license.id);
  const stored = licenseLabels(db, org)
    .filter(isAsked)
    .map(({ kind, id, label }) => ({ kind, id, name: label }));
  const gone = license === null ? undefined : uses.get(keyOf(license))?.at(-1);
  const known =
    stored.length === 0 && gone !== undefined ? [{ kind: gone.kind, id: gone.id, name: gone.label }] : stored;
  return known.map((one) => ({
    ...one,
    points: pointsOf(uses.get(keyOf(one)) ?? [], metrics.get(keyOf(one)) ?? [], from),
  }));
}

function pointsOf(uses: readonly Use[], metrics: readonly Metric[], from: number): LicenseUsePoint[] {
  const first = uses[0]?.day ?? Infinity;
  const active = new Map(metrics.map((metric) => [metric.day, metric.active]));
  const before = metrics.filter(({ day }) => day < first);
  const since = uses.filter(({ day }) => day >= from);
  return [
    ...before.map(({ day, total, assigned, active: used30 }) => ({
      day: dateOf(day),
      paid: total,
      used: assigned,
      idle: null,
      active: used30,
    })),
    ...since.map(({ day, total, used, idle }) => ({
      day: dateOf(day),
      paid: total,
      used,
      idle,
      active: active.get(day) ?? null,
    })),
  ];
}

const dateOf = (day: number): string => iso(day * DAY_MS).slice(0, 10);

const keyOf = ({ kind, id }: LicenseRef): string => `${kind} ${id}`;

function byLicense<T extends LicenseRef>(rows: readonly T[]): Map<string, T[]> {
  const all = new Map<string, T[]>();
  for (const row of rows) {
    const known = all.get(keyOf(row));
    if (known === undefined) all.set(keyOf(row), [row]);
    else known.push(row);
  }
  return all;
}
