import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEB, KEY, UpdateRig } from '../../../test/builders/update-rig';
import { INSTALLER, installerFile, signed, updateManifest } from '../../../test/builders/update-source';

const rig = UpdateRig.forEachTest();

describe('downloading', () => {
  it('leaves the verified file, and nothing else, for its owner only', async () => {
    await rig.updates().check();
    const progress: number[] = [];
    const { file, version } = await rig.updates().download({
      onProgress: (bytes, size) => void progress.push(bytes / size),
    });
    expect(version).toBe('1.2.0');
    expect(file).toBe(join(rig.dataDir, 'updates', 'seatwatch_1.2.0_amd64.deb'));
    expect(readFileSync(file).equals(INSTALLER)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(rig.dataDir, 'updates')).mode & 0o777).toBe(0o700);
    expect(rig.downloaded()).toEqual(['seatwatch_1.2.0_amd64.deb']);
    expect(progress.at(-1)).toBe(1);
  });

  it('asks beside the manifest, with what opens the folder', async () => {
    rig.source.on('/v1/latest.json', signed(updateManifest(), KEY)).on(`/v1${DEB}`, INSTALLER);
    rig.settings = { ...rig.settings, updateSource: rig.source.url('/v1/latest.json?token=abc') };
    await rig.updates().download();
    expect(rig.source.asked).toEqual(['/v1/latest.json?token=abc', `/v1${DEB}?token=abc`]);
    expect(rig.log.lines.join()).not.toContain('abc');
  });

  it('fetches nothing that is there already, and removes older versions', async () => {
    const { file } = await rig.updates().download();
    await rig.updates().download();
    expect(rig.source.asked.filter((path) => path === DEB)).toHaveLength(1);
    writeFileSync(file, 'damaged since');
    await rig.updates().download();
    expect(readFileSync(file).equals(INSTALLER)).toBe(true);
    const next = installerFile({ name: 'seatwatch_1.3.0_amd64.deb' });
    rig.source.on('/latest.json', signed(updateManifest({ version: '1.3.0', files: [next] }), KEY));
    rig.source.on('/seatwatch_1.3.0_amd64.deb', INSTALLER);
    await rig.updates().download();
    expect(rig.downloaded()).toEqual(['seatwatch_1.3.0_amd64.deb']);
  });

  it('removes nothing that a person put there', async () => {
    const folder = join(rig.dataDir, 'updates');
    mkdirSync(folder);
    const theirs = ['other-program_1.0_amd64.deb', 'seatwatch-notes.txt', 'tax.pdf'];
    for (const name of [...theirs, 'Seatwatch-1.0.0.AppImage', 'seatwatch_1.1.0_amd64.deb'])
      writeFileSync(join(folder, name), 'x');
    await rig.updates().download();
    expect(rig.downloaded().sort()).toEqual([...theirs, 'seatwatch_1.2.0_amd64.deb'].sort());
  });

  const broken = Buffer.from(INSTALLER);
  broken[1000] = 0;
  it.each<[string, Uint8Array]>([
    ['another content', broken],
    ['too little', INSTALLER.subarray(1)],
    ['too much', Buffer.concat([INSTALLER, Buffer.from('x')])],
    ['a web page', Buffer.from('<html>Sign in</html>')],
  ])('gives no file its name that is not exactly the signed one: %s', async (_, body) => {
    rig.source.on(DEB, body);
    await expect(rig.updates().download()).rejects.toMatchObject({ code: 'UPDATE_DAMAGED' });
    expect(rig.downloaded()).toEqual([]);
  });

  it('ends an endless file at its first byte too many', async () => {
    let sent = 0;
    rig.source.on(DEB, (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(INSTALLER)) sent += INSTALLER.length;
        sent += INSTALLER.length;
      };
      response.on('drain', more);
      more();
    });
    await expect(rig.updates().download()).rejects.toMatchObject({ code: 'UPDATE_DAMAGED' });
    expect(sent).toBeLessThan(100 * INSTALLER.length);
    expect(rig.downloaded()).toEqual([]);
  });

  it('leaves nothing of a file that broke off, stood still or was canceled', async () => {
    rig.source.on(DEB, (_request, response) => {
      response.writeHead(200, { 'content-length': INSTALLER.length });
      response.write(INSTALLER.subarray(0, 1000), () => response.destroy());
    });
    await expect(rig.updates().download()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(rig.downloaded()).toEqual([]);

    rig.source.on(DEB, (_request, response) => void response.write(INSTALLER.subarray(0, 1000)));
    const timeouts = { manifest: { answerMs: 5_000, idleMs: 5_000 }, file: { answerMs: 5_000, idleMs: 100 } };
    await expect(rig.updates({ timeouts }).download()).rejects.toMatchObject({ code: 'NETWORK_TIMEOUT' });
    expect(rig.downloaded()).toEqual([]);

    const abort = new AbortController();
    const onProgress = () => abort.abort();
    await expect(rig.updates().download({ signal: abort.signal, onProgress })).rejects.toMatchObject({
      code: 'CANCELED',
    });
    expect(rig.downloaded()).toEqual([]);
  });

  it('says when the file is missing, or there is none for this system', async () => {
    rig.source.on(
      '/latest.json',
      signed(updateManifest({ files: [installerFile({ name: 'other.deb' })] }), KEY),
    );
    await expect(rig.updates().download()).rejects.toMatchObject({ code: 'UPDATE_NOT_FOUND' });
    const target = { platform: 'darwin', arch: 'arm64', kinds: ['dmg'] as const };
    expect((await rig.updates({ target }).check()).available).toMatchObject({
      fileName: null,
      sizeBytes: null,
    });
    await expect(rig.updates({ target }).download()).rejects.toMatchObject({
      code: 'UPDATE_NOT_FOR_THIS_SYSTEM',
    });
  });

  it('makes an AppImage something that can be run', async () => {
    const file = installerFile({ kind: 'AppImage', name: 'Seatwatch-1.2.0.AppImage' });
    rig.source
      .on('/latest.json', signed(updateManifest({ files: [file] }), KEY))
      .on('/Seatwatch-1.2.0.AppImage', INSTALLER);
    const target = { platform: 'linux', arch: 'x64', kinds: ['AppImage'] as const };
    expect(statSync((await rig.updates({ target }).download()).file).mode & 0o777).toBe(0o700);
  });
});
