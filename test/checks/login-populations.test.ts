import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoginCheck, Population } from '../../src/checks/define';
import { withDefaults } from '../../src/checks/parameters';
import bypass from '../../src/checks/posture/application-login-bypasses-sso';
import legacy from '../../src/checks/posture/legacy-tls-or-retired-api-versions-in-logins';
import service from '../../src/checks/posture/service-account-successful-sign-in';
import outside from '../../src/checks/posture/users-outside-trusted-ip-ranges';
import { createConnection } from '../../src/db/connection';
import { openDatabase } from '../../src/db/open';
import { createInputs } from '../../src/db/queries/security/inputs';
import type { ParameterValues } from '../../src/shared/model/checks';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY } from '../builders/db';
import * as rows from '../builders/db-records';

// What checks of logins say of how many they looked at, and when they could not.

let scene: CheckScene;
beforeEach(async () => {
  scene = await CheckScene.of(['users', 'loginHistory']);
  await scene.store('users', [
    rows.user('ada', { federationId: 'x' }),
    rows.user('bob'),
    rows.user('robot'),
    rows.user('customer', { userType: 'CspLitePortal' }),
    rows.user('gone', { isActive: false, federationId: 'x' }),
  ]);
  await scene.store('permissionSets', [rows.permissionSet('api', { permissions: ['ApiUserOnly'] })]);
  await scene.store('permissionSetAssignments', [rows.permissionSetAssignment('robot', 'api')]);
});
afterEach(() => scene.dispose());

function checked(check: LoginCheck, values: ParameterValues = {}): Population {
  const sqlite = openDatabase({ file: scene.test.file, readOnly: true });
  try {
    const db = createConnection(sqlite, scene.test.file);
    return check.population(
      createInputs(db, db.orgKey('org-1'), AS_OF),
      withDefaults(check.info.parameters, values),
    );
  } finally {
    sqlite.close();
  }
}

describe('how many were looked at', () => {
  it('users outside trusted ranges: not evaluated until something is trusted', async () => {
    expect(checked(outside)).toMatchObject({
      population: null,
      notEvaluated: expect.stringMatching(/^no trusted addresses are known/) as string,
    });
    await scene.store('trustedIpRanges', [
      { id: 'a-b', startAddress: '203.0.113.1', endAddress: '203.0.113.9', description: null },
    ]);
    expect(checked(outside)).toEqual({ population: 2, notes: [] });
    expect(checked(outside, { programs: true }).population).toBe(3);
  });

  it('password sign-ins: users of single sign-on, as far as there is any', async () => {
    expect(checked(bypass)).toMatchObject({
      notEvaluated: expect.stringMatching(/^no single sign-on is set up/) as string,
    });
    await scene.store('loginHistory', [
      rows.login('l1', 'bob', AS_OF - DAY, { loginType: 'SAML Idp Initiated SSO' }),
    ]);
    expect(checked(bypass)).toEqual({ population: 2 });
  });

  it('service accounts and old clients', async () => {
    expect(checked(service)).toEqual({ population: 1 });
    expect(checked(legacy)).toEqual({ population: 0 });
    await scene.store('loginHistory', [rows.login('l1', 'bob', AS_OF), rows.login('l2', 'ghost', AS_OF)]);
    expect(checked(legacy)).toEqual({ population: 2 });
  });
});
