import type { LimitRow, LimitSeries, QuotaSnapshot, UsagePoint } from '../../shared/model/quota';
import type { Connection } from '../connection';
import { DAY_MS, HOUR_MS, iso } from './time';

/** Most points a chart gets per series: more would not be told apart on a screen. */
export const MAX_POINTS = 400;

export function recordLimits(
  db: Connection,
  orgId: string,
  at: number,
  limits: { name: string; max: number; remaining: number }[],
): void {
  db.sqlite.transaction(() => {
    const org = db.orgKey(orgId);
    for (const { name, max, remaining } of limits) {
      db.run(
        `INSERT OR REPLACE INTO limit_sample (org_id, name, at, max, remaining)
         VALUES (@org, @name, @at, @max, @remaining)`,
        { org, name, at, max, remaining },
      );
    }
  })();
}

export function recordUsage(db: Connection, orgId: string, at: number, used: number, max: number): void {
  db.run(
    `INSERT OR REPLACE INTO usage_sample (org_id, minute, at, used, max) VALUES (@org, @minute, @at, @used, @max)`,
    { org: db.orgKey(orgId), minute: Math.floor(at / 60_000), at, used, max },
  );
}

export function addOwnCalls(db: Connection, orgId: string, at: number, calls: number): void {
  db.sqlite.transaction(() => {
    const org = db.orgKey(orgId);
    db.run(
      `INSERT INTO own_calls (org_id, hour, calls) VALUES (@org, @hour, @calls)
       ON CONFLICT DO UPDATE SET calls = calls + excluded.calls`,
      { org, hour: Math.floor(at / HOUR_MS) * HOUR_MS, calls },
    );
    // A run that gets killed never reports its calls; this keeps its count close.
    db.run('UPDATE run SET calls_made = calls_made + @calls WHERE org_id = @org AND state IS NULL', {
      org,
      calls,
    });
  })();
}

/** Calls in the hours that began within the 24 hours before `now`. */
function ownCalls24h(db: Connection, org: number, now: number): number {
  return (
    db.get<{ n: number }>(
      'SELECT coalesce(sum(calls), 0) AS n FROM own_calls WHERE org_id = @org AND hour > @since AND hour <= @now',
      { org, since: now - DAY_MS, now },
    )?.n ?? 0
  );
}

/**
 * Our own calls of the 24 hours before `now`, rather too many than too few: the hour in which these began
 * counts in full, and so do calls written down up to a day ahead of a clock that was set back since.
 */
export function ownCalls(db: Connection, orgId: string, now: number): number {
  return (
    db.get<{ n: number }>(
      'SELECT coalesce(sum(calls), 0) AS n FROM own_calls WHERE org_id = @org AND hour > @from AND hour < @until',
      { org: db.orgKey(orgId), from: now - DAY_MS - HOUR_MS, until: now + DAY_MS },
    )?.n ?? 0
  );
}

/**
 * The newest sighting of the org's API use, from a reply's header or from /limits. What lies more than an hour
 * ahead was written down while the clock ran ahead; it must not pass for the newest until that time comes.
 */
export function quota(db: Connection, orgId: string, now: number): QuotaSnapshot | null {
  const org = db.orgKey(orgId);
  const latest = now + HOUR_MS;
  const seen = db.get<{ used: number; max: number; at: number; thresholdPercent: number }>(
    `SELECT s.used, s.max, s.at, o.threshold_percent AS thresholdPercent
     FROM (
       SELECT * FROM (SELECT used, max, at FROM usage_sample
                      WHERE org_id = @org AND minute <= @minute ORDER BY minute DESC LIMIT 1)
       UNION ALL
       SELECT * FROM (
         SELECT max - remaining, max, at FROM limit_sample
         WHERE org_id = @org AND name = 'DailyApiRequests' AND at <= @latest ORDER BY at DESC LIMIT 1)
     ) s JOIN org o ON o.id = @org
     ORDER BY s.at DESC LIMIT 1`,
    { org, latest, minute: Math.floor(latest / 60_000) },
  );
  if (seen === undefined) return null;
  return {
    used: Math.round(seen.used),
    max: Math.round(seen.max),
    at: iso(seen.at),
    thresholdPercent: seen.thresholdPercent,
    ownCalls24h: ownCalls24h(db, org, now),
  };
}

/** Every limit as it stood when the limits were last read. */
export function latestLimits(db: Connection, orgId: string): { asOf: string | null; limits: LimitRow[] } {
  const org = db.orgKey(orgId);
  const at =
    db.get<{ at: number | null }>('SELECT max(at) AS at FROM limit_sample WHERE org_id = @org', { org })
      ?.at ?? null;
  if (at === null) return { asOf: null, limits: [] };
  const rows = db.all<{ name: string; max: number; remaining: number }>(
    'SELECT name, max, remaining FROM limit_sample WHERE org_id = @org AND at = @at ORDER BY name',
    { org, at },
  );
  return {
    asOf: iso(at),
    limits: rows.map(({ name, max, remaining }) => {
      const used = max - remaining;
      return {
        name,
        max,
        remaining,
        used,
        usedPercent: max > 0 ? Math.round((used / max) * 1000) / 10 : null,
      };
    }),
  };
}

/**
 * Limits over time, each thinned out in SQL to at most some 400 points: the span from `since` to the newest
 * sample is cut into equal slots, and the last sample of each slot stands for it.
 */
export function limitHistory(
  db: Connection,
  orgId: string,
  names: string[] | null,
  since: number,
): LimitSeries[] {
  const org = db.orgKey(orgId);
  const wanted =
    names ??
    db
      .all<{ name: string }>('SELECT DISTINCT name FROM limit_sample WHERE org_id = @org AND at >= @since', {
        org,
        since,
      })
      .map((row) => row.name);
  return [...wanted].sort().map((name) => {
    const span = db.get<{ first: number | null; last: number | null }>(
      'SELECT min(at) AS first, max(at) AS last FROM limit_sample WHERE org_id = @org AND name = @name AND at >= @since',
      { org, name, since },
    );
    // With a single max(), SQLite takes the bare columns from the row that has it.
    const points = db.all<{ at: number; max: number; remaining: number }>(
      `SELECT max(at) AS at, "max", remaining FROM limit_sample
       WHERE org_id = @org AND name = @name AND at >= @since GROUP BY CAST((at - @first) / @slot AS INTEGER) ORDER BY 1`,
      { org, name, since, ...slots(span) },
    );
    return { name, points: points.map((point) => ({ ...point, at: iso(point.at) })) };
  });
}

/** Org-wide use over time with our share of it, thinned out like `limitHistory`. */
export function usage(db: Connection, orgId: string, since: number): UsagePoint[] {
  const org = db.orgKey(orgId);
  const span = db.get<{ first: number | null; last: number | null }>(
    'SELECT min(at) AS first, max(at) AS last FROM usage_sample WHERE org_id = @org AND minute >= @minute AND at >= @since',
    { org, since, minute: Math.floor(since / 60_000) },
  );
  const points = db.all<{ at: number; used: number; max: number }>(
    `SELECT max(at) AS at, used, "max" FROM usage_sample
     WHERE org_id = @org AND minute >= @minute AND at >= @since GROUP BY CAST((at - @first) / @slot AS INTEGER) ORDER BY 1`,
    { org, since, minute: Math.floor(since / 60_000), ...slots(span) },
  );
  return points.map(({ at, used, max }) => ({ at: iso(at), used, max, own: ownCalls24h(db, org, at) }));
}

function slots(span: { first: number | null; last: number | null } | undefined): {
  first: number;
  slot: number;
} {
  const first = span?.first ?? 0;
  const last = span?.last ?? first;
  return { first, slot: Math.max(1, Math.ceil((last - first + 1) / MAX_POINTS)) };
}
