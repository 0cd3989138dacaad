import { AS_OF, DAY, type StreamName, type StreamRecords } from './db';
import { CheckScene } from './check-scene';
import * as rows from './db-records';

/** Everybody who is not mentioned is neither administrator nor program. */
const SETS: readonly StreamRecords['permissionSets'][] = [
  rows.permissionSet('of-admins', {
    isOwnedByProfile: true,
    profileId: 'admins',
    permissions: ['ManageUsers', 'ModifyAllData'],
  }),
  rows.permissionSet('apex', { permissions: ['AuthorApex'] }),
  rows.permissionSet('api', { permissions: ['ApiUserOnly'] }),
  rows.permissionSet('lasting', { label: 'Lasting', permissions: ['PasswordNeverExpires'] }),
  rows.permissionSet('delegated', { permissions: ['IsSsoEnabled'] }),
];

/**
 * An org with a profile of everybody ('profile-1'), one of super administrators ('admins'), and sets that make a
 * developer ('apex') and a program ('api'). `also`: further streams that were read and had no rows.
 */
export async function postureScene(also: readonly StreamName[] = []): Promise<CheckScene> {
  const scene = await CheckScene.of([
    'users',
    'profiles',
    'userLicenses',
    'permissionSets',
    'permissionSetAssignments',
    'loginHistory',
    ...also,
  ]);
  await scene.store('profiles', [rows.profile(), rows.profile('admins', { name: 'System Administrator' })]);
  await scene.store('userLicenses', [rows.userLicense()]);
  await scene.store('permissionSets', [...SETS]);
  return scene;
}

let count = 0;
/** A success with this method at a sign-in five days ago. */
export const verified = (
  userId: string,
  method: string,
  changes: Partial<StreamRecords['verificationHistory']> = {},
): StreamRecords['verificationHistory'] => ({
  id: `v${String((count += 1))}`,
  verificationTime: AS_OF - 5 * DAY,
  userId,
  method,
  activity: 'Login',
  policy: 'TwoFactorAuthentication',
  status: 'Succeeded',
  eventGroup: 1,
  sourceIp: '192.0.2.1',
  loginHistoryId: null,
  loginGeoId: null,
  remarks: null,
  ...changes,
});

/** By key. */
export const severities = (verdict: {
  drafts: ReadonlyMap<string, { severity: string }>;
}): Record<string, string> =>
  Object.fromEntries([...verdict.drafts].map(([key, { severity }]) => [key, severity]));
