import { userInfo } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../../../test/builders/db';
import * as rows from '../../../../test/builders/db-records';
import { DEFAULT_POLICY, IdleRule } from '../../../shared/model/idle-rule';
import { Settings } from '../../../shared/model/settings';
import { decider, licenseHandlers } from './licenses';

let test: TestDatabase;
let settings: Settings;
const emit = vi.fn();
const update = vi.fn();

function handlers() {
  return licenseHandlers({
    db: test.db,
    orgs: { update },
    clock: { now: () => AS_OF, sleep: () => Promise.resolve() },
    settings: { get: () => settings, update: (changes) => (settings = { ...settings, ...changes }) },
    emit,
    exports: { export: () => null, exportForManagers: () => null, exportPdf: () => null },
  });
}

beforeEach(async () => {
  vi.clearAllMocks();
  settings = Settings.parse({});
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'profiles', [rows.profile()]);
  await store(test.db, 'userLicenses', [rows.userLicense()]);
  await store(test.db, 'users', [rows.user('idle', { lastLoginAt: AS_OF - 100 * DAY })]);
});
afterEach(() => test.dispose());

const seat = { kind: 'user' as const, id: 'license-1', userId: 'idle' };

describe('decisions', () => {
  it('are signed by the account, or by the name in the settings', async () => {
    expect(decider(settings)).toBe(userInfo().username);
    settings = { ...settings, deciderName: 'Ada Lovelace' };
    const { decide, decisions } = handlers();
    const selection = { seats: [seat] };
    expect(await decide({ orgId: 'org-1', selection, decision: 'keep', note: 'Season' })).toEqual({
      seats: 1,
    });
    const { rows: made } = await decisions({
      ...{ orgId: 'org-1', decisions: [], outcomes: [], search: '', sort: 'decidedAt' },
      ...{ descending: true, offset: 0, limit: 10 },
    });
    expect(made).toMatchObject([
      {
        userId: 'idle',
        decision: 'keep',
        note: 'Season',
        decidedBy: 'Ada Lovelace',
        decidedAt: new Date(AS_OF).toISOString(),
      },
    ]);
  });

  it('about a whole list stay within the org that was asked about', async () => {
    const query = {
      ...{ orgId: 'another', asOf: null, rule: IdleRule.parse({}), license: null, kinds: [], reasons: [] },
      ...{ decisions: [], group: null, only: null, search: '', sort: 'name' as const, descending: false },
      ...{ offset: 0, limit: 100 },
    };
    const answer = await handlers().decide({
      orgId: 'org-1',
      selection: { query },
      decision: 'reclaim',
      note: '',
    });
    expect(answer).toEqual({ seats: 1 });
  });
});

it('saves a definition of idle, and tells the window of the new threshold', async () => {
  const policy = { ...DEFAULT_POLICY, graceDays: 14 };
  const { policy: stored, setPolicy } = handlers();
  await setPolicy({ orgId: 'org-1', inactiveDays: 60, policy });
  expect(update).toHaveBeenCalledWith({ orgId: 'org-1', inactiveDays: 60 });
  expect(emit).toHaveBeenCalledWith('orgs.changed', {});
  expect(await stored({ orgId: 'org-1' })).toMatchObject({ policy });
});

it('keeps exchange rates per reporting currency', async () => {
  const { setExchangeRates, exchangeRates } = handlers();
  await setExchangeRates({ reportingCurrency: 'EUR', rates: [{ currency: 'USD', rate: 0.9 }] });
  expect(emit).toHaveBeenCalledWith('settings.changed', {});
  expect(await exchangeRates({ reportingCurrency: null })).toEqual({
    reportingCurrency: 'EUR',
    rates: [{ currency: 'USD', rate: 0.9, at: new Date(AS_OF).toISOString() }],
  });
  await setExchangeRates({ reportingCurrency: 'USD', rates: [] });
  expect(await exchangeRates({ reportingCurrency: null })).toEqual({ reportingCurrency: 'USD', rates: [] });
});
