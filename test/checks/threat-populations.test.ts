import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoginCheck, Population } from '../../src/checks/define';
import { withDefaults } from '../../src/checks/parameters';
import countries from '../../src/checks/threat/new-country-for-user';
import tenant from '../../src/checks/threat/new-country-for-tenant';
import failing from '../../src/checks/threat/successful-access-from-a-previously-only-failing-ip';
import lockOut from '../../src/checks/threat/user-lock-out-risk';
import masses from '../../src/checks/threat/mass-login-by-a-connected-app';
import { createConnection } from '../../src/db/connection';
import { openDatabase } from '../../src/db/open';
import { createInputs } from '../../src/db/queries/security/inputs';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY } from '../builders/db';
import * as rows from '../builders/db-records';

// What checks of threats say of a freshly connected org, and of how many they looked at.

let scene: CheckScene;
beforeEach(async () => {
  scene = await CheckScene.of(['users', 'loginHistory']);
});
afterEach(() => {
  scene.dispose();
});

function checked(check: LoginCheck): Population {
  const sqlite = openDatabase({ file: scene.test.file, readOnly: true });
  try {
    const db = createConnection(sqlite, scene.test.file);
    return check.population(
      createInputs(db, db.orgKey('org-1'), AS_OF),
      withDefaults(check.info.parameters, {}),
    );
  } finally {
    sqlite.close();
  }
}

const history = (oldest: number) =>
  scene.store('loginHistory', [
    rows.login('l1', 'ada', oldest, { sourceIp: '203.0.113.1', application: 'Loader' }),
    rows.login('l2', 'bob', AS_OF, { sourceIp: '203.0.113.2', application: 'Browser' }),
    rows.login('l3', 'bob', AS_OF, { sourceIp: '203.0.113.3', application: 'Browser' }),
  ]);

describe('checks that compare with the past', () => {
  it('say so when there is none', () => {
    for (const check of [countries, tenant, failing, masses, lockOut])
      expect(checked(check)).toEqual({ population: null, notEvaluated: 'no login is stored yet.' });
  });

  it('say so when there is not enough, to the millisecond', async () => {
    await history(AS_OF - 30 * DAY + 1);
    expect(checked(countries)).toEqual({
      population: null,
      notEvaluated:
        'the stored login history begins on 2026-05-31; it takes 30 days of it before anything can be called unusual.',
    });
    expect(checked(failing).notEvaluated).toBeUndefined();
  });

  it('say from when on they judge, and how many', async () => {
    await history(AS_OF - 30 * DAY);
    expect(checked(countries)).toEqual({
      population: 2,
      notes: ['Logins are judged from 2026-06-30 on: the stored login history begins on 2026-05-31.'],
    });
    expect(checked(failing).population).toBe(3);
    expect(checked(masses).population).toBe(2);
    expect(checked(tenant)).toMatchObject({ population: null });
    expect(checked(tenant).notEvaluated).toBeUndefined();
  });

  it('judge all where the past does not matter', async () => {
    await history(AS_OF - DAY);
    expect(checked(lockOut)).toEqual({ population: 2 });
  });
});
