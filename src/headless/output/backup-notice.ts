import { counted } from '../../shared/model/counted';
import type { Context } from '../context';
import type { HeadlessServices } from '../deps';

/**
 * A computer that only collects by cron gets its backups here, once the rows are stored. A backup that cannot be made
 * is said on standard error and shown in the window; the collection is none the worse for it.
 */
export async function backUpIfDue(
  context: Context,
  { backups }: Pick<HeadlessServices, 'backups'>,
): Promise<void> {
  if (context.signal.aborted) return;
  const made = await backups.tick();
  if (made !== null) await context.notice(`Backup made: ${made.file} (${counted(made.sizeBytes, 'byte')}).`);
  const { problem } = backups.report();
  if (problem !== null) await context.notice(`The last scheduled backup could not be made: ${problem}`);
}
