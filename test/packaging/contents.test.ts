import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMPATIBLE_LICENSES, type BundledPackage } from '../../scripts/packaging/bundled-packages';

// The parts of a package that scripts make: notices, bill of materials, checksums, the .deb itself.

const scripts = path.resolve(__dirname, '..', '..', 'scripts', 'packaging');
/** The scripts are plain JavaScript; a test says of each what it uses. */
const load = async <T>(name: string) => (await import(path.join(scripts, name))) as T;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-contents-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const MIT: BundledPackage = {
  name: '@scope/one',
  version: '1.0.0',
  license: 'MIT',
  author: 'Ann Author',
  homepage: 'https://one.example/',
  licenseText: 'Copyright One\r\nPermission is hereby granted',
  noticeText: null,
};
const APACHE = {
  ...MIT,
  name: 'two',
  license: 'Apache-2.0',
  licenseText: 'Apache License',
  noticeText: 'NOTICE: two',
};
const BINARY = {
  kind: 'framework',
  name: 'electron',
  version: '45.0.0',
  license: 'MIT',
  homepage: 'https://e.example/',
  note: 'With Chromium.',
};
const INFO = { version: '1.2.3', commit: 'abc', modified: false, date: '2026-11-23T00:00:00.000Z' };

describe('the notices', () => {
  const text = async (packages: BundledPackage[]) => {
    const { noticesText } = await load<{ noticesText: (of: object) => string }>('notices.mjs');
    return noticesText({ packages, binaries: [BINARY] });
  };

  it('pass on license texts and notices', async () => {
    const notices = await text([MIT, APACHE]);
    expect(notices).toContain('\n@scope/one 1.0.0\nLicense: MIT\n');
    expect(notices).toContain('Copyright One\nPermission');
    expect(notices).toContain('NOTICE: two');
    expect(notices).toContain('electron 45.0.0');
  });

  it('add the text of a license whose package forgot it', async () => {
    const notices = await text([
      { ...MIT, licenseText: null },
      { ...APACHE, name: 'three', licenseText: null },
      APACHE,
    ]);
    expect(notices).toContain('Copyright (c) Ann Author\n\nPermission is hereby granted');
    expect(notices.match(/Apache License/g)).toHaveLength(2);
  });

  it('do not exist rather than being incomplete', async () => {
    await expect(text([{ ...MIT, license: 'BSD-3-Clause', licenseText: null }])).rejects.toThrow(
      /@scope\/one/,
    );
  });
});

describe('the licenses that may be bundled', () => {
  it.each(['GPL-3.0-only', 'AGPL-3.0-or-later', 'MPL-2.0', 'SSPL-1.0', 'CC-BY-NC-4.0', 'UNLICENSED'])(
    '%s is not among them',
    (license) => {
      expect(COMPATIBLE_LICENSES.split(/[()\s]+/)).not.toContain(license);
    },
  );

  it('a build with any other ends', async () => {
    const { build } = await import('vite');
    const { bundledPackages } = await import('../../scripts/packaging/bundled-packages');
    const dependency = path.join(folder, 'node_modules', 'copyleft');
    mkdirSync(dependency, { recursive: true });
    const manifest = { name: 'copyleft', version: '1.0.0', main: 'index.js', license: 'GPL-3.0-only' };
    writeFileSync(path.join(dependency, 'package.json'), JSON.stringify(manifest));
    writeFileSync(path.join(dependency, 'index.js'), 'export const answer = () => Date.now();');
    writeFileSync(path.join(folder, 'entry.js'), "import { answer } from 'copyleft'; console.log(answer());");
    const run = () =>
      build({
        root: folder,
        configFile: false,
        logLevel: 'silent',
        plugins: [bundledPackages()],
        build: { write: false, rolldownOptions: { input: path.join(folder, 'entry.js') } },
      });
    await expect(run()).rejects.toThrow(/copyleft/);
    writeFileSync(path.join(dependency, 'package.json'), JSON.stringify({ ...manifest, license: 'ISC' }));
    const built = (await run()) as { output: { fileName: string; source?: string }[] };
    const list = built.output.find(({ fileName }) => fileName === 'bundled-packages.json');
    expect(JSON.parse(list?.source ?? '')).toEqual([
      expect.objectContaining({ name: 'copyleft', license: 'ISC' }),
    ]);
  });
});

describe('the bill of materials', () => {
  interface Sbom {
    sbomText(of: object): Promise<string>;
    requireValid(text: string): Promise<void>;
  }
  const make = async (packages: BundledPackage[] = [MIT, APACHE]) =>
    (await load<Sbom>('sbom.mjs')).sbomText({ info: INFO, packages, binaries: [BINARY] });

  it('names everything, by the version of the standard that it claims', async () => {
    const text = await make();
    const bom = JSON.parse(text) as { specVersion: string; components: { purl: string; type: string }[] };
    expect(bom.specVersion).toBe('1.6');
    expect(bom.components.map(({ type, purl }) => `${type} ${purl}`).sort()).toEqual([
      'framework pkg:npm/electron@45.0.0',
      'library pkg:npm/%40scope/one@1.0.0',
      'library pkg:npm/two@1.0.0',
    ]);
    await expect((await load<Sbom>('sbom.mjs')).requireValid(text)).resolves.toBeUndefined();
  });

  it('is the same for the same sources, and another for others', async () => {
    const text = await make();
    expect(await make()).toBe(text);
    const serial = (of: string) => (JSON.parse(of) as { serialNumber: string }).serialNumber;
    expect(serial(await make([MIT]))).not.toBe(serial(text));
  });

  it('is refused when it is not what it says it is', async () => {
    const { requireValid } = await load<Sbom>('sbom.mjs');
    const bom = JSON.parse(await make()) as Record<string, unknown>;
    await expect(requireValid(JSON.stringify({ ...bom, components: [{ name: 'x' }] }))).rejects.toThrow(
      /not valid/,
    );
    await expect(requireValid(JSON.stringify({ ...bom, surprise: 1 }))).rejects.toThrow(/not valid/);
  });
});

it('checksums are those that sha256sum checks', async () => {
  const { writeChecksums } = await load<{
    writeChecksums: (folder: string, version: string) => Promise<string>;
  }>('checksums.mjs');
  writeFileSync(path.join(folder, 'seatwatch_1.2.3_amd64.deb'), 'a package');
  writeFileSync(path.join(folder, 'seatwatch_0.9.0_amd64.deb'), 'an old one');
  const file = await writeChecksums(folder, '1.2.3');
  expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64} {2}seatwatch_1\.2\.3_amd64\.deb\n$/);
  if (process.platform === 'linux') {
    expect(execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).toContain(
      ': OK',
    );
  }
});

describe('the packages of a version', () => {
  const found = async (version: string, names: string[]) => {
    const { artifactsIn } = await load<{ artifactsIn(folder: string, version: string): string[] }>(
      'builder.mjs',
    );
    for (const name of names) writeFileSync(path.join(folder, name), '');
    return artifactsIn(folder, version).map((file) => path.basename(file));
  };

  it('are all kinds of installers, and nothing else that lies there', async () => {
    const packages = [
      'Seatwatch-1.2.0-arm64.AppImage',
      'Seatwatch-1.2.0-machine-x64.msi',
      'Seatwatch-1.2.0-setup-arm64.exe',
      'Seatwatch-1.2.0-universal-mac.zip',
      'Seatwatch-1.2.0-universal.dmg',
      'Seatwatch-1.2.0.AppImage',
      'seatwatch-1.2.0.aarch64.rpm',
      'seatwatch_1.2.0_amd64.deb',
    ];
    const others = ['seatwatch-1.2.0.sbom.cdx.json', 'SHA256SUMS', 'Seatwatch-1.2.0-universal.dmg.blockmap'];
    expect(await found('1.2.0', [...packages, ...others])).toEqual(packages);
  });

  it('are of that version, not of one whose number contains it', async () => {
    const others = ['11.2.0', '1.2.01', '1.2.0.1', '1.2.0-beta.1', '1.2.0~beta.1', '11.2.0-beta.1'];
    const debs = others.map((version) => `seatwatch_${version}_amd64.deb`);
    const images = others.map((version) => `Seatwatch-${version}.AppImage`);
    const own = ['Seatwatch-1.2.0.AppImage', 'seatwatch_1.2.0_amd64.deb'];
    expect(await found('1.2.0', [...debs, ...images, ...own])).toEqual(own);
    // A release before 1.2.0 is written with a tilde by dpkg's rules, with a hyphen elsewhere.
    expect(await found('1.2.0-beta.1', [])).toEqual([
      'Seatwatch-1.2.0-beta.1.AppImage',
      'Seatwatch-1.2.0~beta.1.AppImage',
      'seatwatch_1.2.0-beta.1_amd64.deb',
      'seatwatch_1.2.0~beta.1_amd64.deb',
    ]);
  });
});

describe.runIf(spawnSync('dpkg-deb', ['--version']).status === 0)('the writer of .deb packages', () => {
  const build = async (name: string, more: string[] = []) => {
    const { buildDeb } = await load<{ buildDeb: (args: string[]) => void }>('deb.mjs');
    const tree = path.join(folder, 'tree');
    mkdirSync(path.join(tree, 'usr/bin'), { recursive: true });
    writeFileSync(path.join(tree, 'usr/bin/tool'), '#!/bin/sh\n', { mode: 0o775 });
    const script = path.join(folder, 'postinst');
    writeFileSync(script, '#!/bin/sh\n');
    const deb = path.join(folder, name);
    buildDeb([
      ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libc6', '-d', 'new | old', '--deb-compression', 'gz'],
      ...['--name', 'tool', '--version', '1.0', '--architecture', 'all', '--maintainer', 'A <a@b.example>'],
      ...[
        '--description',
        'First line\n\n More\n\n of it',
        '--after-install',
        script,
        '--package',
        deb,
        ...more,
      ],
      `${tree}/=/`,
    ]);
    return deb;
  };
  const ask = (...args: string[]) => execFileSync('dpkg-deb', args, { encoding: 'utf8' });

  it('writes what dpkg reads', async () => {
    mkdirSync(path.join(folder, 'tree', 'opt'), { recursive: true });
    symlinkSync('/nowhere', path.join(folder, 'tree', 'opt', 'link'));
    const deb = await build('one.deb');
    expect(ask('--field', deb, 'Depends').trim()).toBe('libc6, new | old');
    expect(ask('--field', deb, 'Description').trim()).toBe('First line\n .\n More\n .\n of it');
    const files = ask('--contents', deb);
    expect(files).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/bin\/tool$/m);
    expect(files).toMatch(/^lrwxrwxrwx root\/root .* \.\/opt\/link -> \/nowhere$/m);
    expect(ask('--info', deb)).toMatch(/\* +postinst/);
  });

  it('writes the same bytes for the same content, whenever it was made', async () => {
    vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000');
    const first = readFileSync(await build('first.deb'));
    utimesSync(path.join(folder, 'tree/usr/bin/tool'), 1, 1);
    expect(readFileSync(await build('second.deb')).equals(first)).toBe(true);
  });

  it('refuses what it does not understand', async () => {
    await expect(build('one.deb', ['--deb-systemd', 'x'])).rejects.toThrow(/--deb-systemd/);
  });
});

describe('what stands in the way of a release', () => {
  const FACTS = {
    version: '1.2.3',
    platform: 'linux',
    env: { SEATWATCH_UPDATE_KEY_FILE: '/key', SEATWATCH_GPG_KEY: 'ABC' } as Record<string, string>,
    git: { status: '' as string | null, tags: ['v1.2.3'] },
    changelog: '# Changelog\n\n## 1.2.3 (2026-11-23)\n\n- New.\n\n## 1.2.2\n\n- Old.\n' as string | null,
    identity: { appId: 'com.example.app', homepage: 'https://example.com/', maintainer: 'A <a@example.com>' },
    electron: true,
  };
  interface Checks {
    releaseProblems(facts: typeof FACTS, options?: { unsigned?: boolean }): string[];
    notesOf(changelog: string | null, version: string): string;
  }
  const problems = async (changes: Partial<typeof FACTS>, options = {}) =>
    (await load<Checks>('release-checks.mjs')).releaseProblems({ ...FACTS, ...changes }, options);

  it('is nothing when all is as it should be', async () => {
    expect(await problems({})).toEqual([]);
  });

  const WRONG: [name: string, changes: Partial<typeof FACTS>, message: RegExp][] = [
    ['no git', { git: { status: null, tags: ['v1.2.3'] } }, /no git checkout/],
    ['changes', { git: { status: ' M a', tags: ['v1.2.3'] } }, /not committed/],
    ['no tag', { git: { status: '', tags: ['v1.2.2'] } }, /tag v1\.2\.3/],
    ['no changelog', { changelog: null }, /CHANGELOG/],
    ['silent changelog', { changelog: '## 1.2.30\n\n- x\n\n## 1.2.3\n\n## 1.2.2\n- y\n' }, /CHANGELOG/],
    [
      'nobody',
      { identity: { ...FACTS.identity, homepage: 'https://seatwatch.invalid/' } },
      /SEATWATCH_HOMEPAGE/,
    ],
    ['another Electron', { electron: false }, /Electron/],
    ['an inspector', { env: { ...FACTS.env, SEATWATCH_PACK_TESTABLE: '1' } }, /inspector/],
    ['no update key', { env: { SEATWATCH_GPG_KEY: 'A' } }, /UPDATE_KEY/],
    ['no certificate on Windows', { platform: 'win32' }, /WIN_CSC_LINK/],
    ['no notarization', { platform: 'darwin', env: { ...FACTS.env, CSC_NAME: 'x' } }, /notarization/],
  ];
  it.each(WRONG)('%s', async (_name, changes, message) => {
    const found = await problems(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it('leaves signatures out of a rehearsal', async () => {
    expect(await problems({ env: {} }, { unsigned: true })).toEqual([]);
  });

  it('takes the notes of a version from the changelog', async () => {
    const { notesOf } = await load<Checks>('release-checks.mjs');
    expect(notesOf(FACTS.changelog, '1.2.3')).toBe('- New.');
    expect(notesOf('## [1.2.3] - today\n\ntext', '1.2.3')).toBe('text');
    expect(notesOf(FACTS.changelog, '1.2')).toBe('');
  });
});
