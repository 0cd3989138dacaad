import type { LocalDatabase } from '../src/db/api';
import { AS_OF, DAY, newOrg, store } from '../test/builders/db';
import * as rows from '../test/builders/db-records';

export interface Size {
  users: number;
  logins: number;
  /** Rows per committed page, as the collector sends them. */
  pageRows?: number;
}

const PROFILES = 40;

/** Fills an empty database with a company of that size: 180 days of logins in the order of time. */
export async function fill(db: LocalDatabase, size: Size): Promise<{ seconds: number; cpuSeconds: number }> {
  const { users, logins, pageRows = 2_000 } = size;
  await db.insertOrg(newOrg());
  await store(db, 'userLicenses', [
    rows.userLicense('l0'),
    rows.userLicense('l1', { label: 'Platform', definitionKey: 'AUL' }),
  ]);
  await store(
    db,
    'profiles',
    range(PROFILES).map((i) => rows.profile(`p${i}`, { userLicenseId: `l${i % 2}` })),
  );
  await store(db, 'permissionSetLicenses', [rows.permissionSetLicense()]);
  await pages(users, pageRows, (first, count, last) =>
    store(
      db,
      'users',
      range(count, first).map((i) => person(i, i < users * ACTIVE_SHARE)),
      { endOfPass: last },
    ),
  );
  await pages(users, pageRows, (first, count, last) =>
    store(
      db,
      'userLogins',
      range(count, first).map((i) => rows.frozen(userId(i), i % 50 === 0)),
      { endOfPass: last },
    ),
  );
  await pages(Math.floor(users / 4), pageRows, (first, count, last) =>
    store(
      db,
      'permissionSetLicenseAssignments',
      range(count, first).map((i) => rows.pslAssignment(userId(i * 4))),
      { endOfPass: last },
    ),
  );
  const start = performance.now();
  const cpu = process.cpuUsage();
  const step = (180 * DAY) / logins;
  await pages(logins, pageRows, (first, count, last) =>
    store(
      db,
      'loginHistory',
      range(count, first).map((i) =>
        rows.login(
          `0Ya${String(i).padStart(15, '0')}`,
          userId((i * 7919) % Math.ceil(users * ACTIVE_SHARE)),
          Math.floor(AS_OF - 180 * DAY + i * step),
          {
            status: i % 25 === 0 ? 'Invalid Password' : 'Success',
          },
        ),
      ),
      { endOfPass: last },
    ),
  );
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

const range = (count: number, first = 0): number[] => Array.from({ length: count }, (_, i) => first + i);

/** Four fifths of the users sign in; they do so in no order. */
const ACTIVE_SHARE = 0.8;

export const userId = (i: number): string => `005${String(i).padStart(15, '0')}`;

const person = (i: number, isActive: boolean) =>
  rows.user(userId(i), {
    // Spread over the alphabet, not in the order of ids.
    name: `${((i * 2_654_435_761) % 2 ** 32).toString(36)} Person ${i}`,
    profileId: `p${i % PROFILES}`,
    isActive: i % 10 !== 0,
    // As in Salesforce, users come first and know of their newest login already.
    lastLoginAt: isActive ? AS_OF : i % 7 === 0 ? null : AS_OF - (i % 300) * DAY,
  });

async function pages(
  total: number,
  size: number,
  commit: (first: number, count: number, last: boolean) => Promise<void>,
) {
  for (let first = 0; first < total; first += size) {
    const count = Math.min(size, total - first);
    await commit(first, count, first + count >= total);
  }
}
