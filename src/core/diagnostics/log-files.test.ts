import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followLog, logBytes, logFilesOf, readLog, rotateLog } from './log-files';
import { formatLogLine, type LogLevel, type LogLine } from './log-line';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-log-'));
  file = join(folder, 'seatwatch.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lineOf = (at: number, level: LogLevel = 'info', message = 'm') =>
  `${formatLogLine({ at, level, message, process: 'window', pid: 1 })}\n`;

describe('putting a full log aside', () => {
  it('keeps the newest files, oldest first', () => {
    for (let hour = 0; hour < 7; hour++) {
      writeFileSync(file, `${hour}`.repeat(50));
      rotateLog(file, { maxBytes: 10, files: 5, now: hour * 3_600_000, pid: 4 });
    }
    writeFileSync(file, 'now');
    expect(logFilesOf(file).map((name) => basename(name))).toEqual([
      'seatwatch-19700101030000000-4.log',
      'seatwatch-19700101040000000-4.log',
      'seatwatch-19700101050000000-4.log',
      'seatwatch-19700101060000000-4.log',
      'seatwatch.log',
    ]);
    expect(logBytes(file)).toBe(203);
  });

  it('leaves a file alone that another process has just begun, and others’ files', () => {
    writeFileSync(file, 'short');
    for (const other of ['seatwatch-notes.log', 'seatwatch.old.log', 'other-19700101030000000-4.log'])
      writeFileSync(join(folder, other), '');
    rotateLog(file, { maxBytes: 10 });
    rotateLog(join(folder, 'missing.log'), { maxBytes: 10 });
    expect(logFilesOf(file)).toEqual([file]);
    expect(readdirSync(folder)).not.toContain('seatwatch.log.rotating');
  });

  it('waits for another process, but not for a dead one', () => {
    writeFileSync(file, 'x'.repeat(20));
    const lock = `${file}.rotating`;
    writeFileSync(lock, '');
    rotateLog(file, { maxBytes: 10 });
    expect(statSync(file).size).toBe(20);
    utimesSync(lock, 0, 0);
    rotateLog(file, { maxBytes: 10 });
    rotateLog(file, { maxBytes: 10 });
    expect(logFilesOf(file)).toHaveLength(1);
    expect(logFilesOf(file)).not.toContain(file);
  });
});

describe('reading', () => {
  it('goes over all files, by level, time and number', async () => {
    writeFileSync(file, `${lineOf(1000, 'error', 'first')}an old line\n`);
    rotateLog(file, { maxBytes: 10, now: 2000, pid: 1 });
    writeFileSync(file, `${lineOf(3000, 'debug', 'second')}${lineOf(2500, 'warn', 'between')}{"torn`);
    const words = async (query: Parameters<typeof readLog>[1]) =>
      (await readLog(file, query)).lines.map(({ msg }) => msg);
    expect(await words({})).toEqual(['first', 'between', 'second']);
    expect(await words({ level: 'warn' })).toEqual(['first', 'between']);
    expect(await words({ since: 2500 })).toEqual(['between', 'second']);
    expect(await words({ lines: 1 })).toEqual(['second']);
    expect((await readLog(file)).unreadable).toBe(2);
    expect(await readLog(join(folder, 'none.log'))).toEqual({ lines: [], unreadable: 0 });
  });

  it('follows what is added, over a rotation and half written lines', async () => {
    writeFileSync(file, lineOf(1));
    const seen: LogLine[] = [];
    const stop = new AbortController();
    const following = followLog(file, async (line) => void seen.push(line), stop.signal, 5);
    const half = lineOf(2, 'info', 'é 漢');
    appendFileSync(file, half.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(file, half.slice(20));
    await expect.poll(() => seen.map(({ msg }) => msg)).toEqual(['é 漢']);
    rotateLog(file, { maxBytes: 1 });
    writeFileSync(file, lineOf(3, 'warn', 'after'));
    await expect.poll(() => seen.map(({ msg }) => msg)).toEqual(['é 漢', 'after']);
    stop.abort();
    await following;
  });
});
