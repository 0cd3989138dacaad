import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, lstatSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { doMainJob, PASSPHRASE, succeeds } from './main-job';
import { finished, type Program, programAt, run, startDemoOrg } from './program';

// The .deb that scripts/testing/installed.mjs built, looked into and run from where it was unpacked, with the rights
// of whoever runs the tests. Installing it for real is bare-system.spec.ts.

const deb = process.env['SEATWATCH_PACKAGE'] ?? '';
const checkout = path.resolve(__dirname, '..', '..');
const { version } = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as {
  version: string;
};

let root: string;
const at = (file: string) => path.join(root, file);
const asar = () => at('opt/Seatwatch/resources/app.asar');
const dpkg = (...args: string[]) => execFileSync('dpkg-deb', args, { encoding: 'utf8' });

test.beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-package-'));
  dpkg('--extract', deb, root);
});
test.afterAll(() => {
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

/** Paths relative to the root of the package. */
const files = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));

test('the package says what it is and what it needs', () => {
  const field = (name: string) => dpkg('--field', deb, name).trim();
  expect(field('Package')).toBe('seatwatch');
  expect(field('Version')).toBe(version);
  expect(field('Architecture')).toBe(process.arch === 'x64' ? 'amd64' : process.arch);
  expect(field('Section')).toBe('admin');
  expect(field('Maintainer')).toMatch(/^.+ <.+@.+>$/);
  expect(Number(field('Installed-Size'))).toBeGreaterThan(100_000);
  expect(field('Description').split('\n').length).toBeGreaterThan(1);
  // Every library the program is linked with comes from a package it depends on: the bare system proves that.
  expect(field('Depends')).toContain('libgtk-3-0');
});

test('it belongs to root, and nobody else may write to it', () => {
  const listed = dpkg('--contents', deb).trimEnd().split('\n');
  const libraries = listed.filter((line) => /\.so(\.\d+)*$/.test(line));
  expect(libraries.length).toBeGreaterThan(0);
  for (const line of libraries) expect(line.slice(0, 10)).toBe('-rw-r--r--');
  for (const line of listed) {
    expect(line).toMatch(/^\S+ root\/root /);
    if (!line.startsWith('l')) expect(line.slice(0, 10)).toMatch(/^[-d]rw[-x]r-[-x]r-[-x]$/);
  }
  expect(listed.find((line) => line.includes(' ./usr/bin/seatwatch'))).toContain(
    '-> /opt/Seatwatch/seatwatch',
  );
});

test('it holds the program and nothing of its making', () => {
  const packed = files();
  expect(packed.filter((file) => file.endsWith('.node'))).toEqual([
    'opt/Seatwatch/resources/better_sqlite3.node',
  ]);
  expect(packed.filter((file) => /default_app|\.map$|\.ts$|node_modules|\.env|\.pem$/.test(file))).toEqual(
    [],
  );
  for (const file of [
    'opt/Seatwatch/LICENSES.chromium.html',
    'opt/Seatwatch/resources/drizzle/meta/_journal.json',
    'opt/Seatwatch/resources/resources/icon.png',
    'usr/share/doc/seatwatch/copyright',
    'usr/share/doc/seatwatch/policy.example.json',
    'usr/share/doc/seatwatch/changelog.gz',
    'usr/share/doc/seatwatch/CHANGELOG.md.gz',
    'usr/share/man/man1/seatwatch.1.gz',
    'usr/share/bash-completion/completions/seatwatch',
    'usr/share/zsh/vendor-completions/_seatwatch',
    'usr/share/fish/vendor_completions.d/seatwatch.fish',
    'usr/share/icons/hicolor/512x512/apps/seatwatch.png',
  ]) {
    expect(packed).toContain(file);
  }

  const archived = listPackage(asar(), { isPack: false });
  expect(archived).toContain('/package.json');
  expect(archived).toContain('/out/main/index.js');
  expect(
    archived.filter((file) => /node_modules|\.map$|\.tsx?$|bundled-packages|\.build-stamp/.test(file)),
  ).toEqual([]);
});

test('neither secrets nor the machine it was built on are in it', () => {
  const archive = readFileSync(asar(), 'latin1');
  const environment = Object.entries(process.env)
    .filter(([name, value]) => /TOKEN|SECRET|PASSWORD|_KEY$/i.test(name) && (value?.length ?? 0) >= 8)
    .map(([, value]) => value ?? '');
  for (const needle of [checkout, os.homedir(), ...environment].filter((text) => text.length > 5)) {
    expect(archive.includes(needle), 'found in app.asar').toBe(false);
  }
  const ours = JSON.parse(extractFile(asar(), 'package.json').toString('utf8')) as Record<string, unknown>;
  expect(Object.keys(ours)).not.toContain('devDependencies');
  expect(Object.keys(ours)).not.toContain('scripts');
});

test('the build is stamped with its sources, not with the time of building', () => {
  const info = JSON.parse(extractFile(asar(), 'build-info.json').toString('utf8')) as Record<string, unknown>;
  expect(info['version']).toBe(version);
  const epoch = process.env['SOURCE_DATE_EPOCH'] || git('log', '-1', '--format=%ct');
  if (epoch === null) {
    expect(info['date']).toBeNull();
    return;
  }
  expect(info).toMatchObject({
    commit: git('rev-parse', 'HEAD'),
    date: new Date(Number(epoch) * 1000).toISOString(),
  });
  const times = new Set(files().map((file) => lstatSync(at(file)).mtimeMs));
  expect([...times].filter((time) => time > Number(epoch) * 1000)).toEqual([]);
});

function git(...args: string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: checkout,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

test('the notices and the bill of materials name what is bundled', () => {
  const notices = readFileSync(at('opt/Seatwatch/resources/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const sbom = JSON.parse(readFileSync(at('opt/Seatwatch/resources/sbom.cdx.json'), 'utf8')) as {
    bomFormat: string;
    components: { group?: string; name: string; version: string; licenses: unknown[] }[];
  };
  expect(sbom.bomFormat).toBe('CycloneDX');
  expect(sbom.components.length).toBeGreaterThan(50);
  for (const { group, name, version: of, licenses } of sbom.components) {
    expect(notices).toContain(`\n${group === undefined ? name : `${group}/${name}`} ${of}\n`);
    expect(licenses.length).toBeGreaterThan(0);
  }
  const names = sbom.components.map(({ name }) => name);
  for (const name of ['electron', 'sqlite', 'better-sqlite3', 'react', 'zod']) expect(names).toContain(name);
});

test('the fuses are set in the program itself', async () => {
  const wire = await getCurrentFuseWire(at('opt/Seatwatch/seatwatch.bin'));
  const state = (fuse: FuseV1Options) => wire[fuse];
  expect(state(FuseV1Options.RunAsNode)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableNodeCliInspectArguments)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableCookieEncryption)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.OnlyLoadAppFromAsar)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(FuseState.DISABLE);
});

test('the menu entry starts the command and belongs to the window', () => {
  const entry = readFileSync(at('usr/share/applications/seatwatch.desktop'), 'utf8');
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(entry)?.[1];
  expect(value('Exec')).toBe('/opt/Seatwatch/seatwatch %U');
  expect(value('Name')).toBe('Seatwatch');
  expect(value('Icon')).toBe('seatwatch');
  expect(value('StartupWMClass')).toBe('seatwatch');
  expect(value('Categories')).toBe('Office;');
  expect(value('Terminal')).toBe('false');
  expect(value('Keywords')).toMatch(/;$/);
});

test.describe('without a display, a keyring and an installation', () => {
  let home: string;
  let program: Program;
  test.beforeAll(() => {
    home = path.join(root, 'home');
    mkdirSync(home);
    program = programAt(at('opt/Seatwatch/seatwatch'), {
      PATH: '/usr/bin:/bin',
      HOME: home,
      SEATWATCH_VAULT_PASSPHRASE: PASSPHRASE,
    });
  });

  test('it does its main job', async () => {
    const org = await startDemoOrg(program, ['--users', '150', '--logins', '3000', '--seed', '7']);
    await doMainJob(program, org, { name: 'Acme', users: 150 });
    const stopped = await org.stop();
    // The signal reached the program itself, which ended as it wanted.
    expect(stopped.signal).toBeNull();

    const backup = path.join(home, 'backup.db');
    await succeeds(program, ['backup', backup]);
    expect(readFileSync(backup).subarray(0, 15).toString()).toBe('SQLite format 3');
    expect(statSync(path.join(home, '.config/Seatwatch')).mode & 0o077).toBe(0);
    const unreachable = await run(program, ['collect', 'Acme', '--json']);
    expect(unreachable.exitCode).toBe(5);
  });

  test('doctor and support bundle name the sources it was made of', async () => {
    const commit = git('rev-parse', 'HEAD');
    test.skip(commit === null, 'not built from a git checkout');
    const report = path.join(home, 'report.json');
    const { stdout } = await succeeds(program, ['doctor', '--json', '--bundle', report]);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; summary: string }[] };
    const summary = checks.find(({ id }) => id === 'versions')?.summary;
    expect(summary).toMatch(
      new RegExp(`^Seatwatch ${version} \\(${commit?.slice(0, 12) ?? ''}\\+?, [-\\d]{10}\\), installed`),
    );
    const { app } = JSON.parse(readFileSync(report, 'utf8')) as { app: Record<string, unknown> };
    const info = JSON.parse(extractFile(asar(), 'build-info.json').toString('utf8')) as Record<
      string,
      unknown
    >;
    expect(app).toMatchObject({
      commit,
      modified: info['modified'],
      builtAt: info['date'],
      isPackaged: true,
    });
  });

  test('output, exit codes and mistakes are the program’s own', async () => {
    expect(await run(program, ['--version'])).toMatchObject({
      exitCode: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
    expect((await run(program, ['status', 'No such org'])).exitCode).toBe(2);
    expect((await run(program, ['--data-dir', home, 'frobnicate'])).exitCode).toBe(2);
    const piped = program.start(['--help']);
    piped.stdout.once('data', () => piped.stdout.destroy());
    piped.stdin.end();
    expect((await finished(piped)).signal).toBeNull();
  });

  test('a window is refused in words', async () => {
    const result = await run(program, []);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('there is no display here');
  });

  test('it runs no code of others', async () => {
    const script = path.join(home, 'other.js');
    const env = { PATH: '/usr/bin:/bin', HOME: home };
    const binary = at('opt/Seatwatch/seatwatch');
    // As a plain Node this would print a number; as Seatwatch it is a command that does not exist.
    const asNode = programAt(binary, { ...env, ELECTRON_RUN_AS_NODE: '1' });
    expect((await run(asNode, [script])).exitCode).toBe(2);
    const preloaded = programAt(binary, { ...env, NODE_OPTIONS: `--require=${script}` });
    expect(await run(preloaded, ['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
  });
});
