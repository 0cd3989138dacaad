import type { IdleRule, SeatDetail, SeatReason } from '../../../shared/model/idle-rule';
import type { SeatTableRow } from '../../../shared/model/licenses';
import type { Connection } from '../../connection';
import { accessNames } from '../login-access';
import { NO_PROFILE, type People } from '../people';
import type { StoredLicense } from '../stored-licenses';
import { iso } from '../time';
import { type Usage, knownUsage, newestStoredLogins, usageOf } from '../usage';
import { apiUsesOf } from './api-use';
import { integrationPeople } from './integration-people';
import { type Judged, externalProfiles } from './judging';

type FactNames =
  | 'department'
  | 'manager'
  | 'managerId'
  | 'managerEmail'
  | 'country'
  | 'logins30d'
  | 'logins90d'
  | 'logins180d'
  | 'failedLogins30d'
  | 'access'
  | 'licensesHeld'
  | 'userLastLoginAt'
  | 'storedLoginAt'
  | 'lastApiUseAt'
  | 'isIntegration'
  | 'isExternal';

/** What is known of one person beside the verdict. */
export interface Evidence extends Pick<SeatTableRow, FactNames> {
  /** Epoch ms, or NEVER. */
  judgedAt: number;
  /** Ids of assignment rows by id of the license. */
  assignments: ReadonlyMap<string, string>;
  details: Partial<Record<SeatReason, SeatDetail>>;
}

interface PersonRow {
  id: string;
  department: string | null;
  country: string | null;
  managerId: string | null;
  manager: string | null;
  managerEmail: string | null;
  lastLoginAt: number | null;
  /** Somebody tried with this name, and nobody ever succeeded. */
  onlyFailed: number;
}

const PERSONS = `
  SELECT u.id, nullif(trim(u.department), '') AS department, nullif(trim(u.country), '') AS country,
    u.manager_id AS managerId, m.name AS manager, m.email AS managerEmail, u.last_login_at AS lastLoginAt,
    l.key IS NOT NULL AND l.last_success_at IS NULL AS onlyFailed
  FROM json_each(@ids) AS wanted
  CROSS JOIN sf_user u ON u.org_id = @org AND u.id = wanted.value
  LEFT JOIN sf_user m ON m.org_id = u.org_id AND m.id = u.manager_id
  LEFT JOIN login_user l ON l.org_id = u.org_id AND l.user_id = u.id`;

/** Evidence by person, for the people given. */
export function evidenceOf(
  db: Connection,
  org: number,
  people: People,
  stored: readonly StoredLicense[],
  persons: readonly number[],
  rule: IdleRule,
  judged: Judged,
  asOf: number,
): Map<number, Evidence> {
  const ids = persons.map((person) => people.ids.at(person));
  const rows = new Map(
    db.all<PersonRow>(PERSONS, { org, ids: JSON.stringify(ids) }).map((row) => [row.id, row]),
  );
  const usage = usageBy(db, org, people, asOf, ids);
  const newest = newestStoredLogins(db, org, ids);
  const integration = new Set(integrationPeople(db, org, people, asOf).people);
  const isExternal = externalProfiles(people);
  const byApi = rule.integration === 'api-only';
  const apiUses = byApi
    ? apiUsesOf(
        db,
        org,
        ids.filter((_, i) => integration.has(persons[i] ?? -1)),
        asOf,
      )
    : new Map<string, number>();
  const assignments = assignmentsOf(db, org, ids);
  const labels = new Map(stored.map(({ id, label }) => [id, label]));
  const found = new Map<number, Evidence>();
  persons.forEach((person, i) => {
    const id = ids[i] ?? '';
    const row = rows.get(id);
    if (row === undefined) return;
    const external = isExternal[people.profileOf[person] ?? NO_PROFILE] === true;
    const program = integration.has(person);
    found.set(person, {
      department: row.department,
      country: row.country,
      managerId: row.managerId,
      manager: row.manager,
      managerEmail: row.managerEmail,
      ...usageFacts(usage(person, id)),
      licensesHeld: heldBy(people, person, labels).join('; '),
      userLastLoginAt: iso(row.lastLoginAt),
      storedLoginAt: iso(newest.get(id) ?? null),
      lastApiUseAt: iso(apiUses.get(id) ?? null),
      isIntegration: program,
      isExternal: external,
      judgedAt: judged.seenAt[person] ?? 0,
      assignments: assignments.get(id) ?? new Map<string, string>(),
      details: {
        ...(row.onlyFailed === 1 ? { 'never-logged-in': 'only-failed-logins' as const } : {}),
        ...inactiveDetail(program && byApi, external && rule.externalDays !== null),
      },
    });
  });
  return found;
}

function inactiveDetail(isByApi: boolean, isByOwnRule: boolean): { inactive?: SeatDetail } {
  if (isByApi) return { inactive: 'no-api-use' };
  return isByOwnRule ? { inactive: 'external-rule' } : {};
}

type UsageFacts = Pick<Evidence, 'logins30d' | 'logins90d' | 'logins180d' | 'failedLogins30d' | 'access'>;

/** Read off what was made ready of everybody; otherwise looked for, which takes a step per person and day. */
function usageBy(
  db: Connection,
  org: number,
  people: People,
  asOf: number,
  ids: readonly string[],
): (person: number, id: string) => Usage | undefined {
  const all = knownUsage(db, org, people, asOf);
  if (all === null) {
    const some = usageOf(db, org, asOf, ids);
    return (_, id) => some.get(id);
  }
  return (person) => ({
    logins30d: all.logins30[person] ?? 0,
    logins90d: all.logins90[person] ?? 0,
    logins180d: all.logins180[person] ?? 0,
    failedLogins30d: all.failures30[person] ?? 0,
    access: all.access[person] ?? 0,
  });
}

function usageFacts(usage: Usage | undefined): UsageFacts {
  return {
    logins30d: usage?.logins30d ?? 0,
    logins90d: usage?.logins90d ?? 0,
    logins180d: usage?.logins180d ?? 0,
    failedLogins30d: usage?.failedLogins30d ?? 0,
    access: accessNames(usage?.access ?? 0).join(' '),
  };
}

/** Labels of everything a person holds, user license first. */
export function heldBy({ holdings }: People, person: number, labels: ReadonlyMap<string, string>): string[] {
  const held: string[] = [];
  for (let seat = holdings.starts[person] ?? 0; seat < (holdings.starts[person + 1] ?? 0); seat++) {
    const id = holdings.licenseIds[holdings.licenses[seat] ?? 0] ?? '';
    held.push(labels.get(id) ?? id);
  }
  return held;
}

const ASSIGNMENTS = `
  SELECT a.assignee_id AS userId, a.permission_set_license_id AS licenseId, a.id
  FROM json_each(@ids) AS wanted
  CROSS JOIN permission_set_license_assignment a ON a.org_id = @org AND a.assignee_id = wanted.value
  UNION ALL
  SELECT p.user_id, p.package_license_id, p.id
  FROM json_each(@ids) AS wanted
  CROSS JOIN user_package_license p ON p.org_id = @org AND p.user_id = wanted.value`;

function assignmentsOf(
  db: Connection,
  org: number,
  ids: readonly string[],
): Map<string, Map<string, string>> {
  const byUser = new Map<string, Map<string, string>>();
  const rows = db.all<{ userId: string; licenseId: string; id: string }>(ASSIGNMENTS, {
    org,
    ids: JSON.stringify(ids),
  });
  for (const { userId, licenseId, id } of rows) {
    const own = byUser.get(userId) ?? new Map<string, string>();
    byUser.set(userId, own.set(licenseId, id));
  }
  return byUser;
}
