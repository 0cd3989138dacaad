import { AppError } from '../../shared/model/errors';
import type { Limit, QueryOutcome, SalesforceClient } from '../salesforce/client';
import type { SfRecord } from '../salesforce/envelopes';
import { judgeVisibility, visibilityQueries, type LoginVisibility } from '../collect/restricted-logins';
import { bool, text } from '../collect/streams/fields';

/** An answer, a refusal, or null: not asked (something before it failed). */
export type Fact<T> = { ok: true; value: T } | { ok: false; error: AppError } | null;

export interface RunAsUser {
  username: string | null;
  profile: string | null;
  license: string | null;
  licenseKey: string | null;
}

/** Everything Test Connectivity finds out, before it is judged. */
export interface Facts {
  token: Fact<{ userId: string | null }>;
  version: Fact<string>;
  organization: Fact<SfRecord | null>;
  runAs: Fact<RunAsUser | null>;
  /** Whether UserLicense can be read. */
  userLicense: Fact<boolean>;
  limits: Fact<Limit[]>;
  /** UserLogin is readable with Manage Users only. */
  userLogin: Fact<boolean>;
  /** True, false, or null when neither permission sets nor profile would tell. */
  apiUserOnly: boolean | null;
  /** A permission that shows users whom private sharing hides: true, false, or null when nothing would tell. */
  viewAllUsers: boolean | null;
  logins: LoginVisibility | null;
  loginError: AppError | null;
  /** The quota said stop before everything was asked. */
  pause: AppError | null;
}

export const NO_FACTS: Facts = {
  token: null,
  version: null,
  organization: null,
  runAs: null,
  userLicense: null,
  limits: null,
  userLogin: null,
  apiUserOnly: null,
  viewAllUsers: null,
  logins: null,
  loginError: null,
  pause: null,
};

const API_USER_ONLY = 'PermissionsApiUserOnly';
const SEES_ALL_USERS = ['PermissionsViewAllUsers', 'PermissionsViewAllData', 'PermissionsModifyAllData'];

/**
 * Asks in three charged requests: two composites of queries, and the limits (which cannot be part of a
 * composite). Records each finding at once, so that what was learned before a failure is kept.
 */
export async function gather(
  client: SalesforceClient,
  now: number,
  facts: Facts,
  signal?: AbortSignal,
): Promise<void> {
  const identity = await into(
    (fact) => (facts.token = fact),
    () => client.connect(signal),
  );
  if (identity === undefined) return;
  const version = await into(
    (fact) => (facts.version = fact),
    () => client.version(signal),
  );
  if (version === undefined) return;
  const { userId } = identity;
  const user = userId === null ? null : `'${userId}'`;

  const first = await client.queryMany(
    [
      'SELECT Id, Name, OrganizationType, InstanceName, IsSandbox FROM Organization LIMIT 1',
      'SELECT Id, TotalLicenses FROM UserLicense LIMIT 1',
      'SELECT Id, IsFrozen FROM UserLogin LIMIT 1',
      ...(user === null
        ? []
        : [
            `SELECT Username, Profile.Name, Profile.UserLicense.Name, Profile.UserLicense.LicenseDefinitionKey FROM User WHERE Id = ${user}`,
            `SELECT Username, Profile.Name FROM User WHERE Id = ${user}`,
          ]),
    ],
    signal,
  );
  facts.organization = fact(first[0], (records) => records[0] ?? null);
  facts.userLicense = fact(first[1], () => true);
  facts.userLogin = fact(first[2], () => true);
  // Without View Setup the license behind the profile is out of reach, and the query with it.
  const described = fact(first[3], runAsUser);
  facts.runAs = described?.ok === true ? described : fact(first[4], runAsUser);

  if (userId !== null && user !== null) {
    const [groups, others, set, profile] = await client.queryMany(
      [
        ...visibilityQueries(userId, now),
        `SELECT ${[API_USER_ONLY, ...SEES_ALL_USERS].map((name) => `PermissionSet.${name}`).join(', ')} FROM PermissionSetAssignment WHERE AssigneeId = ${user}`,
        `SELECT ${[API_USER_ONLY, ...SEES_ALL_USERS].join(', ')} FROM Profile WHERE Id IN (SELECT ProfileId FROM User WHERE Id = ${user})`,
      ],
      signal,
    );
    facts.logins = judgeVisibility(userId, groups, others);
    facts.loginError = groups?.ok === false ? groups.error : null;
    facts.apiUserOnly = permitted([API_USER_ONLY], set, profile);
    facts.viewAllUsers = permitted(SEES_ALL_USERS, set, profile);
  }
  await into(
    (fact) => (facts.limits = fact),
    () => client.limits(signal),
  );
}

/** Notes the answer or the refusal; a pause or a cancellation is the caller's. */
async function into<T>(note: (fact: Fact<T>) => void, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    const value = await ask();
    note({ ok: true, value });
    return value;
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'paused' || error.kind === 'canceled') throw error;
    note({ ok: false, error });
    return undefined;
  }
}

function fact<T>(outcome: QueryOutcome | undefined, read: (records: SfRecord[]) => T): Fact<T> {
  if (outcome === undefined) return null;
  return outcome.ok ? { ok: true, value: read(outcome.page.records) } : { ok: false, error: outcome.error };
}

function runAsUser(records: SfRecord[]): RunAsUser | null {
  const [record] = records;
  if (record === undefined) return null;
  return {
    username: text(record, 'Username'),
    profile: text(record, 'Profile.Name'),
    license: text(record, 'Profile.UserLicense.Name'),
    licenseKey: text(record, 'Profile.UserLicense.LicenseDefinitionKey'),
  };
}

/**
 * Whether the user has one of these permissions. Profiles count as permission sets there; the profile itself is
 * asked in case the sets may not be read.
 */
function permitted(
  names: readonly string[],
  set: QueryOutcome | undefined,
  profile: QueryOutcome | undefined,
): boolean | null {
  const read = (outcome: QueryOutcome | undefined, prefix: string) =>
    outcome?.ok === true
      ? outcome.page.records.flatMap((r) => names.map((name) => bool(r, prefix + name)))
      : [];
  const sets = read(set, 'PermissionSet.');
  if ([...sets, ...read(profile, '')].includes(true)) return true;
  // "No" is certain only when all sets could be looked at.
  return sets.length > 0 && !sets.includes(null) ? false : null;
}
