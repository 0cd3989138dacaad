import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StateCheck } from '../../src/checks/define';
import dormantAdmins from '../../src/checks/posture/dormant-admins';
import external from '../../src/checks/posture/inactive-guest-external-users';
import inactive from '../../src/checks/posture/inactive-users';
import missing from '../../src/checks/posture/missing-value-in-mandatory-field';
import never from '../../src/checks/posture/never-logged-in';
import noMfa from '../../src/checks/posture/no-mfa-configured';
import noStrong from '../../src/checks/posture/no-strong-mfa';
import bypass from '../../src/checks/posture/user-authorized-to-bypass-mfa';
import passwords from '../../src/checks/posture/user-password-expiration';
import stuck from '../../src/checks/posture/user-stuck-in-non-functional-state';
import weak from '../../src/checks/posture/weak-mfa-used-to-successfully-sign-in';
import { TestClient } from '../../src/demo-org/test-client';
import type { ParameterValues } from '../../src/shared/model/checks';
import { judgeState } from '../builders/check-scene';
import { collectRig, type CollectRig, FEW_PROGRAM_CALLS, NOON } from '../builders/collect-rig';

// What the checks find in an org collected over HTTP, against what plain queries of the same org say: written down
// once more here, by other means.

const DAY = 86_400_000;
let rig: CollectRig;
let client: TestClient;

type Row = Record<string, unknown>;
const query = (soql: string): Promise<Row[]> => client.all(soql);
const ids = (rows: readonly Row[], field = 'Id'): Set<string> =>
  new Set(rows.map((row) => row[field] as string));
const judge = (check: StateCheck, values: ParameterValues = {}) =>
  judgeState(rig.database.file, rig.orgId, check, values, NOON);
const found = (check: StateCheck, values: ParameterValues = {}) => {
  const { drafts, notEvaluated } = judge(check, values);
  expect(notEvaluated).toBeNull();
  return [...drafts.keys()].sort();
};

let users: Row[];
let frozen: Set<string>;
/** Programs: API only, or without a person behind. */
let programs: Set<string>;
const ago = (row: Row, field: string): number | null =>
  row[field] === null ? null : NOON - Date.parse(row[field] as string);
const inside = (row: Row): boolean =>
  row['UserType'] === 'Standard' &&
  !/Analytics Cloud|Cross Org/.test(profileOf(row)) &&
  !frozen.has(row['Id'] as string);
const isPerson = (row: Row): boolean => inside(row) && !programs.has(row['Id'] as string);
const profileOf = (row: Row): string => (row['Profile'] as { Name: string } | null)?.Name ?? '';
const sorted = (rows: readonly Row[], field = 'Id'): string[] => [...ids(rows, field)].sort();

beforeAll(async () => {
  rig = await collectRig({ users: 600, logins: 15_000, programCalls: FEW_PROGRAM_CALLS });
  const run = await rig.collector.collect(rig.orgId);
  expect([run.state, run.error]).toEqual(['complete', null]);
  client = new TestClient(rig.demo);
  await client.grant();
  users = await query(
    'SELECT Id, UserType, Profile.Name, CreatedDate, LastLoginDate, LastPasswordChangeDate, PasswordExpirationDate, ManagerId, Department, FederationIdentifier FROM User WHERE IsActive = true',
  );
  frozen = ids(await query('SELECT UserId FROM UserLogin WHERE IsFrozen = true'), 'UserId');
  programs = ids(
    await query(
      'SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.PermissionsApiUserOnly = true',
    ),
    'AssigneeId',
  );
});
afterAll(() => rig.dispose());

describe('posture checks of a collected org', () => {
  it('find people who are away, or were never there', () => {
    const away = (days: number) => (row: Row) => (ago(row, 'LastLoginDate') ?? -1) >= days * DAY;
    const neverThere = (days: number) => (row: Row) =>
      row['LastLoginDate'] === null && (ago(row, 'CreatedDate') ?? 0) >= days * DAY;
    expect(found(inactive)).toEqual(sorted(users.filter(isPerson).filter(away(90))));
    expect(found(never)).toEqual(sorted(users.filter(isPerson).filter(neverThere(7))));
    const outside = users.filter(
      (row) => /^(Csp|Power|Csn|Customer)/.test(String(row['UserType'])) && !frozen.has(row['Id'] as string),
    );
    expect(found(external)).toEqual(sorted(outside.filter((row) => away(90)(row) || neverThere(30)(row))));
    expect(found(inactive).length).toBeGreaterThan(10);
    expect(found(never).length).toBeGreaterThan(3);
  });

  it('find who is frozen or locked', async () => {
    const rows = await query('SELECT UserId FROM UserLogin WHERE IsFrozen = true OR IsPasswordLocked = true');
    const active = ids(users);
    expect(found(stuck)).toEqual(
      sorted(
        rows.filter((row) => active.has(row['UserId'] as string)),
        'UserId',
      ),
    );
    expect(found(stuck).length).toBeGreaterThan(3);
  });

  it('find who lacks a second factor', async () => {
    const listed = await query(
      'SELECT UserId, HasTotp, HasU2F, HasSecurityKey, HasBuiltInAuthenticator, HasSalesforceAuthenticator FROM TwoFactorMethodsInfo',
    );
    const with_ = (...names: string[]) =>
      ids(
        listed.filter((row) => names.some((name) => row[`Has${name}`] === true)),
        'UserId',
      );
    const strong = with_('U2F', 'SecurityKey', 'BuiltInAuthenticator');
    const any = new Set([...strong, ...with_('Totp', 'SalesforceAuthenticator')]);
    const people = users.filter(isPerson).filter((row) => row['LastLoginDate'] !== null);
    expect(found(noMfa, { ssoToo: true })).toEqual(
      sorted(people.filter((row) => !any.has(row['Id'] as string))),
    );
    expect(found(noStrong, { ssoToo: true })).toEqual(
      sorted(people.filter(({ Id }) => any.has(Id as string) && !strong.has(Id as string))),
    );

    const firstDay = Math.floor(NOON / DAY) - 90;
    const logins = await query(
      `SELECT UserId, LoginTime, LoginType, Status FROM LoginHistory WHERE LoginTime >= ${new Date(firstDay * DAY).toISOString()}`,
    );
    const days = (type: RegExp) =>
      new Set(
        logins
          .filter((row) => row['Status'] === 'Success' && type.test(String(row['LoginType'])))
          .map((row) => `${row['UserId'] as string} ${(row['LoginTime'] as string).slice(0, 10)}`),
      );
    const asserted = days(/SAML/);
    const usersOf = (set: ReadonlySet<string>) => new Set([...set].map((key) => key.slice(0, 18)));
    const typed = usersOf(new Set([...days(/^Application$/)].filter((day) => !asserted.has(day))));
    const came = usersOf(asserted);
    const ssoOnly = (row: Row) =>
      (row['FederationIdentifier'] !== null || came.has(row['Id'] as string)) &&
      !typed.has(row['Id'] as string);
    expect(found(noMfa)).toEqual(
      sorted(people.filter((row) => !any.has(row['Id'] as string) && !ssoOnly(row))),
    );
    expect(found(noMfa).length).toBeGreaterThan(10);
    expect(people.filter(ssoOnly).length).toBeGreaterThan(10);
  });

  it('find weak verifications at sign-in', async () => {
    const rows = await query(
      `SELECT UserId, VerificationMethod, Activity, Status FROM VerificationHistory WHERE VerificationTime > ${new Date(NOON - 30 * DAY).toISOString()}`,
    );
    const used = rows.filter(
      (row) =>
        row['Activity'] === 'Login' &&
        /^(Succeeded|AutomatedSuccess)$/.test(String(row['Status'])) &&
        /^(Email|Sms|TempCode)$/.test(String(row['VerificationMethod'])),
    );
    expect(found(weak, { external: true })).toEqual(sorted(used, 'UserId'));
    expect(used.length).toBeGreaterThan(0);
  });

  it('find who is exempt from MFA, and from the password policy', async () => {
    const holders = async (permission: string) =>
      ids(
        await query(
          `SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Permissions${permission} = true AND IsActive = true`,
        ),
        'AssigneeId',
      );
    const active = ids(users);
    const exempt = [...(await holders('BypassMFAForUiLogins'))].filter((id) => active.has(id)).sort();
    expect(found(bypass)).toEqual(exempt);
    expect(exempt.length).toBeGreaterThan(0);
    const lasting = await holders('PasswordNeverExpires');
    const { drafts } = judge(passwords);
    const everlasting = [...drafts.values()]
      .filter(({ evidence }) => (evidence['reasons'] as string[]).includes('never-expires'))
      .map(({ key }) => key);
    expect(everlasting.length).toBeGreaterThan(0);
    expect(everlasting.filter((id) => !lasting.has(id))).toEqual([]);
  });

  it('find values that are missing, where the field is in use', () => {
    const people = users
      .filter((row) => isPerson(row) || frozen.has(row['Id'] as string))
      .filter((row) => row['UserType'] === 'Standard' && !programs.has(row['Id'] as string));
    const blank = (row: Row) => row['ManagerId'] === null || row['Department'] === null;
    expect(found(missing, { fields: ['manager', 'department'] })).toEqual(sorted(people.filter(blank)));
  });

  it('find administrators who are not there', async () => {
    const holders = ids(
      await query(
        'SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.PermissionsModifyAllData = true',
      ),
      'AssigneeId',
    );
    const dormant = new Set(found(dormantAdmins, { days: 2 }));
    const away = users.filter(
      (row) =>
        isPerson(row) && holders.has(row['Id'] as string) && (ago(row, 'LastLoginDate') ?? -1) >= 2 * DAY,
    );
    expect(sorted(away).filter((id) => !dormant.has(id))).toEqual([]);
    expect(dormant.size).toBeGreaterThan(0);
  });
});
