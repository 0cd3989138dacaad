import { expect, it } from 'vitest';
import type { StorageReport } from '../../../../shared/model/storage';
import { freePart, isWorthCompacting, keepingWords, roomProblem } from './storage-words';

const GB = 1_000_000_000;
const report: StorageReport = {
  file: '/data/seatwatch.db',
  sizeBytes: 2 * GB,
  freeBytes: 0.5 * GB,
  backupBytes: 0,
  diskFreeBytes: 10 * GB,
  orgs: [],
};

it('shows the free part and its share', () => {
  expect(freePart(report)).toBe('500 MB (25%)');
  expect(freePart({ sizeBytes: 0, freeBytes: 0 })).toBe('0 B');
});

it('advises compacting only where it gives something back', () => {
  expect(isWorthCompacting(report)).toBe(true);
  expect(isWorthCompacting({ ...report, freeBytes: 0.1 * GB })).toBe(false);
  expect(isWorthCompacting({ sizeBytes: 9_000_000, freeBytes: 8_000_000 })).toBe(false);
});

it('warns when the disk is too full to compact', () => {
  expect(roomProblem(report)).toBeNull();
  expect(roomProblem({ ...report, diskFreeBytes: null })).toBeNull();
  expect(roomProblem({ ...report, diskFreeBytes: 2 * GB })).toBe(
    'Compacting may need up to 3 GB of room, and the disk has 2 GB left.',
  );
});

it('says how long logins are kept', () => {
  expect([null, 365, 730, 400].map(keepingWords)).toEqual(['Forever', '1 year', '2 years', '400 days']);
});
