import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEB, KEY, OTHER, UpdateRig, withCode } from '../../../test/builders/update-rig';
import { INSTALLER, installerFile, signed, updateManifest } from '../../../test/builders/update-source';
import { Settings } from '../../shared/model/settings';
import { isUpgrade } from './check';

const rig = UpdateRig.forEachTest();

describe('looking', () => {
  it('finds a newer version, and remembers it over restarts', async () => {
    const found = await rig.updates().check();
    expect(found).toEqual({
      current: '1.1.0',
      source: rig.settings.updateSource,
      automatic: true,
      checkedAt: '2026-01-15T12:00:00.000Z',
      available: {
        version: '1.2.0',
        releasedAt: '2026-01-10T00:00:00.000Z',
        notes: 'Better.',
        fileName: 'seatwatch_1.2.0_amd64.deb',
        sizeBytes: INSTALLER.length,
      },
      problem: null,
    });
    expect(rig.updates().status()).toEqual(found);
    expect(statSync(join(rig.dataDir, 'updates.json')).mode & 0o777).toBe(0o600);
    // Installed meanwhile.
    expect(rig.updates({ current: '1.2.0' }).status().available).toBeNull();
  });

  it.each(['1.2.0', '1.2.1', '2.0.0', '1.2.0+build.7'])('offers nothing to %s', async (current) => {
    expect(await rig.updates({ current }).check()).toMatchObject({ available: null, problem: null });
    await expect(rig.updates({ current }).download()).rejects.toMatchObject({ code: 'UPDATE_NONE' });
    expect(rig.downloaded()).toEqual([]);
  });

  it('offers unfinished versions only to those who use one', () => {
    expect(isUpgrade('1.2.0-beta.1', '1.1.0')).toBe(false);
    expect(isUpgrade('1.2.0-beta.2', '1.2.0-beta.1')).toBe(true);
    expect(isUpgrade('1.2.0', '1.2.0-beta.1')).toBe(true);
    expect(isUpgrade('1.10.0', '1.9.0')).toBe(true);
  });

  it('asks nobody without a source or a key, and nothing of an address that is not https', async () => {
    const { port } = rig.source;
    rig.settings = Settings.parse({});
    expect(await rig.updates().check()).toMatchObject({ problem: withCode('UPDATE_NO_SOURCE') });
    rig.settings = Settings.parse({ updateSource: rig.source.url('/latest.json') });
    expect(await rig.updates({ builtInKeys: [] }).check()).toMatchObject({
      problem: withCode('UPDATE_NO_KEY'),
    });
    for (const updateSource of [
      'http://updates.example/latest.json',
      `http://user:secret@127.0.0.1:${String(port)}/latest.json`,
      'ftp://updates.example/latest.json',
      'latest.json',
    ]) {
      rig.settings = Settings.parse({ updateSource });
      expect(await rig.updates().check()).toMatchObject({ problem: withCode('UPDATE_BAD_SOURCE') });
    }
    expect(rig.source.asked).toEqual([]);
  });

  it('believes a key that the administrator added', async () => {
    rig.source.on('/latest.json', signed(updateManifest(), OTHER));
    expect(await rig.updates().check()).toMatchObject({
      available: null,
      problem: withCode('UPDATE_NOT_TRUSTED'),
    });
    const policy = { updateKeys: [OTHER.publicKey] };
    expect((await rig.updates({}, policy).check()).available?.version).toBe('1.2.0');
    expect((await rig.updates({ builtInKeys: [] }, policy).check()).available?.version).toBe('1.2.0');
  });

  it('believes one of several signatures, as while keys are replaced', async () => {
    rig.source.on('/latest.json', signed(updateManifest(), OTHER, KEY));
    expect((await rig.updates().check()).available?.version).toBe('1.2.0');
  });

  it.each<[string, (good: { payload: string; signatures: { signature: string }[] }) => unknown]>([
    [
      'another payload',
      (good) => ({
        ...good,
        payload: Buffer.from(JSON.stringify(updateManifest({ version: '9.9.9' }))).toString('base64'),
      }),
    ],
    [
      'another signature',
      (good) => ({ ...good, signatures: signaturesOf(signed(updateManifest({ version: '9.9.9' }), KEY)) }),
    ],
    ['no signature', (good) => ({ ...good, signatures: [{ ...good.signatures[0], signature: '' }] })],
    [
      'the id of our key over another one’s signature',
      (good) => ({
        ...good,
        signatures: signaturesOf(signed(updateManifest(), OTHER)).map((one) => ({ ...one, keyId: KEY.id })),
      }),
    ],
  ])('does not believe %s', async (_, tamper) => {
    const good = JSON.parse(signed(updateManifest(), KEY)) as Parameters<typeof tamper>[0];
    rig.source.on('/latest.json', JSON.stringify(tamper(good)));
    expect(await rig.updates().check()).toMatchObject({
      available: null,
      problem: withCode('UPDATE_NOT_TRUSTED'),
    });
    await expect(rig.updates().download()).rejects.toMatchObject({ code: 'UPDATE_NOT_TRUSTED' });
    expect(rig.source.asked).not.toContain(DEB);
  });

  it.each<[string, string | Uint8Array]>([
    ['a web page', '<!doctype html><title>Sign in</title>'],
    ['nothing', ''],
    ['other JSON', '{"version":"1.2.0"}'],
    ['a list', '[]'],
    ['too much', Buffer.alloc(300_000, ' ')],
    ['something signed for another product', signed({ ...updateManifest(), product: 'other' }, KEY)],
    ['a version that is none', signed({ ...updateManifest(), version: 'newest' }, KEY)],
    [
      'a path as a name',
      signed({ ...updateManifest(), files: [{ ...installerFile(), name: '../../.bashrc' }] }, KEY),
    ],
    ['a later format', signed({ ...updateManifest(), format: 2 }, KEY)],
  ])('says what came back when it was %s', async (_, body) => {
    rig.source.on('/latest.json', body);
    expect(await rig.updates().check()).toMatchObject({ problem: withCode('UPDATE_NOT_A_MANIFEST') });
  });

  it('says how the source failed', async () => {
    rig.source.on('/gone.json', (_request, response) => void response.writeHead(503).end());
    for (const [path, wanted] of [
      ['/missing.json', 'UPDATE_NOT_FOUND'],
      ['/gone.json', 'UPDATE_SOURCE_FAILED'],
    ] as const) {
      rig.settings = { ...rig.settings, updateSource: rig.source.url(path) };
      expect(await rig.updates().check()).toMatchObject({ problem: withCode(wanted) });
    }
    rig.settings = { ...rig.settings, updateSource: 'http://127.0.0.1:9/latest.json' };
    expect(await rig.updates().check()).toMatchObject({ problem: withCode('NETWORK_UNREACHABLE') });
  });

  it('does not wait for a source that is silent, at first or in the middle', async () => {
    const timeouts = { answerMs: 100, idleMs: 100 };
    const impatient = () => rig.updates({ timeouts: { manifest: timeouts, file: timeouts } });
    rig.source.on('/latest.json', () => undefined);
    expect(await impatient().check()).toMatchObject({ problem: withCode('NETWORK_TIMEOUT') });
    rig.source.on('/latest.json', (_request, response) => void response.write('{"payload":'));
    expect(await impatient().check()).toMatchObject({ problem: withCode('NETWORK_TIMEOUT') });
  });

  it('can be canceled', async () => {
    rig.source.on('/latest.json', () => undefined);
    const abort = new AbortController();
    const looking = rig.updates().check(abort.signal);
    abort.abort();
    await expect(looking).rejects.toMatchObject({ code: 'CANCELED' });
    expect(rig.updates().status()).toMatchObject({ checkedAt: null, problem: null });
  });

  it('keeps what it found when the next look fails', async () => {
    await rig.updates().check();
    rig.source.on('/latest.json', '<html>');
    expect(await rig.updates().check()).toMatchObject({
      available: { version: '1.2.0' },
      problem: withCode('UPDATE_NOT_A_MANIFEST'),
    });
    rig.source.on('/latest.json', signed(updateManifest(), KEY));
    expect(await rig.updates().check()).toMatchObject({ available: { version: '1.2.0' }, problem: null });
  });

  it('knows nothing of what another source said', async () => {
    await rig.updates().check();
    rig.settings = { ...rig.settings, updateSource: rig.source.url('/other.json') };
    expect(rig.updates().status()).toMatchObject({ checkedAt: null, available: null });
  });

  it('says when its memory cannot be written, and reads a broken one', async () => {
    writeFileSync(join(rig.dataDir, 'updates.json'), '{"seen": [1], "problem": 7');
    expect(rig.updates().status()).toMatchObject({ checkedAt: null });
    writeFileSync(join(rig.dataDir, 'updates.json'), '{"seen": [1], "problem": 7, "source": null}');
    expect((await rig.updates().check()).available?.version).toBe('1.2.0');
    rmSync(rig.dataDir, { recursive: true });
    writeFileSync(rig.dataDir, 'in its place');
    await expect(rig.updates().check()).rejects.toMatchObject({ code: 'CANNOT_WRITE' });
    rmSync(rig.dataDir);
    rig.dataDir = mkdtempSync(join(tmpdir(), 'seatwatch-updates-'));
  });
});

function parts(text: string): { payload: string; signatures: { keyId: string; signature: string }[] } {
  return JSON.parse(text) as ReturnType<typeof parts>;
}

function signaturesOf(text: string) {
  return parts(text).signatures;
}
