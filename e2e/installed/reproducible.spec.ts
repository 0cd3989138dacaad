import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';

// The .deb of `npm run test:package`, and one that was built from a copy of the sources in another folder: bundles,
// archive, package and all.

const deb = process.env['SEATWATCH_PACKAGE'] ?? '';
const again = process.env['SEATWATCH_PACKAGE_AGAIN'] ?? '';

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Path and hash of every file in a package, control files too. */
function contents(file: string): string[] {
  const root = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-contents-'));
  try {
    execFileSync('dpkg-deb', ['--raw-extract', file, root]);
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((found) => `${path.relative(root, found)} ${sha256(found)}`)
      .sort();
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

test('the same sources give the same package, byte by byte, wherever they lie', () => {
  test.skip(again === '', 'without git nobody can tell which files are sources');
  expect(again).not.toBe(deb);
  // First, because it says which file it is.
  expect(contents(again)).toEqual(contents(deb));
  expect(sha256(again)).toBe(sha256(deb));
});
