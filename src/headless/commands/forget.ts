import { AppError } from '../../shared/model/errors';
import type { ForgetReport } from '../../shared/model/backups';
import { type Register, valueOption } from '../command';
import { type Context, usageError } from '../context';
import { count } from '../output/table';
import { notEmpty } from '../values';
import { transferOf } from './transfer';

interface ForgetOptions {
  user: string;
  dryRun?: boolean;
  andIgnore?: boolean;
  stopIgnoring?: boolean;
}

export const registerForget: Register = (program, run) => {
  const command = program
    .command('forget')
    .argument('<name>', 'the org')
    .description('removes everything stored about a person, for good')
    .addOption(
      valueOption(
        '--user <username>',
        'whom: a username, also a former one, or a user id',
        notEmpty,
      ).makeOptionMandatory(),
    )
    .option('--dry-run', 'only show what would be removed')
    .option('--and-ignore', 'store nothing about them in later collections, either')
    .option('--stop-ignoring', 'the reverse of --and-ignore; needs the user id');

  run<ForgetOptions>(command, async (context, options, [name = '']) => {
    const { user, dryRun = false, andIgnore = false, stopIgnoring = false } = options;
    if (stopIgnoring && (dryRun || andIgnore))
      throw usageError('--stop-ignoring goes with --user alone.', 'Leave out the other options.');
    await context.withServices('write', `forget in ${name}`, async (services) => {
      const org = await services.orgs.requireByName(name);
      if (stopIgnoring) return stop(context, await services.db.stopIgnoring(org.id, user), user);
      const [userId, ...others] = await services.db.findPerson(org.id, user);
      if (userId === undefined) throw unknownPerson(user, org.name);
      if (others.length > 0) throw ambiguous(user, [userId, ...others]);
      const transfer = transferOf(context, services);
      const report = dryRun
        ? await transfer.previewForget(org.id, userId)
        : await transfer.forget(org.id, userId, andIgnore);
      if (context.json) await context.printJson({ ...report, dryRun, ignored: andIgnore && !dryRun });
      else await context.print(words(report, dryRun, andIgnore));
    });
    return undefined;
  });
};

async function stop(context: Context, wasIgnored: boolean, userId: string): Promise<void> {
  if (!wasIgnored)
    throw usageError(
      `Nobody with the id ${userId} is ignored.`,
      'Give the 18-character user id: usernames of people who are ignored are not kept.',
      'NOT_IGNORED',
    );
  if (context.json) await context.printJson({ userId, ignored: false });
  else await context.print('The next collection stores this user again.\n');
}

function words(
  { rows, username, userId, backups }: ForgetReport,
  dryRun: boolean,
  andIgnore: boolean,
): string {
  const who = username ?? userId;
  const tables = Object.entries(rows).map(([table, n]) => `  ${table}: ${count(n)}`);
  const head = dryRun
    ? `Rows that would be removed, or lose the name of ${who}:`
    : `Removed, or without the name of ${who}:`;
  const ignored = andIgnore && !dryRun ? ['Later collections store nothing about this user.'] : [];
  const left =
    backups.length === 0
      ? []
      : [
          'Backups that still hold this person; remove those you may not keep:',
          ...backups.map((file) => `  ${file}`),
        ];
  return `${[head, ...tables, ...ignored, ...left].join('\n')}\n`;
}

function unknownPerson(user: string, org: string): AppError {
  return new AppError({
    code: 'UNKNOWN_PERSON',
    kind: 'usage',
    message: `Nothing is stored about a user called “${user}” in ${org}.`,
    fix: 'Give a username, also a former one, or the 18-character id of a user of this org.',
  });
}

function ambiguous(user: string, ids: readonly string[]): AppError {
  return new AppError({
    code: 'AMBIGUOUS_PERSON',
    kind: 'usage',
    message: `“${user}” has been the name of several users: ${ids.join(', ')}.`,
    fix: 'Give the id of the one that is meant.',
  });
}
