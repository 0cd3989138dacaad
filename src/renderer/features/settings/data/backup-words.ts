import type { BackupFile, BackupReason } from '../../../../shared/model/backups';
import type { Policy } from '../../../../shared/model/policy';
import type { Settings } from '../../../../shared/model/settings';
import { formatBytes, formatCount, formatTime, type Zone } from '../../../ui/format';
import type { NoteTone } from '../../../ui/note';
import type { BackupOutcome } from './backups-store';

export const REASON_WORDS: Record<BackupReason, string> = {
  scheduled: 'On schedule',
  manual: 'Made by hand',
  'before-migration': 'Before the database was changed by a newer version',
  'before-restore': 'Before another backup was restored',
  'before-import': 'Before a backup was merged in',
  'before-move': 'Before the data folder was moved',
};

type Every = Settings['backupEvery'];

/** How often backups are made: what the administrator decided goes before what the person chose. */
export function effectiveEvery(settings: Pick<Settings, 'backupEvery'>, policy: Policy): Every {
  return policy.backupEvery ?? settings.backupEvery;
}

/** What the schedule means for the files that exist. */
export function keepingSentence(every: Every, keep: number): string {
  if (every === 'off')
    return 'No backup is made by itself, except before Seatwatch changes the whole database.';
  const newest = keep === 1 ? 'newest one' : `newest ${formatCount(keep, 'backup')}`;
  return `While Seatwatch runs. The ${newest} made on schedule ${keep === 1 ? 'is' : 'are'} kept; those made by hand stay until you remove them.`;
}

export interface OutcomeWords {
  tone: NoteTone;
  title: string;
  text: string;
}

export function outcomeWords(outcome: BackupOutcome, zone: Zone): OutcomeWords {
  switch (outcome.kind) {
    case 'backed-up':
      return {
        tone: 'success',
        title: 'The backup was made and checked',
        text: `${formatBytes(outcome.backup.sizeBytes)}, ${outcome.backup.file}`,
      };
    case 'copied':
      return {
        tone: 'success',
        title: 'The copy was saved',
        text: `${formatBytes(outcome.sizeBytes)}, ${outcome.file}`,
      };
    case 'removed':
      return {
        tone: 'success',
        title: 'The backup was removed',
        text: `That of ${formatTime(outcome.backup.createdAt, { zone })}.`,
      };
    case 'failed':
      return { tone: 'problem', title: outcome.error.message, text: outcome.error.fix };
  }
}

/** "The backup of Mar 3, 2026, 9:12 AM", for names of buttons and dialogs. */
export function backupName({ createdAt }: Pick<BackupFile, 'createdAt'>, zone: Zone): string {
  return `backup of ${formatTime(createdAt, { zone })}`;
}
