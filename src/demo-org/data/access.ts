import type BetterSqlite3 from 'better-sqlite3';
import { PREFIXES } from '../catalog/prefixes';
import { encodeId } from '../ids';
import { DAY_MS, type DataPlan } from '../options';
import { Rand } from '../random';
import {
  API_ONLY_SET,
  PACKAGES,
  PERMISSION_SET_GROUPS,
  PERMISSION_SET_LICENSES,
  PERMISSION_SETS,
} from './addons';
import { PROFILES, licenseNumber } from './company';
import { BulkInserter, rowInserter } from './insert';
import { STREAM, type People } from './people';
import { permissionCells, roundUp } from './setup';
import { RUN_AS } from './system-users';

/** Permission set numbers: profile-owned ones first, then the named ones, then one per group. */
const named = (position: number): number => PROFILES.length + position + 1;
const ofGroup = (position: number): number => PROFILES.length + PERMISSION_SETS.length + position + 1;
export const SEATWATCH_SET = named(PERMISSION_SETS.findIndex((set) => set.name === 'Seatwatch_Read_Access'));

/** Position of the permission set license that comes with the integration license. */
const FOR_INTEGRATIONS = PERMISSION_SET_LICENSES.findIndex((spec) => spec.forIntegrations === true);

/** Share of holders of a permission set license that hold none of its permission sets. */
const WITHOUT_SETS = 0.22;
/** Share of seats that deactivated people still hold, against active ones. */
const KEPT_BY_DEACTIVATED = 0.55;

/** Permission sets, groups, permission set licenses and packages, and who holds what. */
export function createAccess(
  db: BetterSqlite3.Database,
  plan: DataPlan,
  people: People,
  instance: string,
): void {
  createPermissionSets(db, plan, instance);
  const holders = assign(db, plan, people);
  createPermissionSetLicenses(db, plan, holders.permissionSetLicenses);
  createPackages(db, plan, holders.packages);
}

function createPermissionSets(db: BetterSqlite3.Database, plan: DataPlan, instance: string): void {
  const created_date = plan.anchorDay * DAY_MS - 900 * DAY_MS;
  const insert = rowInserter(db, 'permission_set');
  const common = { description: null, has_activation_required: 0, created_date };
  PROFILES.forEach((profile, i) => {
    insert({
      n: i + 1,
      name: `X${encodeId(PREFIXES.Profile, instance, i + 1).slice(0, 15)}`,
      label: `${encodeId(PREFIXES.Profile, instance, i + 1)}`,
      license_id: encodeId(PREFIXES.UserLicense, instance, licenseNumber(profile.license)),
      profile_id: i + 1,
      is_owned_by_profile: 1,
      is_custom: profile.name.startsWith('Northfield') ? 1 : 0,
      namespace_prefix: null,
      type: 'Profile',
      permission_set_group_id: null,
      ...common,
      ...permissionCells(profile.permissions),
    });
  });
  PERMISSION_SETS.forEach((set, i) => {
    insert({
      n: named(i),
      name: set.name,
      label: set.label,
      profile_id: null,
      is_owned_by_profile: 0,
      license_id: set.license === 0 ? null : encodeId(PREFIXES.PermissionSetLicense, instance, set.license),
      is_custom: set.license === 0 && set.namespace === undefined ? 1 : 0,
      namespace_prefix: set.namespace ?? null,
      type: set.license === 0 ? 'Regular' : 'Standard',
      permission_set_group_id: null,
      ...common,
      ...permissionCells(set.permissions),
    });
  });
  const group = rowInserter(db, 'permission_set_group');
  const component = rowInserter(db, 'permission_set_group_component');
  let components = 0;
  PERMISSION_SET_GROUPS.forEach((spec, i) => {
    group({
      n: i + 1,
      developer_name: spec.name,
      master_label: spec.label,
      namespace_prefix: null,
      description: null,
      status: 'Updated',
      created_date,
    });
    insert({
      n: ofGroup(i),
      name: spec.name,
      label: spec.label,
      license_id: null,
      profile_id: null,
      is_owned_by_profile: 0,
      is_custom: 0,
      namespace_prefix: null,
      type: 'Group',
      permission_set_group_id: i + 1,
      ...common,
      ...permissionCells(
        PERMISSION_SETS.filter((set) => spec.sets.includes(set.name)).flatMap((set) => set.permissions),
      ),
    });
    for (const name of spec.sets)
      component({
        n: ++components,
        permission_set_group_id: i + 1,
        permission_set_id: named(PERMISSION_SETS.findIndex((set) => set.name === name)),
        created_date,
      });
  });
}

interface Holders {
  /** Seats in use per license or package, in the order of their lists. */
  permissionSetLicenses: number[];
  packages: number[];
}

function assign(db: BetterSqlite3.Database, plan: DataPlan, people: People): Holders {
  const sets = new BulkInserter(db, 'permission_set_assignment', [
    'n',
    'permission_set_id',
    'permission_set_group_id',
    'assignee_id',
    'system_modstamp',
    'expiration_date',
    'is_active',
  ]);
  const licenses = new BulkInserter(db, 'permission_set_license_assign', [
    'n',
    'permission_set_license_id',
    'assignee_id',
    'created_date',
  ]);
  const packages = new BulkInserter(db, 'user_package_license', [
    'n',
    'package_license_id',
    'user_id',
    'created_date',
  ]);
  const holders: Holders = {
    permissionSetLicenses: PERMISSION_SET_LICENSES.map(() => 0),
    packages: PACKAGES.map(() => 0),
  };
  const counts = { sets: 0, licenses: 0, packages: 0 };
  const anchor = plan.anchorDay * DAY_MS;
  const profileOf = db.prepare('SELECT profile_id FROM user WHERE n = ?').pluck();
  const giveSet = (
    user: number,
    set: number,
    group: number | null,
    at: number,
    expires: number | null = null,
  ): void => {
    sets.add(++counts.sets, set, group, user, at, expires, 1);
  };
  const giveLicense = (user: number, position: number, at: number): void => {
    licenses.add(++counts.licenses, position + 1, user, at);
    holders.permissionSetLicenses[position] = (holders.permissionSetLicenses[position] ?? 0) + 1;
  };
  for (let user = 1; user <= people.count; user++) {
    const rand = new Rand(plan.seed, STREAM.access, user);
    const at = Math.max((people.from[user] ?? 0) * DAY_MS, anchor - rand.int(20, 700) * DAY_MS);
    const profile = profileOf.get(user) as number | null;
    if (profile !== null) giveSet(user, profile, null, (people.from[user] ?? 0) * DAY_MS);
    if (user === RUN_AS) {
      giveSet(user, SEATWATCH_SET, null, at);
      if (plan.runAsLicense === 'Salesforce Integration') giveLicense(user, FOR_INTEGRATIONS, at);
    } else if (profile !== null && PROFILES[profile - 1]?.license === 'Salesforce Integration') {
      giveLicense(user, FOR_INTEGRATIONS, at);
      giveSet(user, named(PERMISSION_SETS.findIndex((set) => set.name === API_ONLY_SET)), null, at);
    }
    const fate = people.fate[user];
    if (fate === 'system' || fate === 'api') continue;
    const department = people.departments[people.department[user] ?? 0] ?? '';
    // Leavers lose their permission sets in this company, but some seats are forgotten.
    const keep = people.active[user] === 1 ? 1 : KEPT_BY_DEACTIVATED;
    PERMISSION_SET_LICENSES.forEach((spec, i) => {
      if (!spec.departments.includes(department) || !rand.chance(spec.share * keep)) return;
      giveLicense(user, i, at);
      if (keep < 1 || rand.chance(WITHOUT_SETS)) return;
      for (const name of spec.permissionSets)
        giveSet(user, named(PERMISSION_SETS.findIndex((set) => set.name === name)), null, at);
    });
    PACKAGES.forEach((spec, i) => {
      if (!spec.departments.includes(department) || !rand.chance(spec.share * keep)) return;
      packages.add(++counts.packages, i + 1, user, at);
      holders.packages[i] = (holders.packages[i] ?? 0) + 1;
    });
    if (keep < 1) continue;
    PERMISSION_SETS.forEach((set, i) => {
      if (set.departments?.includes(department) !== true || !rand.chance(set.share ?? 0)) return;
      giveSet(user, named(i), null, at, rand.chance(0.02) ? anchor + rand.int(5, 60) * DAY_MS : null);
    });
    PERMISSION_SET_GROUPS.forEach((group, i) => {
      if (group.department === department && rand.chance(group.share)) giveSet(user, ofGroup(i), i + 1, at);
    });
  }
  sets.flush();
  licenses.flush();
  packages.flush();
  return holders;
}

function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function createPermissionSetLicenses(
  db: BetterSqlite3.Database,
  plan: DataPlan,
  used: readonly number[],
): void {
  const anchor = plan.anchorDay * DAY_MS;
  const insert = rowInserter(db, 'permission_set_license');
  PERMISSION_SET_LICENSES.forEach((spec, i) => {
    const seats = used[i] ?? 0;
    insert({
      n: i + 1,
      developer_name: spec.developerName,
      master_label: spec.label,
      permission_set_license_key: spec.key,
      total_licenses: spec.forIntegrations === true ? 5 : roundUp(Math.max(5, seats * (1 + spec.spare))),
      status: 'Active',
      expiration_date: isoDate(anchor + (spec.expiresInDays ?? 400) * DAY_MS),
      used_licenses: seats,
      is_available_for_integrations: spec.forIntegrations === true ? 1 : 0,
      created_date: anchor - 800 * DAY_MS,
    });
  });
}

function createPackages(db: BetterSqlite3.Database, plan: DataPlan, used: readonly number[]): void {
  const anchor = plan.anchorDay * DAY_MS;
  const insert = rowInserter(db, 'package_license');
  PACKAGES.forEach((spec, i) => {
    const seats = used[i] ?? 0;
    insert({
      n: i + 1,
      status: spec.status,
      is_provisioned: 1,
      namespace_prefix: spec.namespace,
      used_licenses: seats,
      allowed_licenses: spec.allowed ?? roundUp(Math.max(5, seats * (1 + spec.spare))),
      expiration_date: spec.expiresInDays === null ? null : anchor + spec.expiresInDays * DAY_MS,
      created_date: anchor - 600 * DAY_MS,
    });
  });
}
