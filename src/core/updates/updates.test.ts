import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  INSTALLER,
  installerFile,
  signed,
  signingKey,
  updateManifest,
  UpdateSource,
} from '../../../test/builders/update-source';
import type { Policy } from '../../shared/model/policy';
import { Settings } from '../../shared/model/settings';
import { createPolicyRules, governSettings, governUpdateFetch } from '../policy';
import { fakeClock, type FakeClock, memoryLog } from '../testing/fakes';
import { isUpgrade } from './check';
import { createUpdates, type Updates, type UpdatesDeps } from './updates';

/** Signing keys take a moment to make. */
const KEY = signingKey();
const OTHER = signingKey();
const DAY = 86_400_000;
const DEB = '/seatwatch_1.2.0_amd64.deb';

let source: UpdateSource;
let dataDir: string;
let clock: FakeClock;
let log: ReturnType<typeof memoryLog>;
let settings: Settings;

beforeEach(async () => {
  source = await new UpdateSource().start();
  source.on('/latest.json', signed(updateManifest(), KEY)).on(DEB, INSTALLER);
  dataDir = mkdtempSync(join(tmpdir(), 'seatwatch-updates-'));
  clock = fakeClock(Date.parse('2026-01-15T12:00:00.000Z'));
  log = memoryLog();
  settings = Settings.parse({ checkForUpdates: true, updateSource: source.url('/latest.json') });
});
afterEach(async () => {
  await source.stop();
  chmodSync(dataDir, 0o700);
  rmSync(dataDir, { recursive: true, force: true });
});

function updates(changes: Partial<UpdatesDeps> = {}, policy: Policy = {}): Updates {
  const rules = createPolicyRules({ file: '/etc/seatwatch/policy.json', policy });
  const store = { get: () => settings, update: () => settings };
  return createUpdates({
    dataDir,
    fetch: governUpdateFetch((url, init) => fetch(url, init), rules),
    clock,
    log,
    policy: rules,
    settings: governSettings(store, rules),
    current: '1.1.0',
    target: { platform: 'linux', arch: 'x64', kinds: ['deb'] },
    builtInKeys: [KEY.publicKey],
    ...changes,
  });
}

const code = (wanted: string) => expect.objectContaining({ code: wanted }) as unknown;
const downloaded = () => (existsSync(join(dataDir, 'updates')) ? readdirSync(join(dataDir, 'updates')) : []);

describe('looking', () => {
  it('finds a newer version, and remembers it over restarts', async () => {
    const found = await updates().check();
    expect(found).toEqual({
      current: '1.1.0',
      source: settings.updateSource,
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
    expect(updates().status()).toEqual(found);
    expect(statSync(join(dataDir, 'updates.json')).mode & 0o777).toBe(0o600);
    // Installed meanwhile.
    expect(updates({ current: '1.2.0' }).status().available).toBeNull();
  });

  it.each(['1.2.0', '1.2.1', '2.0.0', '1.2.0+build.7'])('offers nothing to %s', async (current) => {
    expect(await updates({ current }).check()).toMatchObject({ available: null, problem: null });
    await expect(updates({ current }).download()).rejects.toMatchObject({ code: 'UPDATE_NONE' });
    expect(downloaded()).toEqual([]);
  });

  it('offers unfinished versions only to those who use one', () => {
    expect(isUpgrade('1.2.0-beta.1', '1.1.0')).toBe(false);
    expect(isUpgrade('1.2.0-beta.2', '1.2.0-beta.1')).toBe(true);
    expect(isUpgrade('1.2.0', '1.2.0-beta.1')).toBe(true);
    expect(isUpgrade('1.10.0', '1.9.0')).toBe(true);
  });

  it('asks nobody without a source or a key, and nothing of an address that is not https', async () => {
    const { port } = source;
    settings = Settings.parse({});
    expect(await updates().check()).toMatchObject({ problem: code('UPDATE_NO_SOURCE') });
    settings = Settings.parse({ updateSource: source.url('/latest.json') });
    expect(await updates({ builtInKeys: [] }).check()).toMatchObject({ problem: code('UPDATE_NO_KEY') });
    for (const updateSource of [
      'http://updates.example/latest.json',
      `http://user:secret@127.0.0.1:${String(port)}/latest.json`,
      'ftp://updates.example/latest.json',
      'latest.json',
    ]) {
      settings = Settings.parse({ updateSource });
      expect(await updates().check()).toMatchObject({ problem: code('UPDATE_BAD_SOURCE') });
    }
    expect(source.asked).toEqual([]);
  });

  it('believes a key that the administrator added', async () => {
    source.on('/latest.json', signed(updateManifest(), OTHER));
    expect(await updates().check()).toMatchObject({ available: null, problem: code('UPDATE_NOT_TRUSTED') });
    const policy = { updateKeys: [OTHER.publicKey] };
    expect((await updates({}, policy).check()).available?.version).toBe('1.2.0');
    expect((await updates({ builtInKeys: [] }, policy).check()).available?.version).toBe('1.2.0');
  });

  it('believes one of several signatures, as while keys are replaced', async () => {
    source.on('/latest.json', signed(updateManifest(), OTHER, KEY));
    expect((await updates().check()).available?.version).toBe('1.2.0');
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
    source.on('/latest.json', JSON.stringify(tamper(good)));
    expect(await updates().check()).toMatchObject({ available: null, problem: code('UPDATE_NOT_TRUSTED') });
    await expect(updates().download()).rejects.toMatchObject({ code: 'UPDATE_NOT_TRUSTED' });
    expect(source.asked).not.toContain(DEB);
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
    source.on('/latest.json', body);
    expect(await updates().check()).toMatchObject({ problem: code('UPDATE_NOT_A_MANIFEST') });
  });

  it('says how the source failed', async () => {
    source.on('/gone.json', (_request, response) => void response.writeHead(503).end());
    for (const [path, wanted] of [
      ['/missing.json', 'UPDATE_NOT_FOUND'],
      ['/gone.json', 'UPDATE_SOURCE_FAILED'],
    ] as const) {
      settings = { ...settings, updateSource: source.url(path) };
      expect(await updates().check()).toMatchObject({ problem: code(wanted) });
    }
    settings = { ...settings, updateSource: 'http://127.0.0.1:9/latest.json' };
    expect(await updates().check()).toMatchObject({ problem: code('NETWORK_UNREACHABLE') });
  });

  it('does not wait for a source that is silent, at first or in the middle', async () => {
    const timeouts = { answerMs: 100, idleMs: 100 };
    const impatient = () => updates({ timeouts: { manifest: timeouts, file: timeouts } });
    source.on('/latest.json', () => undefined);
    expect(await impatient().check()).toMatchObject({ problem: code('NETWORK_TIMEOUT') });
    source.on('/latest.json', (_request, response) => void response.write('{"payload":'));
    expect(await impatient().check()).toMatchObject({ problem: code('NETWORK_TIMEOUT') });
  });

  it('can be canceled', async () => {
    source.on('/latest.json', () => undefined);
    const abort = new AbortController();
    const looking = updates().check(abort.signal);
    abort.abort();
    await expect(looking).rejects.toMatchObject({ code: 'CANCELED' });
    expect(updates().status()).toMatchObject({ checkedAt: null, problem: null });
  });

  it('keeps what it found when the next look fails', async () => {
    await updates().check();
    source.on('/latest.json', '<html>');
    expect(await updates().check()).toMatchObject({
      available: { version: '1.2.0' },
      problem: code('UPDATE_NOT_A_MANIFEST'),
    });
    source.on('/latest.json', signed(updateManifest(), KEY));
    expect(await updates().check()).toMatchObject({ available: { version: '1.2.0' }, problem: null });
  });

  it('knows nothing of what another source said', async () => {
    await updates().check();
    settings = { ...settings, updateSource: source.url('/other.json') };
    expect(updates().status()).toMatchObject({ checkedAt: null, available: null });
  });

  it('says when its memory cannot be written, and reads a broken one', async () => {
    writeFileSync(join(dataDir, 'updates.json'), '{"seen": [1], "problem": 7');
    expect(updates().status()).toMatchObject({ checkedAt: null });
    writeFileSync(join(dataDir, 'updates.json'), '{"seen": [1], "problem": 7, "source": null}');
    expect((await updates().check()).available?.version).toBe('1.2.0');
    rmSync(dataDir, { recursive: true });
    writeFileSync(dataDir, 'in its place');
    await expect(updates().check()).rejects.toMatchObject({ code: 'CANNOT_WRITE' });
    rmSync(dataDir);
    dataDir = mkdtempSync(join(tmpdir(), 'seatwatch-updates-'));
  });
});

describe('time', () => {
  it('a manifest past its time is not believed: newer ones may be held back', async () => {
    clock.set(Date.parse('2026-04-10T00:00:00.000Z'));
    expect(await updates().check()).toMatchObject({ problem: code('UPDATE_MANIFEST_EXPIRED') });
    await expect(updates().download()).rejects.toMatchObject({ code: 'UPDATE_MANIFEST_EXPIRED' });
  });

  it('an older manifest than shown before is not believed, whatever runs here', async () => {
    const newer = updateManifest({ version: '1.3.0', signedAt: '2026-01-12T00:00:00.000Z', files: [] });
    source.on('/latest.json', signed(newer, KEY));
    expect((await updates().check()).available?.version).toBe('1.3.0');
    source.on('/latest.json', signed(updateManifest(), KEY));
    expect(await updates().check()).toMatchObject({ problem: code('UPDATE_REPLAYED') });
    await expect(updates().download()).rejects.toMatchObject({ code: 'UPDATE_REPLAYED' });
    // The same version again, with the files it had before they were replaced.
    source.on('/latest.json', signed({ ...newer, signedAt: '2026-01-11T00:00:00.000Z' }, KEY));
    expect(await updates().check()).toMatchObject({ problem: code('UPDATE_REPLAYED') });
    // Signed anew for longer.
    source.on('/latest.json', signed({ ...newer, signedAt: '2026-01-14T00:00:00.000Z' }, KEY));
    expect(await updates().check()).toMatchObject({ problem: null });
  });

  it('a mirror behind another source is not a replay', async () => {
    await updates().check();
    source.on(
      '/mirror.json',
      signed(updateManifest({ version: '1.1.5', signedAt: '2026-01-05T00:00:00.000Z' }), KEY),
    );
    settings = { ...settings, updateSource: source.url('/mirror.json') };
    expect(await updates().check()).toMatchObject({ available: { version: '1.1.5' }, problem: null });
  });

  it('looks by itself once a day, sooner after a failure, and only if that is wanted', async () => {
    const due = () => updates().isDue();
    expect(due()).toBe(true);
    await updates().check();
    expect(due()).toBe(false);
    clock.advance(DAY - 1);
    expect(due()).toBe(false);
    clock.advance(1);
    expect(due()).toBe(true);
    source.on('/latest.json', '');
    await updates().check();
    clock.advance(4 * 3_600_000 - 1);
    expect(due()).toBe(false);
    clock.advance(1);
    expect(due()).toBe(true);
    // Set back: nobody knows how long ago the last look was.
    await updates().check();
    clock.advance(-30 * DAY);
    expect(due()).toBe(true);
    settings = { ...settings, checkForUpdates: false };
    expect(due()).toBe(false);
    settings = { ...settings, checkForUpdates: true };
    expect(updates({}, { disabledFeatures: ['updates'] }).isDue()).toBe(false);
  });

  it('speaks of each version once', async () => {
    expect(await updates().untold()).toBeNull();
    await updates().check();
    expect(await updates().untold()).toBe('1.2.0');
    expect(await updates().untold()).toBeNull();
    await updates().check();
    expect(await updates().untold()).toBeNull();
  });
});

describe('the policy', () => {
  it('switches updates off', async () => {
    const off = updates({}, { disabledFeatures: ['updates'] });
    await expect(off.check()).rejects.toMatchObject({ code: 'DISABLED_BY_POLICY', kind: 'usage' });
    await expect(off.download()).rejects.toMatchObject({ code: 'DISABLED_BY_POLICY' });
    expect(source.asked).toEqual([]);
  });

  it('names the source, whatever a person chose', async () => {
    source.on('/admin.json', signed(updateManifest({ version: '1.4.0' }), KEY));
    const policy = { updateSource: source.url('/admin.json') };
    expect((await updates({}, policy).check()).available?.version).toBe('1.4.0');
    expect(source.asked).toEqual(['/admin.json']);
    // Naming it is allowing it; where it leads to is not.
    const strict = { ...policy, allowedHosts: ['*.my.salesforce.com'] };
    expect(await updates({}, strict).check()).toMatchObject({ problem: null });
    source.redirect('/admin.json', source.url('/latest.json', 'localhost'));
    expect(await updates({}, strict).check()).toMatchObject({ problem: code('HOST_NOT_ALLOWED') });
  });

  it('keeps looking and fetching to the hosts it allows, over redirects, too', async () => {
    source.redirect('/moved.json', source.url('/latest.json', 'localhost'));
    settings = { ...settings, updateSource: source.url('/moved.json') };
    expect(await updates({}, { allowedHosts: ['updates.example'] }).check()).toMatchObject({
      problem: code('HOST_NOT_ALLOWED'),
    });
    expect(source.asked).toEqual([]);
    expect(await updates({}, { allowedHosts: ['127.0.0.1'] }).check()).toMatchObject({
      problem: code('HOST_NOT_ALLOWED'),
    });
    expect(source.asked).toEqual(['/moved.json']);
    expect(await updates({}, { allowedHosts: ['127.0.0.1', 'localhost'] }).check()).toMatchObject({
      problem: null,
    });
    source.redirect(DEB, source.url('/elsewhere.deb', 'localhost')).on('/elsewhere.deb', INSTALLER);
    await expect(updates({}, { allowedHosts: ['127.0.0.1'] }).download()).rejects.toMatchObject({
      code: 'HOST_NOT_ALLOWED',
    });
    expect(source.asked).not.toContain('/elsewhere.deb');
  });
});

describe('redirects', () => {
  it('are followed a few times', async () => {
    source.redirect('/a.json', '/b.json').redirect('/b.json', source.url('/latest.json'));
    settings = { ...settings, updateSource: source.url('/a.json') };
    expect(await updates().check()).toMatchObject({ problem: null });
    source.redirect('/round.json', '/round.json');
    settings = { ...settings, updateSource: source.url('/round.json') };
    expect(await updates().check()).toMatchObject({ problem: code('UPDATE_BAD_REDIRECT') });
    expect(source.asked.filter((path) => path === '/round.json')).toHaveLength(6);
  });

  it.each(['http://updates.example/latest.json', 'https://me:secret@updates.example/', 'file:///etc/passwd'])(
    'to %s are not',
    async (to) => {
      source.redirect('/latest.json', to);
      expect(await updates().check()).toMatchObject({ problem: code('UPDATE_BAD_REDIRECT') });
    },
  );

  it('never lead from https down to plain http, not even on this computer', async () => {
    const plain = source.url('/latest.json');
    const answers = (url: string) =>
      Promise.resolve(
        url === 'https://updates.example/latest.json'
          ? new Response(null, { status: 302, headers: { location: plain } })
          : new Response(signed(updateManifest(), KEY)),
      );
    settings = { ...settings, updateSource: 'https://updates.example/latest.json' };
    expect(await updates({ fetch: answers }).check()).toMatchObject({ problem: code('UPDATE_BAD_REDIRECT') });
  });
});

describe('downloading', () => {
  it('leaves the verified file, and nothing else, for its owner only', async () => {
    await updates().check();
    const progress: number[] = [];
    const { file, version } = await updates().download({
      onProgress: (bytes, size) => void progress.push(bytes / size),
    });
    expect(version).toBe('1.2.0');
    expect(file).toBe(join(dataDir, 'updates', 'seatwatch_1.2.0_amd64.deb'));
    expect(readFileSync(file).equals(INSTALLER)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'updates')).mode & 0o777).toBe(0o700);
    expect(downloaded()).toEqual(['seatwatch_1.2.0_amd64.deb']);
    expect(progress.at(-1)).toBe(1);
  });

  it('asks beside the manifest, with what opens the folder', async () => {
    source.on('/v1/latest.json', signed(updateManifest(), KEY)).on(`/v1${DEB}`, INSTALLER);
    settings = { ...settings, updateSource: source.url('/v1/latest.json?token=abc') };
    await updates().download();
    expect(source.asked).toEqual(['/v1/latest.json?token=abc', `/v1${DEB}?token=abc`]);
    expect(log.lines.join()).not.toContain('abc');
  });

  it('fetches nothing that is there already, and removes older versions', async () => {
    const { file } = await updates().download();
    await updates().download();
    expect(source.asked.filter((path) => path === DEB)).toHaveLength(1);
    writeFileSync(file, 'damaged since');
    await updates().download();
    expect(readFileSync(file).equals(INSTALLER)).toBe(true);
    const next = installerFile({ name: 'seatwatch_1.3.0_amd64.deb' });
    source.on('/latest.json', signed(updateManifest({ version: '1.3.0', files: [next] }), KEY));
    source.on('/seatwatch_1.3.0_amd64.deb', INSTALLER);
    await updates().download();
    expect(downloaded()).toEqual(['seatwatch_1.3.0_amd64.deb']);
  });

  const broken = Buffer.from(INSTALLER);
  broken[1000] = 0;
  it.each<[string, Uint8Array]>([
    ['another content', broken],
    ['too little', INSTALLER.subarray(1)],
    ['too much', Buffer.concat([INSTALLER, Buffer.from('x')])],
    ['a web page', Buffer.from('<html>Sign in</html>')],
  ])('gives no file its name that is not exactly the signed one: %s', async (_, body) => {
    source.on(DEB, body);
    await expect(updates().download()).rejects.toMatchObject({ code: 'UPDATE_DAMAGED' });
    expect(downloaded()).toEqual([]);
  });

  it('ends an endless file at its first byte too many', async () => {
    let sent = 0;
    source.on(DEB, (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(INSTALLER)) sent += INSTALLER.length;
        sent += INSTALLER.length;
      };
      response.on('drain', more);
      more();
    });
    await expect(updates().download()).rejects.toMatchObject({ code: 'UPDATE_DAMAGED' });
    expect(sent).toBeLessThan(100 * INSTALLER.length);
    expect(downloaded()).toEqual([]);
  });

  it('leaves nothing of a file that broke off, stood still or was canceled', async () => {
    source.on(DEB, (_request, response) => {
      response.writeHead(200, { 'content-length': INSTALLER.length });
      response.write(INSTALLER.subarray(0, 1000), () => response.destroy());
    });
    await expect(updates().download()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(downloaded()).toEqual([]);

    source.on(DEB, (_request, response) => void response.write(INSTALLER.subarray(0, 1000)));
    const timeouts = { manifest: { answerMs: 5_000, idleMs: 5_000 }, file: { answerMs: 5_000, idleMs: 100 } };
    await expect(updates({ timeouts }).download()).rejects.toMatchObject({ code: 'NETWORK_TIMEOUT' });
    expect(downloaded()).toEqual([]);

    const abort = new AbortController();
    const onProgress = () => abort.abort();
    await expect(updates().download({ signal: abort.signal, onProgress })).rejects.toMatchObject({
      code: 'CANCELED',
    });
    expect(downloaded()).toEqual([]);
  });

  it('says when the file is missing, or there is none for this system', async () => {
    source.on('/latest.json', signed(updateManifest({ files: [installerFile({ name: 'other.deb' })] }), KEY));
    await expect(updates().download()).rejects.toMatchObject({ code: 'UPDATE_NOT_FOUND' });
    const target = { platform: 'darwin', arch: 'arm64', kinds: ['dmg'] as const };
    expect((await updates({ target }).check()).available).toMatchObject({ fileName: null, sizeBytes: null });
    await expect(updates({ target }).download()).rejects.toMatchObject({
      code: 'UPDATE_NOT_FOR_THIS_SYSTEM',
    });
  });

  it('makes an AppImage something that can be run', async () => {
    const file = installerFile({ kind: 'AppImage', name: 'Seatwatch-1.2.0.AppImage' });
    source
      .on('/latest.json', signed(updateManifest({ files: [file] }), KEY))
      .on('/Seatwatch-1.2.0.AppImage', INSTALLER);
    const target = { platform: 'linux', arch: 'x64', kinds: ['AppImage'] as const };
    expect(statSync((await updates({ target }).download()).file).mode & 0o777).toBe(0o700);
  });
});

function parts(text: string): { payload: string; signatures: { keyId: string; signature: string }[] } {
  return JSON.parse(text) as ReturnType<typeof parts>;
}

function signaturesOf(text: string) {
  return parts(text).signatures;
}
