import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCrashStore, KEPT_DAYS, KEPT_DUMPS, KEPT_REPORTS } from './crashes';

let folder: string;
let now: number;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'seatwatch-crashes-')), 'crashes');
  now = Date.parse('2026-03-01T12:00:00.000Z');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const open = (pid = 1) => createCrashStore({ folder, appVersion: '0.1.0', now: () => now, pid });

describe('crash reports', () => {
  it('are small files for their owner only, without secrets', () => {
    const error = Object.assign(new Error('client_secret=CANARY-1'), {
      code: 'E_X',
      cause: new Error('Bearer CANARY-2'),
    });
    const name = open().write({
      process: 'main',
      kind: 'uncaught-exception',
      error,
      details: { token: 'CANARY-3', exitCode: 5 },
    });
    const file = join(folder, name ?? '');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('CANARY');
    expect(JSON.parse(text)).toMatchObject({
      at: '2026-03-01T12:00:00.000Z',
      process: 'main',
      kind: 'uncaught-exception',
      pid: 1,
      error: { name: 'Error', code: 'E_X', message: 'client_secret=[redacted]' },
      details: { token: '[redacted]', exitCode: 5 },
    });
    expect(open().list()).toEqual([
      { name, at: '2026-03-01T12:00:00.000Z', process: 'main', summary: 'Error: client_secret=[redacted]' },
    ]);
  });

  it('tell whatever was thrown', () => {
    const store = open();
    for (const error of ['text', 7, null, undefined, { a: 1 }, Symbol('s')])
      expect(store.write({ process: 'main', kind: 'unhandled-rejection', error })).not.toBeNull();
    expect(store.list()).toHaveLength(6);
  });

  it('of one process are no flood, and the same fault is one report', () => {
    const store = open();
    for (let at = 0; at < 100; at++) store.write({ process: 'main', kind: 'page-fault', error: 'same' });
    expect(store.list()).toHaveLength(1);
    for (let at = 0; at < 100; at++)
      store.write({ process: 'main', kind: 'page-fault', error: `fault ${at}` });
    expect(store.list()).toHaveLength(20);
  });

  it('are kept in a number and for a time', () => {
    for (let pid = 1; pid <= 30; pid++) {
      now += 60_000;
      open(pid).write({ process: 'main', kind: 'page-fault', error: `fault ${pid}` });
    }
    expect(open().list()).toHaveLength(KEPT_REPORTS);
    expect(open().list()[0]?.summary).toBe('fault 30');
    now += (KEPT_DAYS + 1) * 86_400_000;
    open().prune();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('list minidumps, keep few of them, and go when asked', () => {
    const dumps = join(folder, 'native', 'completed');
    mkdirSync(dumps, { recursive: true });
    for (let at = 0; at < 9; at++) {
      writeFileSync(join(dumps, `${at}.dmp`), 'MDMP'.repeat(1000));
      utimesSync(join(dumps, `${at}.dmp`), now / 1000, now / 1000 - at * 60);
    }
    writeFileSync(join(dumps, '0.meta'), '');
    writeFileSync(join(folder, 'native', 'settings.dat'), '');
    const store = open();
    store.prune();
    expect(store.dumps().map(({ name }) => name)).toEqual(
      Array.from({ length: KEPT_DUMPS }, (_, at) => join('native', 'completed', `${at}.dmp`)),
    );
    expect(store.list()[0]).toMatchObject({
      process: 'native',
      summary: expect.stringContaining('4 kB') as string,
    });
    store.write({ process: 'window', kind: 'process-gone', error: 'x' });
    store.removeAll();
    expect(store.list()).toEqual([]);
    expect(readdirSync(dumps)).toEqual([]);
    expect(readdirSync(join(folder, 'native'))).toContain('settings.dat');
  });

  it('survive a folder that cannot be used, and files that are none', () => {
    writeFileSync(folder, 'a file');
    const store = open();
    expect(store.write({ process: 'main', kind: 'page-fault', error: 'x' })).toBeNull();
    expect(store.list()).toEqual([]);
    store.prune();
    store.removeAll();
    rmSync(folder);
    mkdirSync(folder);
    for (const [name, text] of [
      ['crash-1.json', '{'],
      ['crash-2.json', '{"at":1}'],
      ['notes.json', '{}'],
    ] as const)
      writeFileSync(join(folder, name), text);
    expect(store.list()).toEqual([]);
    store.removeAll();
    expect(readdirSync(folder)).toEqual(['notes.json']);
  });
});
