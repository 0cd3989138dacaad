import { expect, it } from 'vitest';
import { formatRelative } from './format';
import { sinceTick } from './time';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const ago = (offset: number): string => {
  const iso = new Date(NOW + offset).toISOString();
  return formatRelative(iso, sinceTick(iso, NOW));
};

it('takes what happened since the last tick for just now, and no more', () => {
  expect([-60_000, -1, 0, 4_000, 30_000].map(ago)).toEqual([
    '1 minute ago',
    ...Array.from({ length: 4 }, () => 'just now'),
  ]);
  expect(ago(10 * 60_000)).toBe('in 10 minutes');
});
