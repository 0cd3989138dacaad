import { loginColumns } from '../../core/export';
import type { Database, LoginsQuery } from '../../core/ports';
import { LoginRow } from '../../shared/model/users';
import { type Register, valueOption } from '../command';
import { usageError } from '../context';
import { addFormatOptions, type FormatOptions, titleOf, writeRows } from '../output/rows';
import { notEmpty, parseMoment } from '../values';

const PAGE = 10_000;

interface LoginsOptions extends FormatOptions {
  since?: number;
  until?: number;
  user?: string;
}

async function* loginPages(
  db: Database,
  query: Pick<LoginsQuery, 'orgId' | 'since' | 'until' | 'username'>,
): AsyncGenerator<LoginRow[]> {
  let after: LoginsQuery['after'] = null;
  for (;;) {
    const rows: LoginRow[] = await db.logins({ ...query, after, limit: PAGE });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    after = { loginTime: last.loginTime, id: last.id };
  }
}

export const registerLogins: Register = (program, run) => {
  const command = addFormatOptions(
    program
      .command('logins')
      .argument('<name>', 'the org')
      .description('the login history collected, oldest first')
      .addOption(
        valueOption('--since <date>', 'from this moment on; a date alone is midnight UTC', parseMoment),
      )
      .addOption(valueOption('--until <date>', 'before this moment', parseMoment))
      .addOption(valueOption('--user <username>', 'of this user only', notEmpty)),
  );

  run<LoginsOptions>(command, async (context, options, [name = '']) => {
    const { since = null, until = null, user = null } = options;
    if (since !== null && until !== null && since > until)
      throw usageError(
        'The moment of --since lies behind that of --until.',
        'Give the earlier moment with --since.',
      );
    await context.withServices('read', `logins ${name}`, async ({ orgs, db }) => {
      const org = await orgs.requireByName(name);
      await writeRows<LoginRow>(context, options, {
        pages: loginPages(db, { orgId: org.id, since, until, username: user }),
        csv: loginColumns,
        toJson: (row) => LoginRow.parse(row),
        title: titleOf(org.name, org.dataAsOf),
        table: [
          { head: 'TIME', value: (row) => row.loginTime },
          { head: 'USERNAME', value: (row) => row.username ?? row.userId },
          { head: 'STATUS', value: (row) => row.status },
          { head: 'TYPE', value: (row) => row.loginType },
          { head: 'SOURCE IP', value: (row) => row.sourceIp },
          { head: 'COUNTRY', value: (row) => row.countryIso },
          { head: 'APPLICATION', value: (row) => row.application },
          { head: 'BROWSER', value: (row) => row.browser },
        ],
      });
    });
    return undefined;
  });
};
