import { expect, it } from 'vitest';
import { BackupReason, type BackupFile } from '../../../../shared/model/backups';
import { backupName, effectiveEvery, keepingSentence, outcomeWords, REASON_WORDS } from './backup-words';

const backup: BackupFile = {
  name: 'seatwatch.db',
  file: '/data/backups/seatwatch.db',
  createdAt: '2026-03-03T09:12:00Z',
  sizeBytes: 803_000_000,
  reason: 'manual',
};

it('has words for every reason', () => {
  expect(Object.keys(REASON_WORDS).sort()).toEqual([...BackupReason.options].sort());
});

it('goes by what the administrator decided', () => {
  expect(effectiveEvery({ backupEvery: 'off' }, {})).toBe('off');
  expect(effectiveEvery({ backupEvery: 'off' }, { backupEvery: 'weekly' })).toBe('weekly');
});

it('says which backups stay', () => {
  expect(keepingSentence('daily', 7)).toContain('The newest 7 backups made on schedule are kept');
  expect(keepingSentence('weekly', 1)).toContain('The newest one made on schedule is kept');
  expect(keepingSentence('off', 7)).toContain('No backup is made by itself');
});

it('says how it ended, with size and place', () => {
  expect(outcomeWords({ kind: 'backed-up', backup }, 'utc').text).toBe('803 MB, /data/backups/seatwatch.db');
  expect(outcomeWords({ kind: 'copied', file: '/tmp/copy.db', sizeBytes: 1_200_000_000 }, 'utc').text).toBe(
    '1.2 GB, /tmp/copy.db',
  );
  const error = {
    code: 'X',
    kind: 'data' as const,
    message: 'Full.',
    fix: 'Make room.',
    retryable: false,
    subStep: null,
  };
  expect(outcomeWords({ kind: 'failed', error }, 'utc')).toEqual({
    tone: 'problem',
    title: 'Full.',
    text: 'Make room.',
  });
});

it('names a backup by its moment, in the zone that was chosen', () => {
  expect(backupName(backup, 'utc')).toMatch(/^backup of .*2026.*9:12/);
});
