import { expect, it } from 'vitest';
import { nextRow } from './table-keys';

it('moves the row cursor and stays inside the list', () => {
  expect(nextRow('ArrowDown', 0, 3, 10)).toBe(1);
  expect(nextRow('ArrowDown', 2, 3, 10)).toBe(2);
  expect(nextRow('ArrowUp', 0, 3, 10)).toBe(0);
  expect(nextRow('PageDown', 5, 100_000, 12)).toBe(17);
  expect(nextRow('PageUp', 5, 100_000, 12)).toBe(0);
  expect(nextRow('Home', 500, 1000, 10)).toBe(0);
  expect(nextRow('End', 0, 1000, 10)).toBe(999);
  expect(nextRow('a', 0, 1000, 10)).toBeNull();
  expect(nextRow('End', 0, 0, 10)).toBeNull();
});
