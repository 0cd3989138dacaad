import type BetterSqlite3 from 'better-sqlite3';
import { columnName } from '../catalog/fields';
import { ALL_PERMISSION_FIELDS } from '../catalog/objects/access';
import { DAY_MS, type DataPlan } from '../options';
import { CLIENTS, ssoServiceId, STATUSES, SUCCESS } from './clients';
import { COMPANY, licenseNumber, LICENSES, PROFILES, ROLES } from './company';
import { rowInserter, type Cell } from './insert';
import { PLACES } from './places';

/** Boolean columns of a profile or permission set that grants these (`ViewSetup` for PermissionsViewSetup). */
export function permissionCells(granted: readonly string[]): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const name of ALL_PERMISSION_FIELDS)
    cells[columnName(name)] = granted.includes(name.replace('Permissions', '')) ? 1 : 0;
  return cells;
}

/** Rows that do not depend on how many people there are. */
export function createSetup(db: BetterSqlite3.Database, plan: DataPlan, instance: string): void {
  const anchor = plan.anchorDay * DAY_MS;
  const born = anchor - 6 * 365 * DAY_MS;
  const organization = rowInserter(db, 'organization');
  organization({
    n: 1,
    name: COMPANY.name,
    division: null,
    city: 'Detroit',
    state: 'MI',
    postal_code: '48226',
    country: 'US',
    primary_contact: 'Morgan Hale',
    default_locale_sid_key: 'en_US',
    time_zone_sid_key: 'GMT',
    language_locale_key: 'en_US',
    organization_type: 'Enterprise Edition',
    namespace_prefix: null,
    instance_name: 'USA54',
    is_sandbox: 0,
    is_read_only: 0,
    trial_expiration_date: null,
    created_date: born,
  });
  const profile = rowInserter(db, 'profile');
  PROFILES.forEach((spec, i) => {
    profile({
      n: i + 1,
      name: spec.name,
      user_license_id: licenseNumber(spec.license),
      user_type: spec.userType,
      description: null,
      created_date: born,
      ...permissionCells(spec.permissions),
    });
  });
  const role = rowInserter(db, 'user_role');
  ROLES.forEach(([name, parent], i) => {
    role({
      n: i + 1,
      name,
      developer_name: name.replace(/\W+/g, '_'),
      parent_role_id: parent === 0 ? null : parent,
      last_modified_date: born,
    });
  });
  createLoginDictionaries(db, instance);
}

function createLoginDictionaries(db: BetterSqlite3.Database, instance: string): void {
  const place = rowInserter(db, 'login_place');
  PLACES.forEach((spec, i) => {
    place({
      n: i + 1,
      country_iso: spec.countryIso,
      country: spec.country,
      subdivision: spec.subdivision,
      city: spec.city,
      postal_code: spec.postalCode,
      latitude: spec.latitude,
      longitude: spec.longitude,
    });
  });
  const status = rowInserter(db, 'login_status');
  STATUSES.forEach((text, i) => {
    status({ n: i + 1, status: text, success: i + 1 === SUCCESS ? 1 : 0 });
  });
  const client = rowInserter(db, 'login_client');
  CLIENTS.forEach((spec, i) => {
    client({
      n: i + 1,
      login_type: spec.loginType,
      login_sub_type: spec.loginSubType,
      login_url: spec.loginUrl,
      authentication_service_id: spec.sso ? ssoServiceId(instance) : null,
      tls_protocol: spec.tls,
      cipher_suite: spec.cipher,
      options_is_get: spec.post ? 0 : 1,
      options_is_post: spec.post ? 1 : 0,
      browser: spec.browser,
      platform: spec.platform,
      application: spec.application,
      client_version: spec.clientVersion,
      api_type: spec.apiType,
      api_version: spec.apiVersion,
      auth_method_reference: spec.authMethod,
      auth_context_class_ref: null,
      network: spec.network,
    });
  });
}

/** Salesforce counts seats by itself, now and then: what has changed since yesterday is not in the figure. */
const LAST_COUNT_MS = 22 * 3_600_000;

/**
 * Seats: used is counted from the active users of yesterday, total is what such a company would have bought.
 * (Whoever was deactivated is gone for longer.)
 */
export function createUserLicenses(db: BetterSqlite3.Database, plan: DataPlan): void {
  const anchor = plan.anchorDay * DAY_MS;
  const counted = anchor - LAST_COUNT_MS;
  const activeBy = db
    .prepare(
      `SELECT COUNT(*) FROM user u JOIN profile p ON p.n = u.profile_id
       WHERE u.is_active = 1 AND p.user_license_id = ? AND u.created_date <= ?`,
    )
    .pluck();
  const insert = rowInserter(db, 'user_license');
  LICENSES.forEach((spec, i) => {
    const used = activeBy.get(i + 1, anchor) as number;
    const monthly = 'monthlyLogins' in spec ? spec.monthlyLogins : null;
    const fixed = 'fixed' in spec ? spec.fixed : 0;
    const total =
      spec.spare === undefined ? Math.max(fixed, used) : roundUp(Math.max(used * (1 + spec.spare), 5));
    insert({
      n: i + 1,
      license_definition_key: spec.key,
      name: spec.name,
      master_label: spec.name,
      status: 'Active',
      total_licenses: total,
      used_licenses: activeBy.get(i + 1, counted) as number,
      used_licenses_last_updated: counted,
      monthly_logins_entitlement: monthly,
      // Counted when there are sign-ins: monthly-logins.ts.
      monthly_logins_used: monthly === null ? null : 0,
      created_date: anchor - 6 * 365 * DAY_MS,
    });
  });
}

/** Contracts are made in fives. */
export function roundUp(seats: number): number {
  return Math.ceil(seats / 5) * 5;
}

/** Calls per 24 hours of an Enterprise Edition org: 100,000 and what each seat adds. */
export function enterpriseDailyLimit(db: BetterSqlite3.Database): number {
  const totals = new Map(
    db.prepare('SELECT name, total_licenses FROM user_license').raw().all() as [string, number][],
  );
  return LICENSES.reduce((sum, spec) => sum + (totals.get(spec.name) ?? 0) * spec.callsPerSeat, 100_000);
}
