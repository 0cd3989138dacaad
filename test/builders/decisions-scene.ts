import { IdleRule } from '../../src/shared/model/idle-rule';
import { type SeatRef, SeatsQuery } from '../../src/shared/model/licenses';
import { type Decision, DecisionsQuery } from '../../src/shared/model/reclaim';
import { openPlain } from '../../src/db/open';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from './db';
import * as rows from './db-records';

// Four people with seats of every kind, to decide about: one idle, one who never logged in, one deactivated, one busy.

/** Open from `openScene` to `closeScene`. */
export let test: TestDatabase;
export const ORG = 'org-1';
export const YEAR = 365.25 * DAY;
export const old = AS_OF - 200 * DAY;

export async function openScene(): Promise<void> {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'profiles', [rows.profile()]);
  await store(test.db, 'userLicenses', [rows.userLicense()]);
  await store(test.db, 'permissionSetLicenses', [rows.permissionSetLicense()]);
  await store(test.db, 'packageLicenses', [rows.packageLicense()]);
  await store(test.db, 'users', people());
  await store(test.db, 'permissionSetLicenseAssignments', [
    rows.pslAssignment('idle'),
    rows.pslAssignment('gone'),
  ]);
  await store(test.db, 'userPackageLicenses', [rows.packageAssignment('idle')]);
}
export const closeScene = (): void => test.dispose();

export const people = () => [
  rows.user('idle', { name: 'Ida Idle', lastLoginAt: old, features: ['MarketingUser'], managerId: 'busy' }),
  rows.user('never', { name: 'Åsa Never', department: 'Sales' }),
  rows.user('gone', { name: 'Gina Gone', isActive: false, features: ['MarketingUser'] }),
  rows.user('busy', { name: 'Bob Busy', lastLoginAt: AS_OF }),
];

export const seat = (userId: string, kind: SeatRef['kind'] = 'user', id = 'license-1'): SeatRef => ({
  userId,
  kind,
  id,
});
const rule = IdleRule.parse({});
export const query = (changes: Partial<SeatsQuery> = {}) =>
  SeatsQuery.parse({ orgId: ORG, asOf: null, rule, ...changes });
export const decide = (
  seats: readonly SeatRef[] | SeatsQuery,
  decision: Decision | null,
  changes: { note?: string; by?: string; at?: number } = {},
) => test.db.decide(ORG, seats, { decision, note: '', by: 'Kim', at: AS_OF, ...changes });
export const list = async (changes: Partial<DecisionsQuery> = {}, now = AS_OF) =>
  test.db.decisions(DecisionsQuery.parse({ orgId: ORG, ...changes }), now);
export const setPrice = (amount: number, per: 'month' | 'year' = 'month', currency = 'USD') =>
  test.db.setPrice(ORG, {
    kind: 'user',
    licenseId: 'license-1',
    price: { amount, per, currency, contractEnd: null },
  });

/** What is stored, in the order it was written. */
export function stored(columns: string): unknown[] {
  const sqlite = openPlain(test.file, undefined, { readonly: true });
  try {
    return sqlite.prepare(`SELECT ${columns} FROM seat_decision ORDER BY id`).all();
  } finally {
    sqlite.close();
  }
}
