import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Configuration } from 'electron-builder';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Policy } from '../../src/shared/model/policy';

// What the configuration promises for systems whose installers cannot be built on every machine.

const root = path.resolve(__dirname, '..', '..');
const load = createRequire(__filename);
const CONFIG = [
  'electron-builder.config.cjs',
  'packaging/electron.cjs',
  'packaging/fuses.cjs',
  'packaging/identity.cjs',
];

/** The configuration as electron-builder would read it now. */
function config(env: Record<string, string> = {}): Configuration {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  for (const file of CONFIG) Reflect.deleteProperty(load.cache, path.join(root, file));
  return load(path.join(root, 'electron-builder.config.cjs')) as Configuration;
}

interface FileSet {
  from: string;
  to: string;
}
const resources = (system: 'linux' | 'win' | 'mac', from = config()) =>
  (from[system]?.extraResources ?? []) as FileSet[];
const targets = (system: 'linux' | 'win' | 'mac') =>
  config()[system]?.target as { target: string; arch: string[] }[];

beforeEach(() => {
  vi.stubEnv('SEATWATCH_PACK_ELECTRON', '');
  vi.stubEnv('SEATWATCH_PACK_TESTABLE', '');
});

describe('the configuration of the installers', () => {
  it('is one that electron-builder accepts', async () => {
    const { validateConfiguration } = load('app-builder-lib/out/util/config/config') as {
      validateConfiguration: (config: Configuration, logger: unknown) => Promise<void>;
    };
    const { DebugLogger } = load('builder-util') as { DebugLogger: new (isEnabled: boolean) => unknown };
    await expect(validateConfiguration(config(), new DebugLogger(false))).resolves.toBeUndefined();
    const wrong = { ...config(), nsis: { perMashine: true } } as Configuration;
    await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow(/configuration\.nsis/);
  });

  it('makes the installers of three systems', () => {
    expect(targets('linux').map(({ target }) => target)).toEqual(['deb', 'rpm', 'AppImage']);
    expect(targets('win').map(({ target }) => target)).toEqual(['nsis', 'msi']);
    expect(targets('mac')).toEqual([
      { target: 'dmg', arch: ['universal'] },
      { target: 'zip', arch: ['universal'] },
    ]);
    for (const { arch } of [...targets('linux'), ...targets('win')]) expect(arch).toEqual(['x64', 'arm64']);
  });

  it('packs the bundles, and nothing of node_modules', () => {
    const { asar, files, npmRebuild, publish } = config();
    expect({ asar, npmRebuild, publish }).toEqual({ asar: true, npmRebuild: false, publish: null });
    expect(files).toEqual(expect.arrayContaining(['out/**', '!out/**/*.map', '!node_modules/**']));
  });

  it('takes the addon of the system it is built for, whichever builds', () => {
    const addon = (system: 'linux' | 'win' | 'mac') =>
      resources(system).find(({ to }) => to === 'better_sqlite3.node')?.from;
    expect(addon('linux')).toBe('node_modules/better-sqlite3/prebuilds/linux-${arch}.node');
    expect(addon('win')).toBe('node_modules/better-sqlite3/prebuilds/win32-${arch}.node');
    expect(addon('mac')).toBe('node_modules/better-sqlite3/prebuilds/darwin-${arch}.node');
    for (const system of ['linux', 'win32', 'darwin']) {
      for (const arch of ['x64', 'arm64']) {
        const file = `node_modules/better-sqlite3/prebuilds/${system}-${arch}.node`;
        expect(statSync(path.join(root, file)).isFile(), file).toBe(true);
      }
    }
  });

  it('puts beside the archive what the program looks for there', () => {
    for (const system of ['linux', 'win', 'mac'] as const) {
      const places = resources(system).map(({ to }) => to);
      expect(places).toEqual(
        expect.arrayContaining(['drizzle', 'resources/icon.png', 'better_sqlite3.node']),
      );
    }
    expect(resources('win')).toContainEqual({
      from: 'packaging/windows/seatwatch.cmd',
      to: 'bin/seatwatch.cmd',
    });
    expect(resources('mac')).toContainEqual({ from: 'packaging/macos/seatwatch', to: 'bin/seatwatch' });
  });

  it('installs for one person by NSIS and for the computer by MSI; neither deletes data', () => {
    const { nsis, msi } = config();
    expect(nsis).toMatchObject({ perMachine: false, allowElevation: false, deleteAppDataOnUninstall: false });
    expect(msi).toMatchObject({ perMachine: true, runAfterFinish: false });
    expect(msi?.upgradeCode).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
  });

  it('hardens the Mac app, and notarizes it as soon as there are credentials', () => {
    const { mac } = config();
    expect(mac).toMatchObject({ hardenedRuntime: true, notarize: false });
    expect(config({ APPLE_KEYCHAIN_PROFILE: 'release' }).mac).toMatchObject({ notarize: true });
    const entitlements = readFileSync(path.join(root, mac?.entitlements ?? ''), 'utf8');
    expect([...entitlements.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });

  it.each([
    ['33.2.1', '.cache/better_sqlite3.napi9.node'],
    ['v45.4.1', 'node_modules/better-sqlite3/prebuilds/linux-${arch}.node'],
  ])('takes the Electron of package.json, unless a test brings one (%s) with its addon', (version, addon) => {
    expect(config()).not.toHaveProperty('electronDist');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-electron-'));
    writeFileSync(path.join(folder, 'version'), `${version}\n`);
    const local = config({ SEATWATCH_PACK_ELECTRON: folder });
    rmSync(folder, { recursive: true });
    expect(local).toMatchObject({ electronDist: folder, electronVersion: version.replace('v', '') });
    expect(local.linux?.target).toContainEqual({ target: 'deb', arch: [process.arch] });
    expect(resources('linux', local)).toContainEqual({ from: addon, to: 'better_sqlite3.node' });
  });

  it('signs when it is a release', () => {
    expect(config().forceCodeSigning).toBe(false);
    const isLinux = process.platform === 'linux';
    expect(config({ SEATWATCH_PACK_SIGNED: '1' }).forceCodeSigning).toBe(!isLinux);
  });
});

describe('the fuses', () => {
  const fuses = (env: Record<string, string> = {}) => {
    config(env);
    return load(path.join(root, 'packaging/fuses.cjs')) as {
      fuses: Record<string, boolean>;
      fuseWire: () => Promise<Record<string, unknown>>;
    };
  };

  it('leave no way to run code of others', async () => {
    expect(fuses().fuses).toEqual({
      RunAsNode: false,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableCookieEncryption: true,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      GrantFileProtocolExtraPrivileges: false,
    });
    const { FuseV1Options } = await import('@electron/fuses');
    const wire = await fuses().fuseWire();
    for (const [name, isOn] of Object.entries(fuses().fuses)) {
      expect(wire[FuseV1Options[name as keyof typeof FuseV1Options]]).toBe(isOn);
    }
  });

  it('leave the inspector to a package for tests', () => {
    expect(fuses({ SEATWATCH_PACK_TESTABLE: '1' }).fuses['EnableNodeCliInspectArguments']).toBe(true);
  });
});

describe('the command line on Windows', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-msi-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('hides its arguments from Chromium and keeps the exit code', () => {
    const script = readFileSync(path.join(root, 'packaging/windows/seatwatch.cmd'), 'utf8');
    expect(script.replaceAll('\r\n', '')).not.toContain('\n');
    expect(script).toContain('"%program%" -- %*\r\nexit /b %ERRORLEVEL%');
  });

  it('is found by a file of cmd.exe that does not spell the user’s name, whatever letters are in it', () => {
    const script = readFileSync(path.join(root, 'packaging/windows/installer.nsh'), 'utf8');
    expect(script).toContain('StrCpy $1 "%LOCALAPPDATA%$3"');
    expect([...script.matchAll(/FileWrite \$0 '(.*)'/g)].map(([, line]) => line)).toEqual([
      '@call "$1\\resources\\bin\\seatwatch.cmd" %*$\\r$\\n',
    ]);
  });

  it('comes onto the path of the machine with the MSI', () => {
    const project = path.join(folder, 'project.wxs');
    const template = load
      .resolve('app-builder-lib/package.json')
      .replace(/package\.json$/, 'templates/msi/template.xml');
    copyFileSync(template, project);
    const hook = load(path.join(root, 'packaging/hooks/msi-path.cjs')) as { default: (file: string) => void };
    hook.default(project);
    const [, components] = readFileSync(project, 'utf8').split('<ComponentGroup Id="ProductComponents"');
    expect(components).toMatch(
      /<Environment [^>]*Name="PATH"[^>]*Part="last"[^>]*\[APPLICATIONFOLDER\]resources\\bin/,
    );
    expect(components?.match(/<\/ComponentGroup>/g)).toHaveLength(1);
    expect(() => {
      hook.default(path.join(root, 'package.json'));
    }).toThrow(/not the WiX project/);
  });
});

it('the example of a policy is one that Seatwatch accepts', () => {
  const text = readFileSync(path.join(root, 'packaging/policy.example.json'), 'utf8');
  expect(Object.keys(Policy.parse(JSON.parse(text))).length).toBeGreaterThan(5);
});

it('the example of a policy is the one its documentation explains, and names the manifest as it is written', async () => {
  const text = readFileSync(path.join(root, 'packaging/policy.example.json'), 'utf8');
  const [, documented] =
    /```json\n([^`]*)```/.exec(readFileSync(path.join(root, 'docs/policy.md'), 'utf8')) ?? [];
  expect(text).toBe(documented);
  const { MANIFEST_FILE } = (await import(path.join(root, 'scripts/packaging/update-manifest.mjs'))) as {
    MANIFEST_FILE: string;
  };
  expect(path.posix.basename(Policy.parse(JSON.parse(text)).updateSource ?? '')).toBe(MANIFEST_FILE);
  for (const page of ['updates', 'policy', 'admin-guide', 'installing', 'releasing']) {
    const sources = readFileSync(path.join(root, `docs/${page}.md`), 'utf8').matchAll(
      /"updateSource": "([^"]*)"/g,
    );
    for (const [, source = ''] of sources) expect(path.posix.basename(source), page).toBe(MANIFEST_FILE);
  }
});

it('icons are there in the sizes that each system wants', () => {
  const icon = (name: string) => readFileSync(path.join(root, 'packaging/icons', name));
  for (const size of [16, 32, 48, 128, 256, 512]) {
    const png = icon(`${String(size)}x${String(size)}.png`);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
  expect(icon('icon.icns').toString('latin1', 0, 4)).toBe('icns');
  expect(icon('icon.icns').readUInt32BE(4)).toBe(icon('icon.icns').length);
  const ico = icon('icon.ico');
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => ico[6 + index * 16] || 256);
  expect(sizes).toContain(256);
});
