import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SeatsQuery } from '../src/shared/model/licenses';
import { UsersQuery } from '../src/shared/model/users';
import { createDatabase } from '../src/db/api';
import { AS_OF, MIGRATIONS_FOLDER, tempFolder } from '../test/builders/db';
import { type Size, fill, userId } from './db-fill';

/** Processor time: other work on the machine does not count into it. */
function cpuMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** How fast pages go in, and how long each screen's question takes, in an org of the given size. */
export async function dbScale(size: Size): Promise<Record<string, number>> {
  const { folder, remove } = tempFolder();
  const file = join(folder, 'seatwatch.db');
  try {
    const db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
    const { seconds, cpuSeconds } = await fill(db, size);
    const result: Record<string, number> = {
      users: size.users,
      logins: size.logins,
      loginsPerSecond: Math.round(size.logins / seconds),
      loginsPerCpuSecond: Math.round(size.logins / cpuSeconds),
    };

    const rule = { inactiveDays: 90, graceDays: 7, includeFree: false };
    const usersPage = (changes: object) =>
      db.users(UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90, ...changes }));
    const seatsPage = (changes: object) => db.seats(SeatsQuery.parse({ orgId: 'org-1', rule, ...changes }));
    const questions: Record<string, () => Promise<unknown>> = {
      overview: () => db.overview('org-1', rule, AS_OF),
      'users, first page': () => usersPage({}),
      'users, page far down': () => usersPage({ offset: Math.floor(size.users * 0.9) }),
      'users, search': () => usersPage({ search: 'person 77' }),
      'users, inactive only': () => usersPage({ states: ['inactive'] }),
      'users, by last login': () => usersPage({ sort: 'lastLoginAt' }),
      'users, by logins in 30 days': () => usersPage({ sort: 'logins30d', descending: true }),
      'one user': () => db.user('org-1', userId(11), 90),
      licenses: () => db.licenses('org-1', rule),
      'seats, first page': () => seatsPage({}),
      'logins, 1,000 from the middle': () =>
        db.logins({
          orgId: 'org-1',
          since: AS_OF - 90 * 86_400_000,
          until: null,
          username: null,
          after: null,
          limit: 1000,
        }),
      rowCounts: () => db.rowCounts('org-1'),
    };
    for (const [name, ask] of Object.entries(questions)) {
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        const start = process.cpuUsage();
        await ask();
        times.push(cpuMs(start));
      }
      result[`${name} (ms of CPU)`] = Math.round(Math.min(...times) * 10) / 10;
    }
    db.close();
    result['file (MB)'] = Math.round(statSync(file).size / 1e6);
    return result;
  } finally {
    remove();
  }
}
