import type { ForgetReport } from '../../../shared/model/backups';
import { formatCount } from '../../ui/format';

export function totalRows({ rows }: Pick<ForgetReport, 'rows'>): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}

/** What happens with the next collection, depending on the choice. */
export function laterWords(andIgnore: boolean): string {
  return andIgnore
    ? 'Collections from now on leave out this user, their logins and what they hold. Counts of the whole org, like seats used, come from Salesforce and still include them.'
    : 'The next collection stores the user record again, what the person holds, and their logins from then on. Logins that were removed here are not read again.';
}

/** What to do about backups that still hold the person; null: there are none. */
export function backupsWords(backups: readonly string[]): string | null {
  if (backups.length === 0) return null;
  const hold = backups.length === 1 ? 'still holds' : 'still hold';
  return `${formatCount(backups.length, 'backup')} on this computer ${hold} this person. Backups are not changed: remove ${backups.length === 1 ? 'it' : 'them'} under Settings, Data & backups, if the person must be gone from there, too.`;
}

/** After it was done. */
export function forgottenWords(report: ForgetReport): string {
  const removed = `${formatCount(totalRows(report), 'row')} removed.`;
  const left = backupsWords(report.backups);
  return left === null ? removed : `${removed} ${left}`;
}
