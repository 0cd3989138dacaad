import { expect, it } from 'vitest';
import { pageFault, processGone } from './faults';

it('a process that ended as it should is no crash', () => {
  const gone = (type: string, reason: string, name?: string, quitting = false) =>
    processGone({ type, reason, exitCode: 9, name }, quitting)?.process ?? null;
  expect(gone('Renderer', 'crashed')).toBe('window');
  expect(gone('Renderer', 'clean-exit')).toBeNull();
  expect(gone('Renderer', 'killed', undefined, true)).toBeNull();
  expect(gone('Utility', 'killed', 'Seatwatch database')).toBe('database');
  expect(gone('Utility', 'killed', 'Seatwatch database', true)).toBeNull();
  expect(gone('Utility', 'abnormal-exit', 'Seatwatch database', true)).toBe('database');
  expect(gone('Utility', 'killed', 'Seatwatch demo org')).toBeNull();
  expect(gone('Utility', 'crashed', 'Seatwatch demo org')).toBe('demo-org');
  expect(gone('Utility', 'oom', 'Network Service')).toBe('utility');
  expect(gone('GPU', 'killed')).toBeNull();
  expect(gone('GPU', 'crashed')).toBe('gpu');
});

it('only faults of the page are, of all it says', () => {
  const said = (message: string, level: 'error' | 'other' = 'error') =>
    pageFault({ level, message, line: 7, source: 'seatwatch://app/assets/index-abc.js' });
  expect(said('Uncaught TypeError: x is undefined')).toMatchObject({
    process: 'window',
    kind: 'page-fault',
    details: { file: 'index-abc.js', line: 7 },
  });
  expect(said('Uncaught (in promise) Error: y')).not.toBeNull();
  expect(said('A view failed Error: z')).not.toBeNull();
  expect(said('Refused to load the image')).toBeNull();
  expect(said('Uncaught TypeError', 'other')).toBeNull();
});
