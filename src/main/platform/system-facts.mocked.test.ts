import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let appPath: string;
vi.mock('electron', () => ({
  app: { getVersion: () => '1.2.3', getAppPath: () => appPath, isPackaged: true },
}));
const { systemFacts } = await import('./system-facts');

beforeEach(() => {
  appPath = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-system-facts-'));
});
afterEach(() => {
  rmSync(appPath, { recursive: true, force: true });
});

const build = (facts: object) => {
  const info = { version: '1.2.3', commit: null, modified: false, date: null, ...facts };
  writeFileSync(path.join(appPath, 'build-info.json'), JSON.stringify(info));
};

it('name the sources of a packaged program', () => {
  build({ commit: '808c9bb5f41a0775bb2d1acd45fd1fbaf78b93de', date: '2026-11-23T00:33:05.000Z' });
  expect(systemFacts()).toMatchObject({
    ...{ appVersion: '1.2.3', isPackaged: true, platform: process.platform },
    commit: '808c9bb5f41a0775bb2d1acd45fd1fbaf78b93de',
    modified: false,
    builtAt: '2026-11-23T00:33:05.000Z',
  });
});

it('name no sources in a checkout, and none that the package does not know', () => {
  for (const name of ['commit', 'modified', 'builtAt']) expect(systemFacts()).not.toHaveProperty(name);
  build({});
  for (const name of ['commit', 'modified', 'builtAt']) expect(systemFacts()).not.toHaveProperty(name);
});
