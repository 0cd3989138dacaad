import { userColumns } from '../../core/export';
import type { Database } from '../../core/ports';
import { DEFAULT_INACTIVE_DAYS } from '../../shared/model/idle-rule';
import { UserRow, type UserTableRow } from '../../shared/model/users';
import type { Register } from '../command';
import { addFormatOptions, type FormatOptions, titleOf, writeRows } from '../output/rows';

const PAGE = 5_000;

async function* userPages(db: Database, orgId: string): AsyncGenerator<UserTableRow[]> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await db.users({
      orgId,
      asOf: null,
      search: '',
      states: [],
      licenses: [],
      profiles: [],
      inactiveDays: DEFAULT_INACTIVE_DAYS,
      // Unique, so that no row moves between two pages.
      sort: 'username',
      descending: false,
      offset,
      limit: PAGE,
    });
    if (page.rows.length > 0) yield page.rows;
    if (page.rows.length < PAGE) return;
  }
}

export const registerUsers: Register = (program, run) => {
  const command = addFormatOptions(
    program.command('users').argument('<name>', 'the org').description('one row per user, with activity'),
  );

  run<FormatOptions>(command, async (context, options, [name = '']) => {
    await context.withServices('read', `users ${name}`, async ({ orgs, db }) => {
      const org = await orgs.requireByName(name);
      await writeRows<UserTableRow>(context, options, {
        pages: userPages(db, org.id),
        csv: userColumns,
        toJson: (row) => UserRow.parse(row),
        title: titleOf(org.name, org.dataAsOf),
        table: [
          { head: 'USERNAME', value: (row) => row.username },
          { head: 'NAME', value: (row) => row.name },
          { head: 'STATE', value: (row) => row.state },
          { head: 'LICENSE', value: (row) => row.license },
          { head: 'PROFILE', value: (row) => row.profile },
          { head: 'LAST LOGIN', value: (row) => row.lastLoginAt },
          { head: 'DAYS', value: (row) => row.daysSinceLogin, align: 'right' },
          { head: 'LOGINS 30D', value: (row) => row.logins30d, align: 'right' },
          { head: 'FAILED 30D', value: (row) => row.failedLogins30d, align: 'right' },
        ],
      });
    });
    return undefined;
  });
};
