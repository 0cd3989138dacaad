import { AppError } from '../../../shared/model/errors';
import { type HeatMap, QUARTER_MS, type QuarterLogins } from '../../../shared/model/sign-in-map';
import type { Connection } from '../../connection';
import { quartersOfUser } from '../logins';
import { DAY_MS, iso } from '../time';
import { firstDayOf } from './country-logins';
import { timeZoneOf } from './inputs';
import { type HourOfWeek, hourOfWeekIn } from './zone-hours';

const QUARTERS = `
  SELECT quarter, logins, failures FROM login_quarter WHERE org_id = @org AND quarter >= @from ORDER BY quarter`;

/**
 * Sign-ins of the last `days` days (UTC) by hour and weekday on the clocks of a time zone: of everybody, or of
 * one user. Zone null: the org's own. Throws UNKNOWN_TIME_ZONE.
 */
export function heatMap(
  db: Connection,
  orgId: string,
  days: number,
  userId: string | null,
  timeZone: string | null,
): HeatMap {
  const org = db.orgKey(orgId);
  const zone = timeZone ?? timeZoneOf(db, org);
  const hourOfWeek = hoursOf(zone);
  const first = firstDayOf(db, org, days);
  const from = (first ?? 0) * DAY_MS;
  const quarters =
    first === null
      ? []
      : userId === null
        ? db.all<QuarterLogins>(QUARTERS, { org, from: from / QUARTER_MS })
        : quartersOfUser(db, org, userId, from);
  const logins = week();
  const failures = week();
  for (const counted of quarters) {
    const hours = hourOfWeek(counted.quarter);
    const [weekday, hour] = [Math.floor(hours / 24), hours % 24];
    addTo(logins, weekday, hour, counted.logins);
    addTo(failures, weekday, hour, counted.failures);
  }
  const [oldest, newest] = [quarters[0], quarters.at(-1)];
  return {
    timeZone: zone,
    since: oldest === undefined ? null : iso(oldest.quarter * QUARTER_MS),
    until: newest === undefined ? null : iso((newest.quarter + 1) * QUARTER_MS),
    logins,
    failures,
  };
}

const week = (): number[][] => Array.from({ length: 7 }, () => new Array<number>(24).fill(0));

function addTo(counts: number[][], weekday: number, hour: number, more: number): void {
  const day = counts[weekday];
  if (day !== undefined) day[hour] = (day[hour] ?? 0) + more;
}

function hoursOf(zone: string): HourOfWeek {
  try {
    return hourOfWeekIn(zone);
  } catch (cause) {
    throw new AppError({
      code: 'UNKNOWN_TIME_ZONE',
      kind: 'usage',
      message: `This computer knows no time zone called “${zone}”.`,
      fix: 'Choose a zone by its IANA name, such as Europe/Berlin or UTC.',
      cause,
    });
  }
}
