import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPolicyRules } from '../src/core/policy';
import { fakeClock, silentLog } from '../src/core/testing/fakes';
import { createUpdates } from '../src/core/updates';
import { openManifest, updateKeys } from '../src/core/updates/manifest';
import { Policy } from '../src/shared/model/policy';
import { Settings } from '../src/shared/model/settings';
import { UpdateSource } from './builders/update-source';

/** What whoever publishes a release runs, and what the program makes of it. */
const SCRIPT = resolve('scripts/packaging/update-manifest.mjs');
const run = promisify(execFile);

/** As electron-builder.config.cjs names them. */
const INSTALLERS = [
  ['seatwatch_1.2.0_amd64.deb', 'linux', 'x64', 'deb'],
  ['seatwatch_1.2.0_arm64.deb', 'linux', 'arm64', 'deb'],
  ['seatwatch-1.2.0.x86_64.rpm', 'linux', 'x64', 'rpm'],
  ['seatwatch-1.2.0-1.aarch64.rpm', 'linux', 'arm64', 'rpm'],
  ['Seatwatch-1.2.0.AppImage', 'linux', 'x64', 'AppImage'],
  ['Seatwatch-1.2.0-arm64.AppImage', 'linux', 'arm64', 'AppImage'],
  ['Seatwatch-1.2.0-setup-x64.exe', 'win32', 'x64', 'nsis'],
  ['Seatwatch-1.2.0-machine-arm64.msi', 'win32', 'arm64', 'msi'],
  ['Seatwatch-1.2.0-universal.dmg', 'darwin', 'universal', 'dmg'],
  ['Seatwatch-1.2.0-universal-mac.zip', 'darwin', 'universal', 'zip'],
] as const;

let folder: string;
let keyFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-release-'));
  keyFile = join(folder, 'update-key.pem');
  for (const [name] of INSTALLERS) writeFileSync(join(folder, name), `content of ${name}`);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function script(...argv: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], SEATWATCH_UPDATE_KEY_FILE: keyFile };
  return (await run(process.execPath, [SCRIPT, ...argv], { env })).stdout;
}

async function makeKey(): Promise<string> {
  return /Public key \(updateKeys\): (\S+)/.exec(await script('key', keyFile))?.[1] ?? '';
}

const latest = () => readFileSync(join(folder, 'latest.json'), 'utf8');
const failure = (words: RegExp) =>
  expect.objectContaining({ stderr: expect.stringMatching(words) as string }) as Error;

describe('a key', () => {
  it('is for its owner only, is never replaced, and may stand in a policy', async () => {
    const publicKey = await makeKey();
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(Policy.parse({ updateKeys: [publicKey] })).toEqual({ updateKeys: [publicKey] });
    const before = readFileSync(keyFile, 'utf8');
    await expect(script('key', keyFile)).rejects.toThrow();
    expect(readFileSync(keyFile, 'utf8')).toBe(before);
  });

  it('does not come to lie in the repository', async () => {
    await expect(script('key', 'scripts/packaging/key.pem')).rejects.toThrow(
      failure(/does not belong into the repository/),
    );
  });
});

describe('a manifest', () => {
  it('lists the installers of the version, and is what the program believes', async () => {
    const publicKey = await makeKey();
    const notes = join(folder, 'notes.txt');
    writeFileSync(notes, 'Faster.\n');
    for (const name of [
      'seatwatch_1.1.0_amd64.deb',
      'seatwatch_11.2.0_amd64.deb',
      'seatwatch_1.2.0~beta.1_amd64.deb',
      'Seatwatch-1.2.0-beta.1-setup-x64.exe',
      'SHA256SUMS',
    ])
      writeFileSync(join(folder, name), 'not this one');
    expect((await script('sign', folder, '--version', '1.2.0', '--notes', notes)).trim()).toBe(
      join(folder, 'latest.json'),
    );
    const manifest = openManifest(latest(), updateKeys([publicKey]));
    expect(manifest).toMatchObject({ version: '1.2.0', notes: 'Faster.' });
    expect(
      manifest.files.map(({ name, platform, arch, kind }) => [name, platform, arch, kind]).sort(),
    ).toEqual(INSTALLERS.map((one) => [...one]).sort());
    expect(Date.parse(manifest.expiresAt) - Date.parse(manifest.signedAt)).toBe(90 * 86_400_000);
    expect(latest()).not.toContain(readFileSync(keyFile, 'utf8').split('\n')[1]);
  });

  it('of a version that is not finished lists its own files', async () => {
    const publicKey = await makeKey();
    writeFileSync(join(folder, 'seatwatch_1.2.0~beta.1_amd64.deb'), 'beta');
    writeFileSync(join(folder, 'Seatwatch-1.2.0-beta.1-setup-x64.exe'), 'beta');
    await script('sign', folder, '--version', '1.2.0-beta.1');
    const { files } = openManifest(latest(), updateKeys([publicKey]));
    expect(files.map(({ name }) => name)).toEqual([
      'Seatwatch-1.2.0-beta.1-setup-x64.exe',
      'seatwatch_1.2.0~beta.1_amd64.deb',
    ]);
  });

  it('can be signed anew for longer, by the same key only', async () => {
    const publicKey = await makeKey();
    await script('sign', folder, '--version', '1.2.0', '--days', '1');
    const before = openManifest(latest(), updateKeys([publicKey]));
    await script('renew', folder, '--days', '30');
    const after = openManifest(latest(), updateKeys([publicKey]));
    expect({ ...after, signedAt: '', expiresAt: '' }).toEqual({ ...before, signedAt: '', expiresAt: '' });
    expect(Date.parse(after.expiresAt)).toBeGreaterThan(Date.parse(before.expiresAt));
    rmSync(keyFile);
    await makeKey();
    await expect(script('renew', folder)).rejects.toThrow(failure(/not signed by this key/));
  });

  it('is not made of nothing', async () => {
    await makeKey();
    await expect(script('sign', folder, '--version', '3.0.0')).rejects.toThrow(
      failure(/no installer of version 3\.0\.0/),
    );
    for (const argv of [
      [],
      ['sign', folder],
      ['sign', folder, '--version', '1.2.0', '--days', '0'],
      ['frobnicate', folder],
    ])
      await expect(script(...argv)).rejects.toThrow(failure(/Usage/));
  });
});

it('a release put on a server is found, fetched and verified', async () => {
  const publicKey = await makeKey();
  await script('sign', folder, '--version', '1.2.0');
  const source = await new UpdateSource().start();
  const dataDir = join(folder, 'data');
  try {
    // A mirror: the files as they are, nothing signed again.
    source.on('/mirror/latest.json', latest());
    for (const [name] of INSTALLERS) source.on(`/mirror/${name}`, readFileSync(join(folder, name)));
    const policy = createPolicyRules({ file: 'p', policy: { updateKeys: [publicKey] } });
    const updates = createUpdates({
      dataDir,
      fetch: (url, init) => fetch(url, init),
      clock: fakeClock(Date.now()),
      log: silentLog,
      policy,
      settings: { get: () => Settings.parse({ updateSource: source.url('/mirror/latest.json') }) },
      current: '1.1.9',
      target: { platform: 'linux', arch: 'arm64', kinds: ['rpm'] },
      builtInKeys: [],
    });
    mkdirSync(dataDir, { mode: 0o700 });
    const { file } = await updates.download();
    expect(readFileSync(file, 'utf8')).toBe('content of seatwatch-1.2.0-1.aarch64.rpm');
  } finally {
    await source.stop();
  }
});
