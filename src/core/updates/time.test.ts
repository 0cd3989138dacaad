import { describe, expect, it } from 'vitest';
import { DAY, KEY, UpdateRig, withCode } from '../../../test/builders/update-rig';
import { signed, updateManifest } from '../../../test/builders/update-source';

const rig = UpdateRig.forEachTest();

describe('time', () => {
  it('a manifest past its time is not believed: newer ones may be held back', async () => {
    rig.clock.set(Date.parse('2026-04-10T00:00:00.000Z'));
    expect(await rig.updates().check()).toMatchObject({ problem: withCode('UPDATE_MANIFEST_EXPIRED') });
    await expect(rig.updates().download()).rejects.toMatchObject({ code: 'UPDATE_MANIFEST_EXPIRED' });
  });

  it('an older manifest than shown before is not believed, whatever runs here', async () => {
    const newer = updateManifest({ version: '1.3.0', signedAt: '2026-01-12T00:00:00.000Z', files: [] });
    rig.source.on('/latest.json', signed(newer, KEY));
    expect((await rig.updates().check()).available?.version).toBe('1.3.0');
    rig.source.on('/latest.json', signed(updateManifest(), KEY));
    expect(await rig.updates().check()).toMatchObject({ problem: withCode('UPDATE_REPLAYED') });
    await expect(rig.updates().download()).rejects.toMatchObject({ code: 'UPDATE_REPLAYED' });
    // The same version again, with the files it had before they were replaced.
    rig.source.on('/latest.json', signed({ ...newer, signedAt: '2026-01-11T00:00:00.000Z' }, KEY));
    expect(await rig.updates().check()).toMatchObject({ problem: withCode('UPDATE_REPLAYED') });
    // Signed anew for longer.
    rig.source.on('/latest.json', signed({ ...newer, signedAt: '2026-01-14T00:00:00.000Z' }, KEY));
    expect(await rig.updates().check()).toMatchObject({ problem: null });
  });

  it('a mirror behind another source is not a replay', async () => {
    await rig.updates().check();
    rig.source.on(
      '/mirror.json',
      signed(updateManifest({ version: '1.1.5', signedAt: '2026-01-05T00:00:00.000Z' }), KEY),
    );
    rig.settings = { ...rig.settings, updateSource: rig.source.url('/mirror.json') };
    expect(await rig.updates().check()).toMatchObject({ available: { version: '1.1.5' }, problem: null });
  });

  it('looks by itself once a day, sooner after a failure, and only if that is wanted', async () => {
    const due = () => rig.updates().isDue();
    expect(due()).toBe(true);
    await rig.updates().check();
    expect(due()).toBe(false);
    rig.clock.advance(DAY - 1);
    expect(due()).toBe(false);
    rig.clock.advance(1);
    expect(due()).toBe(true);
    rig.source.on('/latest.json', '');
    await rig.updates().check();
    rig.clock.advance(4 * 3_600_000 - 1);
    expect(due()).toBe(false);
    rig.clock.advance(1);
    expect(due()).toBe(true);
    // Set back: nobody knows how long ago the last look was.
    await rig.updates().check();
    rig.clock.advance(-30 * DAY);
    expect(due()).toBe(true);
    rig.settings = { ...rig.settings, checkForUpdates: false };
    expect(due()).toBe(false);
    rig.settings = { ...rig.settings, checkForUpdates: true };
    expect(rig.updates({}, { disabledFeatures: ['updates'] }).isDue()).toBe(false);
  });

  it('speaks of each version once', async () => {
    expect(await rig.updates().untold()).toBeNull();
    await rig.updates().check();
    expect(await rig.updates().untold()).toBe('1.2.0');
    expect(await rig.updates().untold()).toBeNull();
    await rig.updates().check();
    expect(await rig.updates().untold()).toBeNull();
  });
});
