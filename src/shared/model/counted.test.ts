import { expect, it } from 'vitest';
import { counted } from './counted';

it.each([
  [0, 'file', undefined, '0 files'],
  [1, 'file', undefined, '1 file'],
  [2, 'sign-in', undefined, '2 sign-ins'],
  [1, 'person', 'people', '1 person'],
  [1_204_000, 'person', 'people', '1,204,000 people'],
])('%i %s', (count, one, many, words) => {
  expect(counted(count, one, many)).toBe(words);
});
