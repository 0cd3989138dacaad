import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeExportFolder } from './export-folder';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'seatwatch-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a folder of exports', () => {
  it('is new each time and its owner’s only', async () => {
    const files = [
      { name: 'a.csv', content: 'Grüße' },
      { name: 'b.eml', content: new Uint8Array([1, 2]) },
    ];
    const first = await makeExportFolder(dir, 'Seat review Acme', files);
    const second = await makeExportFolder(dir, 'Seat review Acme', files);
    expect([first, second]).toEqual([join(dir, 'Seat review Acme'), join(dir, 'Seat review Acme (2)')]);
    expect(readFileSync(join(first, 'a.csv'), 'utf8')).toBe('Grüße');
    expect([...readFileSync(join(second, 'b.eml'))]).toEqual([1, 2]);
    if (process.platform !== 'win32') {
      expect(statSync(first).mode & 0o777).toBe(0o700);
      expect(statSync(join(first, 'a.csv')).mode & 0o777).toBe(0o600);
    }
  });

  it('is gone again when a file cannot be written, and explains a place that is none', async () => {
    const bad = [
      { name: 'a.csv', content: '1' },
      { name: 'none/b.csv', content: '2' },
    ];
    await expect(makeExportFolder(dir, 'Review', bad)).rejects.toMatchObject({ code: 'CANNOT_WRITE' });
    expect(readdirSync(dir)).toEqual([]);
    writeFileSync(join(dir, 'file'), '');
    await expect(makeExportFolder(join(dir, 'file'), 'Review', [])).rejects.toMatchObject({
      code: 'CANNOT_WRITE',
    });
    await expect(makeExportFolder(join(dir, 'none'), 'Review', [])).rejects.toMatchObject({
      code: 'CANNOT_WRITE',
    });
  });
});
