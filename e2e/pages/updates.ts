import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { expect } from '../fixtures';
import type { UpdateManifest } from '../../src/core/updates/manifest';
import type { Policy } from '../../src/shared/model/policy';
import {
  INSTALLER,
  installerFile,
  signed,
  type SigningKey,
  signingKey,
  updateManifest,
  UpdateSource,
} from '../../test/builders/update-source';

/** Somebody who publishes versions in their own network, with a key of their own. */
export interface Publisher {
  key: SigningKey;
  source: UpdateSource;
  url: string;
  /** Makes a checkout of the program trust the key, as docs/updates.md has administrators do it. */
  env: Record<string, string>;
  /** Puts a manifest there, signed by this publisher or by `others`. Signed now, good for a day. */
  publish(changes: Partial<UpdateManifest>, ...others: SigningKey[]): void;
  close(): Promise<void>;
}

const FILES = (['x64', 'arm64'] as const).flatMap((arch) =>
  (['deb', 'rpm', 'AppImage'] as const).map((kind) =>
    installerFile({ arch, kind, name: `seatwatch-99.0.0-${arch}.${kind}` }),
  ),
);

export async function openPublisher(policy: Policy = {}): Promise<Publisher> {
  const key = signingKey();
  const source = await new UpdateSource().start();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-e2e-updates-'));
  chmodSync(folder, 0o755);
  const file = path.join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify({ ...policy, updateKeys: [key.publicKey] }), { mode: 0o644 });
  for (const { name } of FILES) source.on(`/${name}`, INSTALLER);
  return {
    ...{ key, source },
    url: source.url('/latest.json'),
    env: { SEATWATCH_POLICY_FILE: file },
    publish(changes, ...others) {
      const now = Date.now();
      const manifest = updateManifest({
        version: '99.0.0',
        releasedAt: new Date(now).toISOString(),
        signedAt: new Date(now).toISOString(),
        expiresAt: new Date(now + 86_400_000).toISOString(),
        files: FILES,
        ...changes,
      });
      source.on('/latest.json', signed(manifest, ...(others.length === 0 ? [key] : others)));
    },
    async close() {
      await source.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const updatesRegion = (window: Page): Locator => window.getByRole('region', { name: 'Updates' });

export async function nameSource(window: Page, url: string): Promise<void> {
  await window.getByLabel('Update source').fill(url);
  await window.getByLabel('Update source').press('Tab');
  await expect(window.getByRole('button', { name: 'Check now' })).toBeEnabled();
}

export async function checkNow(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Check now' }).click();
}

/** No file manager opens in a test; returns what it would have been shown. */
export async function catchShownFiles(electron: ElectronApplication): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ shell }) => {
    const shown: string[] = [];
    Object.assign(globalThis, { shownFiles: shown });
    shell.showItemInFolder = (file) => void shown.push(file);
  });
  return () => electron.evaluate(() => (globalThis as unknown as { shownFiles: string[] }).shownFiles);
}
