import type { PersonFacts } from '../../../shared/model/reclaim';
import type { Connection } from '../../connection';
import { API, accessNames } from '../login-access';
import { UNKNOWN } from '../id-list';
import { NO_PROFILE, peopleOf } from '../people';
import { iso } from '../time';
import { newestStoredLogins, usageOf } from '../usage';
import { asOfOf } from '../user-state';
import { apiUsesOf } from './api-use';
import { integrationPeople, integrationSigns } from './integration-people';
import { externalProfiles } from './judging';
import { leave } from './leave';
import { marksOf } from './marks';

interface Row {
  username: string;
  department: string | null;
  country: string | null;
  managerId: string | null;
  manager: string | null;
  lastLoginAt: number | null;
}

const PERSON = `
  SELECT u.username, nullif(trim(u.department), '') AS department, nullif(trim(u.country), '') AS country,
    u.manager_id AS managerId, m.name AS manager, u.last_login_at AS lastLoginAt
  FROM sf_user u LEFT JOIN sf_user m ON m.org_id = u.org_id AND m.id = u.manager_id
  WHERE u.org_id = @org AND u.id = @userId`;

/** What is known of one person's seats; null when the person is not stored. */
export function personFacts(db: Connection, orgId: string, userId: string): PersonFacts | null {
  const org = db.orgKey(orgId);
  const asOf = asOfOf(db, org);
  const row = db.get<Row>(PERSON, { org, userId });
  const people = peopleOf(db, org);
  const person = people.ids.numberOf(userId);
  if (asOf === null || row === undefined || person === UNKNOWN) return null;
  const { username, lastLoginAt, ...facts } = row;
  const usage = usageOf(db, org, asOf, [userId]).get(userId);
  const access = usage?.access ?? 0;
  const mark = marksOf(db, org).find((marked) => marked.userId === userId)?.mark ?? null;
  return {
    ...facts,
    isExternal: externalProfiles(people)[people.profileOf[person] ?? NO_PROFILE] === true,
    isIntegration: integrationPeople(db, org, people, asOf).people.includes(person),
    integrationSigns: integrationSigns(db, org, people, asOf, person, {
      ...{ username, mark },
      onlyApi: access === API,
    }),
    mark,
    leave: leave(db, orgId).find((entry) => entry.userId === userId) ?? null,
    userLastLoginAt: iso(lastLoginAt),
    storedLoginAt: iso(newestStoredLogins(db, org, [userId]).get(userId) ?? null),
    lastApiUseAt: iso(apiUsesOf(db, org, [userId], asOf).get(userId) ?? null),
    logins30d: usage?.logins30d ?? 0,
    logins90d: usage?.logins90d ?? 0,
    logins180d: usage?.logins180d ?? 0,
    access: accessNames(access),
  };
}
