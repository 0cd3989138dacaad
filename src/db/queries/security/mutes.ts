import { findCheck } from '../../../checks/registry';
import type { Signature } from '../../../core/ports-security';
import { AppError } from '../../../shared/model/errors';
import type { Mute, MuteTarget } from '../../../shared/model/findings';
import type { Connection } from '../../connection';
import { iso } from '../time';
import { IN_FORCE } from './mute-rules';

/** The mutes in force as of `now`, newest first. Those about people are labeled with their names. */
export function mutes(db: Connection, orgId: string, now: number): Mute[] {
  const rows = db.all<Omit<Mute, 'at' | 'until'> & { at: number; until: number | null }>(
    `SELECT m.id, m.check_id AS "check", m.target, m.value,
       CASE WHEN u.id IS NULL THEN m.value ELSE u.name || ' (' || u.username || ')' END AS label,
       m.reason, m.muted_by AS by, m.muted_at AS at, m.until
     FROM finding_mute m
     LEFT JOIN sf_user u ON m.target = 'user' AND u.org_id = m.org_id AND u.id = m.value
     WHERE m.org_id = @org AND ${IN_FORCE} ORDER BY m.muted_at DESC, m.id DESC`,
    { org: db.orgKey(orgId), now },
  );
  return rows.map((row) => ({ ...row, at: iso(row.at), until: iso(row.until) }));
}

/**
 * Mutes findings about somebody or something, of one check (by any of its names) or of all. One that says the same
 * takes the place of the one before. Throws UNKNOWN_ORG, and UNKNOWN_CHECK for a check that does not exist.
 */
export function mute(
  db: Connection,
  orgId: string,
  entry: Signature & {
    check: string | null;
    target: MuteTarget;
    value: string;
    reason: string;
    until: number | null;
  },
): void {
  const org = db.orgKey(orgId);
  const { target, value, reason, until, by, at } = entry;
  const same = { org, check: checkId(entry.check), target, value };
  db.sqlite.transaction(() => {
    db.run(
      `DELETE FROM finding_mute
         WHERE org_id = @org AND check_id IS @check AND target = @target AND value = @value`,
      same,
    );
    db.run(
      `INSERT INTO finding_mute (org_id, check_id, target, value, reason, muted_by, muted_at, until)
         VALUES (@org, @check, @target, @value, @reason, @by, @at, @until)`,
      { ...same, reason, by, at, until },
    );
  })();
}

function checkId(name: string | null): string | null {
  if (name === null) return null;
  const check = findCheck(name);
  if (check !== null) return check.info.id;
  throw new AppError({
    code: 'UNKNOWN_CHECK',
    kind: 'usage',
    message: `There is no check “${name}”.`,
    fix: 'Choose one of the checks in the list.',
  });
}

/** Takes a mute back; nothing happens when it is gone already. */
export function unmute(db: Connection, orgId: string, id: number): void {
  const org = db.orgKey(orgId);
  db.run('DELETE FROM finding_mute WHERE org_id = @org AND id = @id', { org, id });
}
