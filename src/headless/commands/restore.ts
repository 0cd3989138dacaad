import type { RestoreReport } from '../../core/ports-care';
import { VAULT_SERVICE } from '../../core/orgs/credentials';
import { withoutCredentials } from '../../core/care/credentials';
import { counted } from '../../shared/model/counted';
import type { Register } from '../command';
import { type Context, filePath } from '../context';

/** How long to wait for another process to let go of the data directory. */
const LOCK_WAIT_MS = 5_000;

export const registerRestore: Register = (program, run) => {
  const command = program
    .command('restore')
    .argument('<file>', 'a backup made by “seatwatch backup” or by Seatwatch itself')
    .description(
      'verifies a backup and puts it in the place of the database, which is kept as a backup itself',
    )
    .addHelpText('after', '\nNo backup holds credentials: orgs whose secret is not in this vault are named.');

  run(command, async (context, _options, [name = '']) => {
    const report = await restoreFrom(context, filePath(name), 'restore');
    await tellRestored(context, report);
    return undefined;
  });
};

export async function restoreFrom(context: Context, file: string, command: string): Promise<RestoreReport> {
  const { dataDir } = context.deps.location(context.dataDir);
  return context.deps.careTasks(context.dataDir).restore({ dataDir, file, command, waitMs: LOCK_WAIT_MS });
}

export async function tellRestored(context: Context, report: RestoreReport): Promise<void> {
  const { file, previous, migrated } = report;
  const missing = new Set((await orgsToReconnect(context, report)).map(({ id }) => id));
  if (context.json) {
    const orgs = report.orgs.map(({ id, name, url }) => ({ name, url, needsCredentials: missing.has(id) }));
    await context.printJson({ file, orgs, previous });
    return;
  }
  const needy = report.orgs.filter(({ id }) => missing.has(id)).map(({ name }) => name);
  await context.print(
    [
      `Restored ${file}: ${counted(report.orgs.length, 'org')}.`,
      ...(migrated ? ['It was written by an older version and has been brought up to date.'] : []),
      ...(previous === null ? [] : [`The database that was there before is kept in ${previous}.`]),
      ...(needy.length === 0
        ? []
        : [`These orgs need their credentials again, a backup has none: ${needy.join(', ')}.`]),
      '',
    ].join('\n'),
  );
}

/** Opens what was restored, which closes collections that were under way when the backup was made. */
async function orgsToReconnect(context: Context, { orgs }: RestoreReport): Promise<RestoreReport['orgs']> {
  return context.withServices('read', 'restore', async ({ vault }) => {
    // A vault that cannot be read has nothing for anybody.
    const accounts = await vault.accounts(VAULT_SERVICE).catch(() => []);
    return withoutCredentials(orgs, accounts);
  });
}
