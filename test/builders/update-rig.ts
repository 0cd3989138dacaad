import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { createPolicyRules, governSettings, governUpdateFetch } from '../../src/core/policy';
import { fakeClock, type FakeClock, memoryLog } from '../../src/core/testing/fakes';
import { createUpdates, type Updates, type UpdatesDeps } from '../../src/core/updates/updates';
import type { Policy } from '../../src/shared/model/policy';
import { Settings } from '../../src/shared/model/settings';
import { INSTALLER, signed, signingKey, updateManifest, UpdateSource } from './update-source';

/** Signing keys take a moment to make. */
export const KEY = signingKey();
export const OTHER = signingKey();
export const DAY = 86_400_000;
/** Of the installer at the source. */
export const DEB = '/seatwatch_1.2.0_amd64.deb';

export const withCode = (wanted: string): unknown => expect.objectContaining({ code: wanted });

/** A source that offers 1.2.0, and a computer with 1.1.0 that looks there; both anew for each test. */
export class UpdateRig {
  source = new UpdateSource();
  dataDir = '';
  clock: FakeClock = fakeClock(0);
  log = memoryLog();
  settings = Settings.parse({});

  /** To be called once in a test file. */
  static forEachTest(): UpdateRig {
    const rig = new UpdateRig();
    beforeEach(() => rig.set());
    afterEach(() => rig.clear());
    return rig;
  }

  private async set(): Promise<void> {
    this.source = await new UpdateSource().start();
    this.source.on('/latest.json', signed(updateManifest(), KEY)).on(DEB, INSTALLER);
    this.dataDir = mkdtempSync(join(tmpdir(), 'seatwatch-updates-'));
    this.clock = fakeClock(Date.parse('2026-01-15T12:00:00.000Z'));
    this.log = memoryLog();
    this.settings = Settings.parse({
      checkForUpdates: true,
      updateSource: this.source.url('/latest.json'),
    });
  }

  private async clear(): Promise<void> {
    await this.source.stop();
    chmodSync(this.dataDir, 0o700);
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  updates(changes: Partial<UpdatesDeps> = {}, policy: Policy = {}): Updates {
    const rules = createPolicyRules({ file: '/etc/seatwatch/policy.json', policy });
    const store = { get: () => this.settings, update: () => this.settings };
    return createUpdates({
      dataDir: this.dataDir,
      fetch: governUpdateFetch((url, init) => fetch(url, init), rules),
      clock: this.clock,
      log: this.log,
      policy: rules,
      settings: governSettings(store, rules),
      current: '1.1.0',
      target: { platform: 'linux', arch: 'x64', kinds: ['deb'] },
      builtInKeys: [KEY.publicKey],
      ...changes,
    });
  }

  /** Names of the files downloaded. */
  downloaded(): string[] {
    const folder = join(this.dataDir, 'updates');
    return existsSync(folder) ? readdirSync(folder) : [];
  }
}
