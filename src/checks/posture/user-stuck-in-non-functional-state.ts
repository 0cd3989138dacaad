import { defineState } from '../define';
import { DAY_MS, isoOf } from '../logins/event';
import { number } from '../parameters';
import { ADMIN_NEEDS, adminsById } from './lib/internal-people';

interface Row {
  id: string;
  name: string;
  isFrozen: number;
  isLocked: number;
  noticedAt: number | null;
  license: string | null;
  failedLogins: number | null;
  lastSeenAt: number | null;
}

/** The collection that first saw the user frozen or locked again; null: it was so when first collected. */
const NOTICED_AT = `(
  SELECT max(c.at) FROM row_change c INDEXED BY row_change_user
  WHERE c.org_id = l.org_id AND c.user_id = l.user_id AND c.stream = 'userLogins'
    AND CASE WHEN l.is_frozen = 1 THEN json_extract(c.after, '$.isFrozen') = 1
      ELSE json_extract(c.after, '$.isPasswordLocked') = 1 END)`;

/** Guests of sites hold no seat of anybody; everybody else with a profile holds its license. */
const STUCK = `
  SELECT * FROM (
    SELECT u.id, u.name, l.is_frozen AS isFrozen, l.is_password_locked AS isLocked, ${NOTICED_AT} AS noticedAt,
      (SELECT coalesce(s.label, s.name) FROM profile p
       JOIN user_license s ON s.org_id = p.org_id AND s.id = p.user_license_id
       WHERE p.org_id = u.org_id AND p.id = u.profile_id) AS license,
      u.failed_logins AS failedLogins, u.last_seen_at AS lastSeenAt
    FROM user_login l JOIN sf_user u ON u.org_id = l.org_id AND u.id = l.user_id
    WHERE l.org_id = @org AND (l.is_frozen = 1 OR l.is_password_locked = 1)
      AND u.is_active = 1 AND u.profile_id IS NOT NULL AND coalesce(u.user_type, '') <> 'Guest')
  WHERE coalesce(noticedAt, 0) <= @limit`;

const CHECKED = `
  SELECT count(*) AS n FROM sf_user u
  WHERE u.org_id = @org AND u.is_active = 1 AND u.profile_id IS NOT NULL AND coalesce(u.user_type, '') <> 'Guest'`;

export default defineState(
  {
    id: 'user-stuck-in-non-functional-state',
    title: 'User Stuck in Non-functional State',
    category: 'posture',
    finds:
      'Users who cannot sign in, because they are frozen or locked after wrong passwords, but are still active and hold a license.',
    matters:
      'Freezing is meant for the days until an account is deactivated. What stays frozen is paid for, keeps its permissions, records and scheduled jobs, and one click makes it usable again. An account that stays locked is either not needed or under attack.',
    severityRule: 'Medium for users with administrative permissions, otherwise low.',
    subjects: 'active users with a license',
    needs: [{ stream: 'userLogins' }, { stream: 'users', fields: ['ProfileId'] }, ...ADMIN_NEEDS],
    parameters: {
      days: number({
        title: 'Frozen or locked for at least',
        help: 'Counts from the collection that saw it first. Who was so when first collected is listed at once.',
        default: 7,
        unit: 'days',
        min: 0,
        max: 365,
      }),
    },
    evidence: {
      isFrozen: 'UserLogin.IsFrozen',
      isLocked: 'UserLogin.IsPasswordLocked',
      noticedAt: 'The collection that saw it first; null: it was so when the user was first collected',
      license: 'The user license that is held; null: its name is not known',
      failedLogins: 'User.NumberOfFailedLogins; null: not readable',
      lastSeenAt: 'The later of LastLoginDate and the newest successful login stored; null: never signed in',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Frozen for good: Setup > Users > Users > the user > Edit: clear “Active”. First hand over records, jobs and approvals of the user.',
      'Frozen by mistake: Setup > Users > Users > the user > Unfreeze.',
      'Locked: Setup > Users > Users > the user > Unlock, after the user has confirmed the wrong passwords; otherwise look at the user’s timeline here.',
      'Setup > Password Policies: “Lockout effective period” decides how long a lock lasts.',
    ],
    references: ['T1078.004', 'T1531'],
    weight: 2,
  },
  function* (inputs, { days }) {
    const admins = adminsById(inputs);
    for (const row of inputs.rows<Row>(STUCK, { limit: inputs.asOf - days * DAY_MS })) {
      const isAdmin = admins.has(row.id);
      const what = row.isFrozen === 0 ? 'locked' : row.isLocked === 0 ? 'frozen' : 'frozen and locked';
      const holds =
        row.license === null ? 'is active with a license' : `is active with a license “${row.license}”`;
      yield {
        key: row.id,
        userId: row.id,
        severity: isAdmin ? 'medium' : 'low',
        firstAt: row.noticedAt,
        summary: `${row.name} is ${what}, but ${holds}.`,
        evidence: {
          isFrozen: row.isFrozen === 1,
          isLocked: row.isLocked === 1,
          noticedAt: row.noticedAt === null ? null : isoOf(row.noticedAt),
          license: row.license,
          failedLogins: row.failedLogins,
          lastSeenAt: row.lastSeenAt === null ? null : isoOf(row.lastSeenAt),
          isAdmin,
        },
      };
    }
    const [checked] = inputs.rows<{ n: number }>(CHECKED);
    return { population: checked?.n ?? 0 };
  },
);
