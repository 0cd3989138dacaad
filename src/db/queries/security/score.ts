import { CHECKS } from '../../../checks/registry';
import { scoreOf } from '../../../checks/score';
import type { PostureScore } from '../../../shared/model/checks';
import type { Connection } from '../../connection';
import { DAY_MS, iso } from '../time';
import { IS_OPEN } from './open-findings';
import { resultsOf } from './results';

const AFFECTED = `
  SELECT f.check_id AS id, count(DISTINCT coalesce(f.user_id, f.key)) AS n FROM finding f
  WHERE f.org_id = @org AND ${IS_OPEN} GROUP BY f.check_id`;
const TREND = 'SELECT day, score FROM posture_score WHERE org_id = @org ORDER BY day';
const EVALUATED = 'SELECT evaluated_at AS at FROM check_progress WHERE org_id = @org';

/** As of the newest evaluation, without what was acknowledged or muted since. */
export function postureScore(db: Connection, orgId: string, now: number): PostureScore {
  const org = db.orgKey(orgId);
  const at = db.get<{ at: number }>(EVALUATED, { org })?.at;
  return {
    ...current(db, org, now),
    evaluatedAt: at === undefined ? null : iso(at),
    trend: db
      .all<{ day: number; score: number }>(TREND, { org })
      .map(({ day, score }) => ({ day: iso(day * DAY_MS).slice(0, 10), score })),
  };
}

function current(
  db: Connection,
  org: number,
  now: number,
): Pick<PostureScore, 'score' | 'parts' | 'leftOut'> {
  const results = resultsOf(db, org);
  const affected = new Map(
    db.all<{ id: string; n: number }>(AFFECTED, { org, now }).map(({ id, n }) => [id, n]),
  );
  return scoreOf(
    CHECKS.map(({ info }) => {
      const result = results.get(info.id);
      return {
        info,
        status: result?.status ?? 'not-evaluated',
        reason: result === undefined ? 'Not evaluated yet.' : result.reason,
        population: result?.population ?? null,
        affected: affected.get(info.id) ?? 0,
      };
    }),
  );
}

const SAVE = `
  INSERT INTO posture_score (org_id, day, score) VALUES (@org, @day, @score)
  ON CONFLICT DO UPDATE SET score = excluded.score`;

/** The score of an evaluation's day; none where nothing counts. Inside a transaction. */
export function saveScore(db: Connection, org: number, now: number): void {
  const { score } = current(db, org, now);
  if (score !== null) db.run(SAVE, { org, day: Math.floor(now / DAY_MS), score });
}
