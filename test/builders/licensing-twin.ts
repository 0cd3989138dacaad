import type BetterSqlite3 from 'better-sqlite3';
import { PREFIXES } from '../../src/demo-org/catalog/prefixes';
import { createStore } from '../../src/demo-org/data/store';
import { encodeId } from '../../src/demo-org/ids';
import { type DemoOrgOptions, planData } from '../../src/demo-org/options';
import { NOON } from './collect-rig';

// The same company a second time, straight from its own tables: what the pages say of a collected org is worked
// out again here, in plain SQL and other words. Nothing of src/db or src/core takes part.

/** What is called idle, in the words of the questions below. Days are 24 hours. */
export interface Asked {
  asOf: number;
  threshold: number;
  grace: number;
  /** 0: nobody is protected for being new. */
  newDays: number;
  /** Null: the general threshold. */
  outsiderDays: number | null;
  programDays: number | null;
  /** Programs are judged by what they do through an API. */
  byApi: boolean;
  /** Whoever is on leave is left alone. */
  leave: boolean;
}

/** A license nobody pays for seat by seat, by the name it has in this company. */
const UNPAID = [
  'Customer Community Login',
  'Chatter Free',
  'Chatter External',
  'Salesforce Integration',
  'Guest User License',
  'Analytics Cloud Integration User',
  'XOrg Proxy User',
  // An expired package, a trial, and a site license.
  'nfroute',
  'mapsplus',
  'dfsle',
];

const FEATURES = [
  ['user_permissions_marketing_user', 'Marketing User', 'MarketingUser'],
  ['user_permissions_support_user', 'Service Cloud User', 'SupportUser'],
  ['user_permissions_knowledge_user', 'Knowledge User', 'KnowledgeUser'],
  ['user_permissions_sfcontent_user', 'Salesforce CRM Content User', 'SFContentUser'],
] as const;

const SEATS = `
  CREATE TEMP TABLE seat AS
    SELECT u.n AS who, 'user' AS kind, l.name AS label FROM user u, profile p, user_license l
    WHERE p.n = u.profile_id AND l.n = p.user_license_id AND u.is_active
  UNION ALL
    SELECT assignee_id, 'permissionSet', master_label
    FROM permission_set_license_assign a, permission_set_license l WHERE l.n = permission_set_license_id
  UNION ALL
    SELECT user_id, 'package', namespace_prefix
    FROM user_package_license a, package_license l WHERE l.n = package_license_id
  ${FEATURES.map(([flag, label]) => `UNION ALL SELECT n, 'feature', '${label}' FROM user WHERE ${flag} AND is_active`).join('\n')}`;

/** By which ways somebody came in 180 days, whole days at the far end. */
const WAYS = `
  CREATE TEMP TABLE way AS SELECT who, max(ui) AS ui, max(api) AS api, max(mobile) AS mobile, max(sso) AS sso FROM (
    SELECT l.user AS who,
      c.login_type IN ('Application', 'SAML Sfdc Initiated SSO') AS ui,
      c.login_type = 'Other Apex API' OR c.login_type = 'Partner Product'
        OR (c.login_type = 'Remote Access 2.0' AND c.application NOT IN ('Salesforce for iOS', 'Salesforce for Android')) AS api,
      c.application IN ('Salesforce for iOS', 'Salesforce for Android') AS mobile,
      c.authentication_service_id IS NOT NULL AS sso
    FROM login l JOIN login_client c ON c.n = l.client
    WHERE l.status = 1 AND date(l.t / 1000, 'unixepoch') >= date((@asOf + 1) / 1000, 'unixepoch', '-180 days'))
  GROUP BY who`;

/** The newest thing somebody did through an API: signing in, using a token, or a day's requests. */
const API_USE = `
  CREATE TEMP TABLE api_use AS SELECT who, max(at) AS at FROM (
    SELECT l.user AS who, l.t AS at FROM login l JOIN login_client c ON c.n = l.client WHERE l.status = 1 AND (
      c.login_type IN ('Other Apex API', 'Partner Product')
      OR (c.login_type = 'Remote Access 2.0' AND c.application NOT IN ('Salesforce for iOS', 'Salesforce for Android')))
    UNION ALL SELECT user, last_used_date FROM oauth_token
    UNION ALL SELECT who, min(day_end, @asOf) FROM request
    UNION ALL SELECT n, last_login_date FROM user u
      WHERE NOT EXISTS (SELECT 1 FROM login l WHERE l.user = u.n AND l.status = 1 AND l.t >= last_login_date - 60000))
  WHERE at <= @asOf GROUP BY who`;

const PROGRAMS = `
  CREATE TEMP TABLE program AS SELECT n AS who FROM user u WHERE
    (n IN (SELECT u2.n FROM user u2, profile p, user_license l WHERE p.n = u2.profile_id
       AND l.n = p.user_license_id AND (l.name = 'Salesforce Integration' OR p.permissions_api_user_only))
     OR n IN (SELECT assignee_id FROM permission_set_assignment a, permission_set s WHERE s.n = permission_set_id
       AND s.permissions_api_user_only AND NOT s.is_owned_by_profile)
     OR n IN (SELECT who FROM mark WHERE mark = 'integration'))
    AND n NOT IN (SELECT who FROM mark WHERE mark = 'person')`;

const SOMEBODY = `
  CREATE TEMP TABLE somebody AS SELECT u.n AS who, u.is_active AS active, u.is_frozen AS frozen,
    u.created_date AS born, p.name AS profile, u.department, u.country, u.manager_id AS boss,
    u.user_type IN ('CspLitePortal', 'PowerPartner') AS outsider,
    nullif(max(coalesce(u.last_login_date, 0), coalesce((SELECT max(t) FROM login WHERE user = u.n AND status = 1), 0)), 0) AS seen
  FROM user u LEFT JOIN profile p ON p.n = u.profile_id`;

/** Why the seats of somebody are idle; nobody else has a row. */
const IDLE = `
  CREATE TEMP TABLE idle AS
  WITH judged AS (
    SELECT s.*, program.who IS NOT NULL AS is_program,
      CASE WHEN @byApi AND program.who IS NOT NULL THEN api_use.at ELSE s.seen END AS used,
      CASE WHEN program.who IS NOT NULL AND @programDays IS NOT NULL THEN @programDays
        WHEN s.outsider AND @outsiderDays IS NOT NULL THEN @outsiderDays ELSE @threshold END AS days
    FROM somebody s LEFT JOIN program USING (who) LEFT JOIN api_use USING (who)
  )
  SELECT who, is_program, used, CASE
      WHEN NOT active THEN 'user-deactivated'
      WHEN frozen THEN 'frozen'
      WHEN used IS NULL AND seen IS NULL THEN 'never-logged-in'
      ELSE 'inactive' END AS reason
  FROM judged
  WHERE (NOT @leave OR who NOT IN (SELECT who FROM on_leave WHERE ends IS NULL OR ends > @asOf))
    AND (NOT active OR frozen OR (
      (@newDays = 0 OR born <= @asOf - @newDays * 86400000)
      AND CASE WHEN used IS NULL THEN born <= @asOf - @grace * 86400000
               ELSE @asOf - used >= days * 86400000 END))`;

type Parameters = Record<string, string | number | null>;

export class Twin {
  private readonly db: BetterSqlite3.Database;
  private readonly instance: string;
  readonly close: () => void;

  private constructor(store: Awaited<ReturnType<typeof createStore>>) {
    this.db = store.db;
    this.instance = store.instance;
    this.close = store.close;
    this.db.exec(`
      CREATE TEMP TABLE mark (who INTEGER, mark TEXT);
      CREATE TEMP TABLE on_leave (who INTEGER, ends INTEGER);
      CREATE TEMP TABLE request (who INTEGER, day_end INTEGER);
      CREATE TEMP TABLE price (kind TEXT, label TEXT, a_year REAL, currency TEXT)`);
  }

  /** The company that `createDemoOrg` makes of the same options. */
  static async of(options: DemoOrgOptions): Promise<Twin> {
    return new Twin(await createStore({ plan: planData({ ...options, live: false }, NOON), now: NOON }));
  }

  userId(who: number): string {
    return encodeId(PREFIXES.User, this.instance, who);
  }

  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    return this.db.prepare(sql).all(parameters) as Row[];
  }

  note(table: 'mark' | 'on_leave' | 'request' | 'price', ...values: (string | number | null)[]): void {
    this.db.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join()})`).run(...values);
  }

  /** Who holds what and did what, once everything is noted. */
  know(asOf: number): void {
    for (const sql of [SEATS, WAYS, API_USE, PROGRAMS, SOMEBODY]) this.create(sql, { asOf });
    for (const table of ['seat', 'way', 'api_use', 'program', 'somebody'])
      this.db.exec(`CREATE INDEX temp.${table}_who ON ${table} (who)`);
  }

  /** Who is idle; what is asked about `idle` afterwards is about the newest answer. */
  judge(asked: Asked): void {
    this.db.exec('DROP TABLE IF EXISTS temp.idle');
    this.create(IDLE, { ...asked, byApi: asked.byApi ? 1 : 0, leave: asked.leave ? 1 : 0 });
    this.db.exec('CREATE INDEX temp.idle_who ON idle (who)');
  }

  /** CREATE TABLE … AS takes no parameters. */
  private create(sql: string, parameters: Parameters): void {
    this.db.exec(sql.replace(/@(\w+)/g, (_, name: string) => String(parameters[name] ?? 'NULL')));
  }

  /** SQL: whether the seats of a license are on the list; features are paid where they have a price. */
  paid(row: string): string {
    const names = UNPAID.map((name) => `'${name}'`).join();
    return `(${row}.label NOT IN (${names}) AND (${row}.kind <> 'feature'
      OR EXISTS (SELECT 1 FROM price WHERE price.label = ${row}.label AND price.kind = 'feature')))`;
  }
}

/** Columns of the licenses as the company's own tables have them, one row each. */
export const LICENSES = `
  SELECT 'user' AS kind, name AS label, total_licenses AS total, used_licenses AS used FROM user_license
  UNION ALL SELECT 'permissionSet', master_label, total_licenses, used_licenses FROM permission_set_license
  UNION ALL SELECT 'package', namespace_prefix, nullif(allowed_licenses, -1), used_licenses FROM package_license
  UNION ALL SELECT 'feature', CASE feature_type ${FEATURES.map(([, label, type]) => `WHEN '${type}' THEN '${label}'`).join(' ')} END,
    total_license_count, assigned_user_count FROM active_feature_license_metric
    WHERE metrics_date = (SELECT max(metrics_date) FROM active_feature_license_metric) AND assigned_user_count > 0`;
