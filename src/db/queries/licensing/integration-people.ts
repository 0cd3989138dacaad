import type { PersonFacts } from '../../../shared/model/reclaim';
import type { Connection } from '../../connection';
import { isForIntegration } from '../../free-licenses';
import { versions } from '../../freshness';
import { columnOf, joined, joinedRow } from '../columns';
import { UNKNOWN } from '../id-list';
import { NO_PROFILE, type People } from '../people';
import { marksOf } from './marks';

export type IntegrationSign = PersonFacts['integrationSigns'][number];

/** Names of accounts that programs use. Says nothing for sure: such a person is no more than pointed out. */
const PROGRAM_NAME =
  /(?:^|[^a-z])(?:api|svc|service|integration|integrations|batch|etl|sync|bot|automation|system|connector|middleware)(?:[^a-z]|$)/i;

export const soundsLikeProgram = (username: string): boolean =>
  PROGRAM_NAME.test(username.split('@', 1)[0] ?? '');

/** The permission that keeps a user out of the user interface ("API Only User"). */
const API_ONLY = 'ApiUserOnly';

export const API_ONLY_SETS = `
  SELECT id, profile_id AS profileId FROM permission_set
  WHERE org_id = @org AND EXISTS (SELECT 1 FROM json_each(permissions) WHERE value = '${API_ONLY}')`;

/** Assignments of sets, and of groups through the set that stands for them. */
const ASSIGNED = `
  SELECT ${joined('assignee_id')} AS ids FROM permission_set_assignment
  WHERE org_id = @org AND permission_set_id IN (SELECT value FROM json_each(@sets))
    AND coalesce(is_active, 1) = 1 AND coalesce(expires_at > @asOf, 1)`;

export interface IntegrationPeople {
  /** Numbers of people, ascending. */
  readonly people: Int32Array;
  /** Names this list among those of the same people. */
  readonly key: string;
}

interface Signs {
  /** By number of a profile. */
  byProfile: readonly ReadonlySet<IntegrationSign>[];
  /** People with an assigned set that keeps them out of the user interface. */
  assigned: Int32Array;
}

function signsOf(db: Connection, org: number, people: People, asOf: number): Signs {
  const { permissionSets, permissionSetAssignments } = versions(db);
  const key = `integration signs ${permissionSets} ${permissionSetAssignments} ${asOf}`;
  return people.memo.get(key, () => {
    const sets = db.all<{ id: string; profileId: string | null }>(API_ONLY_SETS, { org });
    const profiles = new Set(sets.map(({ profileId }) => profileId));
    const others = sets.filter(({ profileId }) => profileId === null).map(({ id }) => id);
    const ids =
      others.length === 0
        ? null
        : joinedRow<'ids'>(db, ASSIGNED, { org, asOf, sets: JSON.stringify(others) }).ids;
    return {
      byProfile: people.profiles.map(({ id, license, licenseKey }) => {
        const signs = new Set<IntegrationSign>();
        if (isForIntegration({ name: license ?? '', definitionKey: licenseKey })) signs.add('license');
        if (profiles.has(id)) signs.add('api-only-permission');
        return signs;
      }),
      assigned: people.ids.numbersOf(ids),
    };
  });
}

/** Everybody who is a program as far as one can tell for sure: marked, or licensed or permitted as one. */
export function integrationPeople(
  db: Connection,
  org: number,
  people: People,
  asOf: number,
): IntegrationPeople {
  const signs = signsOf(db, org, people, asOf);
  const marks = marksOf(db, org);
  const key = `integration ${JSON.stringify(marks)} ${versions(db).permissionSets} ${versions(db).permissionSetAssignments}`;
  return people.memo.get(key, () => {
    const are = new Uint8Array(people.count);
    const isProfile = signs.byProfile.map((found) => found.size > 0);
    for (let person = 0; person < people.count; person++)
      if (isProfile[people.profileOf[person] ?? NO_PROFILE] === true) are[person] = 1;
    for (const person of signs.assigned) if (person !== UNKNOWN) are[person] = 1;
    const marked = people.ids.numbersOf(columnOf(marks.map(({ userId }) => userId)));
    marks.forEach(({ mark }, i) => {
      const person = marked[i] ?? UNKNOWN;
      if (person !== UNKNOWN) are[person] = mark === 'integration' ? 1 : 0;
    });
    const found: number[] = [];
    for (let person = 0; person < people.count; person++) if (are[person] === 1) found.push(person);
    return { people: Int32Array.from(found), key };
  });
}

/** Everything that speaks for one person being a program, strongest first. */
export function integrationSigns(
  db: Connection,
  org: number,
  people: People,
  asOf: number,
  person: number,
  { username, onlyApi, mark }: { username: string; onlyApi: boolean; mark: string | null },
): IntegrationSign[] {
  const signs = signsOf(db, org, people, asOf);
  const found = new Set(signs.byProfile[people.profileOf[person] ?? NO_PROFILE]);
  if (mark === 'integration') found.add('mark');
  if (signs.assigned.includes(person)) found.add('api-only-permission');
  if (onlyApi) found.add('only-api-logins');
  if (soundsLikeProgram(username)) found.add('name');
  const order: IntegrationSign[] = ['mark', 'license', 'api-only-permission', 'only-api-logins', 'name'];
  return order.filter((sign) => found.has(sign));
}
