import type BetterSqlite3 from 'better-sqlite3';
import { PREFIXES } from '../catalog/prefixes';
import { encodeId } from '../ids';
import { DAY_MS, HISTORY_DAYS, type DataPlan } from '../options';
import { Rand } from '../random';
import { CLIENTS } from './clients';
import { COMPANY } from './company';
import { BulkInserter, rowInserter } from './insert';
import { appOfClient, CONNECTED_APPS, connectedAppNumber, EXTERNAL_APPS, OAUTH_APPS } from './oauth-apps';
import { STREAM, type People } from './people';
import { RUN_AS_USERNAME } from './system-users';

/** Tabs everybody sees in the app menu, besides connected apps and sites. */
const TAB_SETS = ['Sales', 'Service', 'Marketing CRM Classic'] as const;
const SITES = [
  ['Customers', 'customers', true],
  ['Partners', 'partners', false],
] as const;

const apiName = (label: string): string => label.replace(/\W+/g, '_');

/** Rows that do not depend on people: apps, their policies, the app menu, sites. */
export function createApps(db: BetterSqlite3.Database, plan: DataPlan, instance: string): void {
  const anchor = plan.anchorDay * DAY_MS;
  createConnectedApps(db, anchor);
  createExternalApps(db, anchor, instance);
  createAppMenu(db, anchor, instance);
  const network = rowInserter(db, 'network');
  SITES.forEach(([name, path, selfRegistration], i) => {
    network({
      n: i + 1,
      name,
      description: null,
      status: 'Live',
      url_path_prefix: path,
      options_self_registration_enabled: selfRegistration ? 1 : 0,
      options_allow_internal_user_login: 0,
      created_date: anchor - (1400 - i * 300) * DAY_MS,
    });
  });
}

function createConnectedApps(db: BetterSqlite3.Database, anchor: number): void {
  const insert = rowInserter(db, 'connected_application');
  CONNECTED_APPS.forEach((app, i) => {
    const spec = OAUTH_APPS[app - 1];
    if (!spec) return;
    insert({
      n: i + 1,
      name: spec.label,
      created_date: anchor - (1500 - i * 170) * DAY_MS,
      options_allow_admin_approved_users_only: spec.adminApprovedOnly ? 1 : 0,
      options_refresh_token_validity_metric: spec.validity?.afterLastUse === true ? 1 : 0,
      options_has_session_level_policy: 0,
      options_is_internal: spec.label.startsWith('Salesforce') ? 1 : 0,
      mobile_session_timeout: spec.label.startsWith('Salesforce for') ? '60' : null,
      pin_length: null,
      start_url: spec.startUrl,
      refresh_token_validity_period: spec.validity?.period ?? null,
    });
  });
}

function createExternalApps(db: BetterSqlite3.Database, anchor: number, instance: string): void {
  const insert = rowInserter(db, 'external_client_application');
  const policy = rowInserter(db, 'extl_clnt_app_oauth_plcy_cnfg');
  EXTERNAL_APPS.forEach((app, i) => {
    const spec = OAUTH_APPS[app - 1];
    if (!spec) return;
    const ours = spec.label === 'Seatwatch';
    const name = apiName(spec.label);
    const created_date = ours ? anchor - 40 * DAY_MS : anchor - (420 - i * 90) * DAY_MS;
    insert({
      n: i + 1,
      developer_name: name,
      master_label: spec.label,
      namespace_prefix: spec.namespace ?? null,
      created_date,
      contact_email: `apps@${COMPANY.domain}`,
      distribution_state: spec.namespace === undefined ? 'Local' : 'Packaged',
      org_scoped_external_app: `${encodeId(PREFIXES.Organization, instance, 1).slice(0, 15)}:${name}`,
      description: null,
    });
    policy({
      n: i + 1,
      developer_name: `${name}_oauthPlcy`,
      master_label: `${spec.label} OAuth policies`,
      created_date,
      external_client_application_id: i + 1,
      refresh_token_policy_type:
        spec.validity === null
          ? 'Infinite'
          : spec.validity.afterLastUse
            ? 'SpecificInactivity'
            : 'SpecificLifetime',
      refresh_token_validity_period: spec.validity?.period ?? null,
      refresh_token_validity_unit: spec.validity?.unit ?? null,
      ip_relaxation_policy_type: ours ? 'Enforce' : 'Bypass',
      permitted_users_policy_type: spec.adminApprovedOnly
        ? 'AdminApprovedPreAuthorized'
        : 'AllSelfAuthorized',
      session_timeout_in_minutes: ours ? 15 : null,
      required_session_level: null,
      is_client_credentials_flow_enabled: ours ? 1 : 0,
      client_credentials_flow_user: ours ? RUN_AS_USERNAME : null,
    });
  });
}

function createAppMenu(db: BetterSqlite3.Database, anchor: number, instance: string): void {
  const insert = rowInserter(db, 'app_menu_item');
  let n = 0;
  const add = (
    label: string,
    type: string,
    application: string | null,
    startUrl: string | null,
    visible: boolean,
    adminApproved: boolean,
  ): void => {
    n++;
    insert({
      n,
      id15: encodeId(PREFIXES.AppMenuItem, instance, n).slice(0, 15),
      created_date: anchor - (1300 - n * 40) * DAY_MS,
      label,
      name: apiName(label),
      sort_order: n - 1,
      type,
      start_url: startUrl,
      is_visible: visible ? 1 : 0,
      is_using_admin_authorization: adminApproved ? 1 : 0,
      application_id: application,
    });
  };
  // Connected apps come first, so that an app's menu item has the number of its ConnectedApplication.
  CONNECTED_APPS.forEach((app, i) => {
    const spec = OAUTH_APPS[app - 1];
    if (!spec) return;
    const id = encodeId(PREFIXES.ConnectedApplication, instance, i + 1);
    add(
      spec.label,
      'ConnectedApplication',
      id,
      spec.startUrl,
      spec.startUrl !== null,
      spec.adminApprovedOnly,
    );
  });
  SITES.forEach(([name, path], i) => {
    const id = encodeId(PREFIXES.Network, instance, i + 1);
    add(name, 'Network', id, `https://${COMPANY.site}/${path}`, true, false);
  });
  for (const name of TAB_SETS) add(name, 'TabSet', null, '/home/home.jsp', true, false);
}

/**
 * OAuth tokens: one per user and app in use, whose count and dates are those of the sign-ins, and old or never
 * used ones. A token last used longer ago than the history reaches leaves no sign-in behind. Needs the history.
 */
export function createTokens(db: BetterSqlite3.Database, plan: DataPlan, people: People): void {
  const tokens = new BulkInserter(db, 'oauth_token', [
    'n',
    'user',
    'app',
    'app_name',
    'app_menu_item_id',
    'created_date',
    'last_used_date',
    'use_count',
  ]);
  let n = 0;
  const add = (user: number, app: number, created: number, lastUsed: number | null, uses: number): void => {
    const label = OAUTH_APPS[app - 1]?.label ?? '';
    tokens.add(++n, user, app, label, connectedAppNumber(app) ?? null, created, lastUsed, uses);
  };
  const historyStart = (plan.anchorDay - HISTORY_DAYS) * DAY_MS;
  const extras = OAUTH_APPS.flatMap((app, i) =>
    app.stale === undefined && app.unused === undefined
      ? []
      : [{ number: i + 1, stale: app.stale ?? 0, unused: app.unused ?? 0 }],
  );
  for (let user = 1; user <= people.count; user++) {
    const uses = people.appUses[user] ?? 0;
    const first = people.firstAppUse[user] ?? 0;
    if (uses > 0) add(user, appOfUser(people, user), first, people.lastAppUse[user] ?? first, uses);
    const person = people.fate[user] !== 'system' && people.fate[user] !== 'api';
    if (!person || people.departments[people.department[user] ?? 0] === 'External') continue;
    const rand = new Rand(plan.seed, STREAM.app, user);
    const joined = (people.from[user] ?? 0) * DAY_MS;
    for (const { number, stale, unused } of extras) {
      const luck = rand.float();
      if (luck < stale && joined < historyStart - 40 * DAY_MS) {
        const last = historyStart - rand.int(2, 30) * DAY_MS - rand.int(0, 86_399) * 1000;
        add(user, number, Math.max(joined, last - rand.int(1, 300) * DAY_MS), last, rand.int(1, 60));
      } else if (luck >= stale && luck < stale + unused) {
        add(user, number, Math.max(joined, historyStart + rand.int(0, 120) * DAY_MS), null, 0);
      }
    }
  }
  tokens.flush();
}

/** The app whose client the user signs in with: a phone for people, the usual client for programs. */
function appOfUser(people: People, user: number): number {
  return appOfClient(people.mobile[user] ?? 0) || appOfClient(people.desk[user] ?? 0);
}

/** Keeps tokens in step with sign-ins that happen while the server runs. */
export class TokenUse {
  readonly #use: BetterSqlite3.Statement;
  readonly #first: BetterSqlite3.Statement;

  constructor(db: BetterSqlite3.Database) {
    this.#use = db.prepare(
      'UPDATE oauth_token SET use_count = use_count + 1, last_used_date = ? WHERE user = ? AND app = ?',
    );
    this.#first = db.prepare(
      'INSERT INTO oauth_token (user, app, app_name, app_menu_item_id, created_date, last_used_date, use_count) VALUES (?, ?, ?, ?, ?, ?, 1)',
    );
  }

  /** A successful sign-in with a client of `CLIENTS`. */
  signedIn(t: number, user: number, client: number): void {
    const app = appOfClient(client);
    if (app === 0 || this.#use.run(t, user, app).changes > 0) return;
    this.#first.run(user, app, OAUTH_APPS[app - 1]?.label ?? '', connectedAppNumber(app) ?? null, t, t);
  }
}

/** For each client (position + 1 is its number) whether its sign-ins use an OAuth app. */
export const USES_APP: readonly boolean[] = CLIENTS.map((_, i) => appOfClient(i + 1) > 0);
