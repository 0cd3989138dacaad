import Sqlite from 'better-sqlite3';
import { SEVERITIES, type Severity } from '../../src/shared/model/checks';
import { DAY } from '../builders/db';
import type { Everyday, Planted } from './plot';

// Holds what was found against what was planted.

export interface Found {
  check: string;
  key: string;
  severity: Severity;
  userId: string | null;
  ip: string | null;
  app: string | null;
  firstAt: number;
  lastAt: number;
  summary: string;
  evidence: Record<string, unknown>;
}

/** Every finding there is, whatever became of it. Read past the program: it must not be asked about itself. */
export function findingsIn(file: string): Found[] {
  const db = new Sqlite(file, { readonly: true });
  try {
    const rows = db
      .prepare<[], Omit<Found, 'evidence'> & { evidence: string }>(
        `SELECT check_id AS "check", key, severity, user_id AS userId, ip, app, first_seen_at AS firstAt,
           coalesce(last_seen_at, first_seen_at) AS lastAt, summary, evidence
         FROM finding ORDER BY check_id, key`,
      )
      .all();
    return rows.map((row) => ({ ...row, evidence: JSON.parse(row.evidence) as Found['evidence'] }));
  } finally {
    db.close();
  }
}

export interface Measure {
  check: string;
  planted: number;
  recalled: number;
  found: number;
  /** Of a planted attack, or rightly found beside one. */
  right: number;
  /** Of everyday life, and just what the check says. */
  everyday: number;
  /** Neither, by severity. */
  wrong: Record<Severity, number>;
}

export interface Verdict {
  measures: Measure[];
  missed: Planted[];
  wrong: Found[];
}

/** How long after an attack what follows from it may still be spoken of. */
const AFTERMATH = 3 * DAY;

const touches = (found: Found, from: number, to: number): boolean =>
  found.firstAt <= to && found.lastAt >= from;

function isAbout(found: Found, { check, about, from, to }: Planted): boolean {
  if (found.check !== check || !touches(found, from - DAY, to + DAY)) return false;
  const { userId, ip, app, country } = about;
  const says = JSON.stringify([found.key, found.summary, found.evidence]);
  return (
    (userId === undefined || found.userId === userId) &&
    (ip === undefined || found.ip === ip || says.includes(ip)) &&
    (app === undefined || found.app === app) &&
    (country === undefined || says.includes(country))
  );
}

function isBeside(found: Found, { check, also, users, ips, from, to }: Planted): boolean {
  return (
    (found.check === check || also.includes(found.check)) &&
    touches(found, from, to + AFTERMATH) &&
    ((found.userId !== null && users.includes(found.userId)) || (found.ip !== null && ips.includes(found.ip)))
  );
}

/** Pointed out rightly, though nobody means harm: as long as it raises no alarm. */
function isEveryday(found: Found, events: ReadonlyMap<string, readonly Everyday[]>): boolean {
  if (isAlarm(found)) return false;
  const about = events.get(`${found.check} ${found.userId ?? found.app ?? ''}`) ?? [];
  // Found as of that day, or a day or two later where the check waits for more.
  return about.some(({ at }) => touches(found, at - DAY, at + 2 * DAY));
}

export const isAlarm = ({ severity }: Found): boolean => severity === 'critical' || severity === 'high';

export function judge(
  checks: readonly string[],
  { planted, everyday }: { planted: readonly Planted[]; everyday: readonly Everyday[] },
  found: readonly Found[],
): Verdict {
  const events = new Map<string, Everyday[]>();
  for (const event of everyday) {
    const key = `${event.check} ${event.userId ?? event.app ?? ''}`;
    const known = events.get(key);
    if (known === undefined) events.set(key, [event]);
    else known.push(event);
  }
  const missed: Planted[] = [];
  const right = new Set<Found>();
  const recalled = new Map<string, number>();
  for (const attack of planted) {
    const hits = found.filter((one) => isAbout(one, attack));
    if (hits.length === 0) missed.push(attack);
    else recalled.set(attack.check, (recalled.get(attack.check) ?? 0) + 1);
    for (const one of hits) right.add(one);
    for (const one of found) if (isBeside(one, attack)) right.add(one);
  }
  const ordinary = new Set(found.filter((one) => !right.has(one) && isEveryday(one, events)));
  const measures = checks.map((check): Measure => {
    const mine = found.filter((one) => one.check === check);
    const wrong = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Measure['wrong'];
    for (const one of mine) if (!right.has(one) && !ordinary.has(one)) wrong[one.severity] += 1;
    return {
      check,
      planted: planted.filter((attack) => attack.check === check).length,
      recalled: recalled.get(check) ?? 0,
      found: mine.length,
      right: mine.filter((one) => right.has(one)).length,
      everyday: mine.filter((one) => ordinary.has(one)).length,
      wrong,
    };
  });
  return { measures, missed, wrong: found.filter((one) => !right.has(one) && !ordinary.has(one)) };
}
