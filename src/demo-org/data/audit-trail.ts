import type BetterSqlite3 from 'better-sqlite3';
import { MFA } from '../catalog/objects/mfa';
import { PREFIXES } from '../catalog/prefixes';
import { encodeId } from '../ids';
import { DAY_MS, type DataPlan } from '../options';
import { Rand } from '../random';
import { ONE_TIME_CHANGES, RECURRING_CHANGES, type SetupChange } from './audit-changes';
import { profileNumber } from './company';
import { STREAM, type People } from './people';
import { RUN_AS } from './system-users';

/** The trail keeps at least 180 days; the platform removes older entries a little later. */
export const AUDIT_DAYS = 183;
const SECOND = 1000;

/** Display texts with a user in them: `Froze user account for Ann Lee`. */
const USER_ENTRIES: readonly { action: string; display: string; at: string; where: string }[] = [
  {
    action: 'createduser',
    display: "'Created new user ' || u.name",
    at: 'u.created_date',
    where: "u.user_type IN ('Standard', 'CsnOnly')",
  },
  {
    action: 'deactivateduser',
    display: "'Deactivated user ' || u.name || ' (UserID: [' || user_id15(u.n) || '])'",
    at: 'u.last_modified_date',
    where: 'u.is_active = 0',
  },
  {
    action: 'frozeuser',
    display: "'Froze user account for ' || u.name",
    at: 'u.user_login_modified',
    where: 'u.is_frozen = 1',
  },
  {
    action: 'insertTwoFactorInfo2',
    display: "'Time-Based Token added for ' || u.username",
    at: 'u.created_date + 86400000 * (1 + u.n % 5)',
    where: `(u.mfa & ${MFA.totp}) <> 0`,
  },
  {
    action: 'insertAuthenticatorPairing',
    display:
      '\'Salesforce Authenticator pairing "Salesforce Authenticator Pairing" added for \' || u.username',
    at: 'u.created_date + 86400000 * (1 + u.n % 5)',
    where: `(u.mfa & ${MFA.salesforceAuthenticator}) <> 0`,
  },
  {
    action: 'insertTwoFactorTempCode',
    display: '\'Temporary verification code "Salesforce generated code" added for \' || u.username',
    at: ':anchor - 3600000 * (3 + u.n % 18)',
    where: `(u.mfa & ${MFA.tempCode}) <> 0`,
  },
  {
    action: 'resetpassword',
    display: "'Reset password for user ' || u.name",
    at: ':anchor - 86400000 * (u.n % 170) - 1000 * (u.n % 40000)',
    where: "u.is_active = 1 AND u.n % 23 = 0 AND u.user_type = 'Standard'",
  },
  {
    action: 'unlockeduser',
    display: "'Unlocked user ' || u.username || ' (UserID: [' || user_id15(u.n) || '])'",
    at: ':anchor - 86400000 * (u.n % 160) - 1000 * (u.n % 36000)',
    where: "u.is_active = 1 AND u.n % 61 = 0 AND u.user_type = 'Standard'",
  },
  {
    action: 'changedroleforuserfromnone',
    display:
      "'Changed role for user ' || u.name || ' from <None Specified> to ' || (SELECT r.name FROM user_role r WHERE r.n = u.user_role_id)",
    at: 'u.created_date + 3600000 * (2 + u.n % 40)',
    where: 'u.user_role_id IS NOT NULL AND u.n % 5 = 0',
  },
  {
    action: 'changedprofileforuser',
    display:
      "'Changed profile for user ' || u.name || ' from Standard User to ' || (SELECT p.name FROM profile p WHERE p.n = u.profile_id)",
    at: 'u.last_modified_date',
    where:
      "u.is_active = 1 AND u.profile_id IN (SELECT n FROM profile WHERE name LIKE 'Northfield Sales%') AND u.n % 4 = 0",
  },
];

/**
 * Fills the audit trail: what has become of users and who got which permission, read from the data itself, and
 * changes of settings and sign-ins on behalf of others, made up. Entries are numbered in order of time.
 */
export function createAuditTrail(
  db: BetterSqlite3.Database,
  plan: DataPlan,
  people: People,
  instance: string,
): void {
  const anchor = plan.anchorDay * DAY_MS;
  const from = anchor - AUDIT_DAYS * DAY_MS;
  db.function('user_id15', { deterministic: true }, (n) =>
    encodeId(PREFIXES.User, instance, Number(n)).slice(0, 15),
  );
  db.exec(
    'CREATE TEMP TABLE audit (t INTEGER, action TEXT, section TEXT, display TEXT, who INTEGER, delegate TEXT, namespace TEXT, context TEXT)',
  );
  const admins = administrators(people, db);
  for (const entry of USER_ENTRIES)
    db.prepare(
      `INSERT INTO audit SELECT at, '${entry.action}', 'Manage Users', display, 1, NULL, NULL, NULL FROM
         (SELECT ${entry.at.replaceAll(':anchor', String(anchor))} AS at, ${entry.display} AS display
          FROM user u WHERE ${entry.where}) WHERE at BETWEEN ? AND ?`,
    ).run(from, anchor);
  permissionEntries(db, from, anchor);
  changes(db, plan, admins, from, anchor);
  loginsAs(db, plan, people, admins, anchor);
  db.exec(
    `INSERT INTO setup_audit_trail
       (action, section, created_date, created_by_id, display, delegate_user, responsible_namespace_prefix, created_by_context)
     SELECT action, section, t, who, display, delegate, namespace, context FROM audit ORDER BY t, rowid;
     DROP TABLE audit;`,
  );
}

/** Administrators who are people, the first one always among them. */
function administrators(people: People, db: BetterSqlite3.Database): number[] {
  const rows = db
    .prepare('SELECT n FROM user WHERE profile_id = ? AND is_active = 1 ORDER BY n LIMIT 12')
    .pluck()
    .all(profileNumber('System Administrator')) as number[];
  return rows.filter((n) => people.fate[n] !== 'never' && people.fate[n] !== 'new');
}

/** Permission sets, groups and permission set licenses given to people. */
function permissionEntries(db: BetterSqlite3.Database, from: number, anchor: number): void {
  const given = `' assigned to user ' || u.name || ' (UserID: [' || user_id15(u.n) || '])'`;
  db.prepare(
    `INSERT INTO audit SELECT a.system_modstamp,
       CASE WHEN a.permission_set_group_id IS NOT NULL THEN 'PermSetGroupAssign'
            WHEN a.expiration_date IS NOT NULL THEN 'PermSetAssign_HasExpiration' ELSE 'PermSetAssign' END,
       'Manage Users',
       CASE WHEN a.permission_set_group_id IS NOT NULL THEN 'Permission set group ' ELSE 'Permission set ' END
         || p.label || ':' || ${given},
       1, NULL, p.namespace_prefix, NULL
     FROM permission_set_assignment a JOIN permission_set p ON p.n = a.permission_set_id JOIN user u ON u.n = a.assignee_id
     WHERE p.is_owned_by_profile = 0 AND a.system_modstamp BETWEEN ? AND ?`,
  ).run(from, anchor);
  db.prepare(
    `INSERT INTO audit SELECT a.created_date, 'PermSetLicenseAssign', 'Manage Users',
       'Permission set license ' || l.master_label || ':' || ${given}, 1, NULL, NULL, NULL
     FROM permission_set_license_assign a JOIN permission_set_license l ON l.n = a.permission_set_license_id
       JOIN user u ON u.n = a.assignee_id
     WHERE a.created_date BETWEEN ? AND ?`,
  ).run(from, anchor);
}

const insertSql = 'INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)';

/** Settings changed now and then, in office hours, by one of the administrators or by a service. */
function changes(
  db: BetterSqlite3.Database,
  plan: DataPlan,
  admins: readonly number[],
  from: number,
  anchor: number,
): void {
  const insert = db.prepare(insertSql);
  const rand = new Rand(plan.seed, STREAM.audit, 1);
  const add = (change: SetupChange, day: number): void => {
    const at = day + rand.int(8 * 3600, 18 * 3600) * SECOND;
    const who = change.context === undefined ? rand.pick(admins) : 1;
    const { action, section, display, namespace = null, context = null } = change;
    insert.run(at, action, section, display, who, null, namespace, context);
  };
  for (const change of ONE_TIME_CHANGES) add(change, anchor - rand.int(1, AUDIT_DAYS) * DAY_MS);
  // The same number of changes whatever the size of the company: settings belong to the org.
  for (let day = from; day < anchor; day += DAY_MS)
    for (let i = rand.int(0, 3); i > 0; i--) add(rand.pick(RECURRING_CHANGES), day);
  // What connecting Seatwatch left behind: user, app, permissions, in the order of the setup guide.
  const steps: readonly (readonly [string, string, string])[] = [
    ['createduser', 'Manage Users', 'Created new user Seatwatch Integration'],
    ['PermSetCreate', 'Manage Users', 'Created permission set Seatwatch Read Access: with no license'],
    [
      'PermSetEnableUserPerm',
      'Manage Users',
      'Changed permission set Seatwatch Read Access: enabled View Setup',
    ],
    ['externalClientAppCreated', 'External Client Apps', 'Created external client app Seatwatch'],
    [
      'externalClientAppOauthPolicyChanged',
      'External Client Apps',
      'Changed OAuth policies of external client app Seatwatch: enabled client credentials flow',
    ],
  ];
  steps.forEach(([action, section, display], i) => {
    if (action !== 'createduser')
      insert.run(anchor - 40 * DAY_MS + i * 240_000, action, section, display, 1, null, null, null);
  });
}

/** Administrators who signed in as somebody, now and then changing something in that person's name. */
function loginsAs(
  db: BetterSqlite3.Database,
  plan: DataPlan,
  people: People,
  admins: readonly number[],
  anchor: number,
): void {
  const insert = db.prepare(insertSql);
  const nameOf = db.prepare('SELECT name FROM user WHERE n = ?').pluck();
  const usernameOf = db.prepare('SELECT username FROM user WHERE n = ?').pluck();
  const rand = new Rand(plan.seed, STREAM.audit, 2);
  const regulars = people.withFate('regular', 400).filter((n) => n > RUN_AS && !admins.includes(n));
  if (regulars.length === 0) return;
  const sessions = Math.min(40, 6 + Math.floor(people.count / 60));
  for (let i = 0; i < sessions; i++) {
    const admin = rand.pick(admins);
    const victim = rand.pick(regulars);
    const start = anchor - rand.int(1, 175) * DAY_MS + rand.int(8 * 3600, 17 * 3600) * SECOND;
    const minutes = rand.int(2, 50);
    const name = String(nameOf.get(victim));
    const as = (t: number, action: string, verb: string): void => {
      insert.run(
        t,
        action,
        'Manage Users',
        `${verb} using Login-As access for ${name}`,
        admin,
        null,
        null,
        null,
      );
    };
    as(start, 'suOrgAdminLogin', 'Logged in');
    // Done in the other's name: the entry names that user, DelegateUser names the administrator.
    if (rand.chance(0.35))
      insert.run(
        start + Math.floor((minutes * 60 * SECOND) / 2),
        'changedemail',
        'Manage Users',
        `Changed email for user ${name}`,
        victim,
        String(usernameOf.get(admin)),
        null,
        null,
      );
    // One in six closes the window instead of logging out.
    if (rand.chance(5 / 6)) as(start + minutes * 60 * SECOND, 'suOrgAdminLogout', 'Logged out');
  }
}
