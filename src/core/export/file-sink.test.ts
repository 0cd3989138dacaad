import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileSink, writeToFile } from './file-sink';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'seatwatch-export-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('an export file', () => {
  it('appears complete, for its owner only, and replaces an older one', async () => {
    const file = join(dir, 'out.csv');
    writeFileSync(file, 'old', { mode: 0o644 });
    const sink = await openFileSink(file);
    await sink.write('Grüße ');
    await sink.write('x'.repeat(300_000));
    expect(readFileSync(file, 'utf8')).toBe('old');
    await sink.finish();
    expect(readFileSync(file, 'utf8')).toBe(`Grüße ${'x'.repeat(300_000)}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['out.csv']);
  });

  it('leaves nothing behind when writing fails, and the older file as it was', async () => {
    const file = join(dir, 'out.csv');
    writeFileSync(file, 'old');
    await expect(
      writeToFile(file, async (sink) => {
        await sink.write('half');
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(readdirSync(dir)).toEqual(['out.csv']);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  it('replaces the file behind a link, not the link', async () => {
    mkdirSync(join(dir, 'real'));
    writeFileSync(join(dir, 'real', 'a.csv'), 'old');
    symlinkSync(join(dir, 'real', 'a.csv'), join(dir, 'link.csv'));
    await writeToFile(join(dir, 'link.csv'), (sink) => sink.write('new'));
    expect(readFileSync(join(dir, 'real', 'a.csv'), 'utf8')).toBe('new');
  });

  it('explains a folder that is not there and a name that is a folder', async () => {
    await expect(openFileSink(join(dir, 'none', 'x.csv'))).rejects.toMatchObject({
      code: 'CANNOT_WRITE',
      kind: 'usage',
    });
    await expect(openFileSink(dir)).rejects.toMatchObject({ code: 'CANNOT_WRITE', kind: 'usage' });
    writeFileSync(join(dir, 'file'), '');
    await expect(openFileSink(join(dir, 'file', 'x.csv'))).rejects.toMatchObject({ code: 'CANNOT_WRITE' });
  });

  it.skipIf(!existsSync('/dev/full'))('tells a full disk, and writes devices straight', async () => {
    await expect(writeToFile('/dev/full', (sink) => sink.write('x'))).rejects.toMatchObject({
      code: 'DISK_FULL',
      kind: 'data',
    });
    expect(await writeToFile('/dev/null', async (sink) => (await sink.write('x'), 1))).toBe(1);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
