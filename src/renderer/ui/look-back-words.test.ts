import { expect, it } from 'vitest';
import { momentGroups } from './look-back-words';

const choice = (at: string, runId: number) => ({ at, runId });
const CHOICES = [
  choice('2026-11-22T09:00:00Z', 4),
  choice('2026-11-01T00:30:00Z', 3),
  choice('2026-10-31T09:00:00Z', 2),
  choice('2026-10-30T09:00:00Z', 1),
];
const flat = (groups: ReturnType<typeof momentGroups>) =>
  groups.map(({ group, items }) => [group, items.map((item) => item.value.slice(0, 10))]);

it('groups moments by month and leaves the present out', () => {
  expect(flat(momentGroups(CHOICES, 'utc', null))).toEqual([
    ['November 2026', ['2026-11-01']],
    ['October 2026', ['2026-10-31', '2026-10-30']],
  ]);
  expect(momentGroups(CHOICES.slice(0, 1), 'utc', null)).toEqual([]);
  expect(momentGroups([], 'utc', null)).toEqual([]);
});

it('keeps the moment that is looked at, wherever it went', () => {
  // A collection that ended meanwhile makes the present of before a choice, and may drop others.
  expect(flat(momentGroups(CHOICES, 'utc', '2026-10-15T09:00:00Z'))[1]).toEqual([
    'October 2026',
    ['2026-10-31', '2026-10-30', '2026-10-15'],
  ]);
  expect(flat(momentGroups([], 'utc', '2026-10-15T09:00:00Z'))).toEqual([['October 2026', ['2026-10-15']]]);
});
