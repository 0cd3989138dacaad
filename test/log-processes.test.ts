import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logFilesOf, readLog } from '../src/core/diagnostics/log-files';
import { bundle } from './builders/bundle';

let folder: string;
let out: string;
beforeAll(async () => {
  out = await bundle('log-child', { child: 'log-child.ts' });
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const LINES = 1_500;
const NAMES = ['window', 'collect', 'status'];

it('three processes write one log: no line is torn, none is lost, and the files stay small', async () => {
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-log-'));
  const file = join(folder, 'seatwatch.log');
  const maxBytes = 400_000;
  const ends = NAMES.map(
    (name) =>
      new Promise<number | null>((done) => {
        const child = fork(resolve(out, 'child.mjs'), [file, name, String(LINES), String(maxBytes)]);
        child.once('exit', done);
      }),
  );
  expect(await Promise.all(ends)).toEqual([0, 0, 0]);

  const files = logFilesOf(file);
  expect(files.length).toBeGreaterThan(2);
  expect(files.length).toBeLessThanOrEqual(5);
  for (const name of files) {
    expect(statSync(name).mode & 0o777).toBe(0o600);
    expect(readFileSync(name, 'utf8').endsWith('\n')).toBe(true);
    // A process looks at the size again after 100 lines of its own.
    expect(statSync(name).size).toBeLessThan(maxBytes + NAMES.length * 100 * 600);
  }
  const { lines, unreadable } = await readLog(file);
  expect(unreadable).toBe(0);
  for (const name of NAMES) {
    const own = lines.filter((line) => line.process === name).map((line) => line.details?.['index']);
    expect([...own].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: LINES }, (_, i) => i),
    );
  }
});
