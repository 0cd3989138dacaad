import { expect, it } from 'vitest';
import { partWords, portProblem, USUAL_PORT, whereWords } from './diagnostics-words';

it('names what stopped', () => {
  expect(['main', 'window', 'database', 'Publisher'].map((process) => partWords({ process }))).toEqual([
    'Seatwatch',
    'The window',
    'The database',
    'Publisher',
  ]);
});

it('says where a fault was', () => {
  expect(['main', 'database'].map((process) => whereWords({ process }))).toEqual([
    'In the program itself',
    'In the database',
  ]);
});

it('takes ports that a program without special rights may use', () => {
  expect([1024, USUAL_PORT, 65_535].map(portProblem)).toEqual([null, null, null]);
  for (const port of [80, 65_536, 1024.5, '', '9464'])
    expect(portProblem(port)).toContain('from 1024 to 65535');
});
