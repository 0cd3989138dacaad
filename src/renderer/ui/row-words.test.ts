import { expect, it } from 'vitest';
import { rowFacts } from './row-words';

it('puts tables that are one thing to a person into one line', () => {
  expect(rowFacts({ login: 1800, login_event: 42, sf_user: 1 })).toEqual([
    { name: 'User records', rows: 1 },
    { name: 'Logins', rows: 1842 },
  ]);
});

it('knows a table by either spelling, and spells out one it does not know', () => {
  expect(rowFacts({ loginHistory: 2, somethingNew: 3, another_new_one: 4 })).toEqual([
    { name: 'Logins', rows: 2 },
    { name: 'Something new', rows: 3 },
    { name: 'Another new one', rows: 4 },
  ]);
});

it('leaves out what there is none of', () => {
  expect(rowFacts({ finding: 0, login: 0 })).toEqual([]);
});
