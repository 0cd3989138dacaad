import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { OrgSummary } from '../../src/shared/model/org';
import { collectNow, connect, goTo, testConnectivity } from '../pages/app';
import { call, ownRule } from '../pages/bridge';
import { BareSystem } from './bare-system';
import { DatabaseCopy, fingerprints, migrationsIn } from './data-folder';
import { addOrg, doMainJob, PASSPHRASE, rowsOf, succeeds } from './main-job';
import { type DemoOrg, type Program, run, startDemoOrg } from './program';
import { openWindow } from './window';

// `npm run test:package`: what an administrator and two people do with the package, on a system where nothing but the
// distribution's smallest set of packages is installed. The tests build on each other.

const OLDER = process.env['SEATWATCH_PACKAGE_OLDER'] ?? '';
const CURRENT = process.env['SEATWATCH_PACKAGE'] ?? '';
const { version } = JSON.parse(readFileSync(`${__dirname}/../../package.json`, 'utf8')) as {
  version: string;
};

/** Works on the command line. */
const ANNA = 'anna';
/** Works in the window. */
const BERT = 'bert';
const ORG = { users: 150, options: ['--users', '150', '--logins', '3000', '--seed', '7'] };

const DATA = (user: string) => `/home/${user}/.config/Seatwatch`;

/** What Anna chose before anything else; the threshold shows in every collection of an org she adds. */
const SETTINGS = { thresholdPercent: 61 };

let system: BareSystem;
let anna: Program;
let bert: Program;
let org: DemoOrg | undefined;
/** Who stood on Anna's list of unused seats before anything was done to the installation. */
let seats: string[] = [];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(10 * 60_000);
  system = new BareSystem({
    system: process.env['SEATWATCH_BARE_SYSTEM'] ?? '',
    archives: process.env['SEATWATCH_BARE_ARCHIVES'] ?? '',
  });
  for (const user of [ANNA, BERT]) await system.root(['useradd', '--create-home', user]);
  anna = system.as(ANNA, { SEATWATCH_VAULT_PASSPHRASE: PASSPHRASE });
  bert = system.as(BERT, { SEATWATCH_VAULT_PASSPHRASE: PASSPHRASE, ...(await displayFor(BERT)) });
  await system.root(['apt-get', 'update', '-qq']);
});

test.afterAll(async () => {
  await org?.stop();
  system.remove();
});

/** The display of the tests, opened for a person of the bare system. */
async function displayFor(user: string): Promise<NodeJS.ProcessEnv> {
  const key = `/home/${user}/.Xauthority`;
  const ours = process.env['XAUTHORITY'];
  if (ours !== undefined) {
    system.put(ours, key);
    chmodSync(system.at(key), 0o600);
    await system.root(['chown', user, key]);
  }
  return { DISPLAY: process.env['DISPLAY'], ...(ours === undefined ? {} : { XAUTHORITY: key }) };
}

const install = async (deb: string, ...options: string[]) => {
  system.put(deb, '/root/seatwatch.deb');
  const how = ['-y', '-qq', '--no-install-recommends', ...options];
  return system.root(['apt-get', 'install', ...how, '/root/seatwatch.deb']);
};

const versionOf = async (program: Program) => (await succeeds(program, ['--version'])).stdout.trim();

async function unusedSeats(program: Program, name: string, ...options: string[]): Promise<string[]> {
  const { stdout } = await succeeds(program, [...options, 'licenses', name, '--unused', '--format', 'csv']);
  return rowsOf(stdout).map(({ username, license }) => `${username ?? ''} ${license ?? ''}`);
}

test('an older version is installed, and brings all it needs', async () => {
  expect(system.has('/usr/lib/x86_64-linux-gnu/libgtk-3.so.0')).toBe(false);
  await install(OLDER);
  expect(await system.root(['ldd', '/opt/Seatwatch/seatwatch.bin'])).not.toContain('not found');
  expect(await versionOf(anna)).not.toBe(version);
  // The package's own words for the administrator.
  expect(system.has('/usr/share/doc/seatwatch/policy.example.json')).toBe(true);
  expect(statSync(system.at('/etc/seatwatch'))).toMatchObject({ uid: 0 });
  expect(statSync(system.at('/etc/seatwatch')).mode & 0o022).toBe(0);
});

test('Anna does the main job on the command line, without a display', async () => {
  await asAnna('mkdir -p -m 700 .config/Seatwatch');
  await asAnna(`echo '${JSON.stringify(SETTINGS)}' > .config/Seatwatch/settings.json`);
  org = await startDemoOrg(anna, ORG.options);
  await doMainJob(anna, org, { name: 'Acme', users: ORG.users });
  seats = await unusedSeats(anna, 'Acme');
  await succeeds(anna, ['backup', `/home/${ANNA}/backup.db`]);
  expect(statSync(system.at(`/home/${ANNA}/backup.db`)).mode & 0o077).toBe(0);
  expect(statSync(system.at(DATA(ANNA))).mode & 0o077).toBe(0);
});

/** A line of shell in Anna's home, with her rights. */
const asAnna = (line: string) =>
  system.root([
    'setpriv',
    `--reuid=${ANNA}`,
    `--regid=${ANNA}`,
    '--init-groups',
    'sh',
    '-c',
    `cd /home/${ANNA} && ${line}`,
  ]);

/** Without git history the older package is of the same sources, and there is nothing to migrate. */
const isOfSameSources = (): boolean => migrationsIn(OLDER).length === migrationsIn(CURRENT).length;

test('the new version is installed over it: her data is brought to its structure, after a backup', async () => {
  const [old, now] = [OLDER, CURRENT].map((deb) => migrationsIn(deb).map(({ when }) => when));
  const pending = migrationsIn(CURRENT).slice(old?.length);
  const before = new DatabaseCopy(system.at(`${DATA(ANNA)}/seatwatch.db`));
  const kept = fingerprints(system.at(DATA(ANNA)));
  expect(before.migrations()).toEqual(old);
  expect(before.rowCounts()).toMatchObject({ org: 1, sf_user: ORG.users });

  await install(CURRENT);
  expect(await versionOf(anna)).toBe(version);
  // The package alone touches nobody's data.
  expect(fingerprints(system.at(DATA(ANNA)))).toEqual(kept);

  expect(await unusedSeats(anna, 'Acme')).toEqual(seats);
  const after = new DatabaseCopy(system.at(`${DATA(ANNA)}/seatwatch.db`));
  expect(after.migrations()).toEqual(now);
  expect(after.problems()).toEqual([]);
  expect(before.differs(after)).toEqual([]);
  const files = fingerprints(system.at(DATA(ANNA)));
  for (const file of ['settings.json', 'vault.json']) expect(files[file]).toBe(kept[file]);

  const made = Object.keys(files).filter((name) => name.startsWith('backups/'));
  const [first] = pending;
  expect(made).toEqual(first === undefined ? [] : [expect.stringContaining(`/before-${first.tag}-`)]);
  for (const name of made) {
    expect(statSync(system.at(`${DATA(ANNA)}/${name}`)).mode & 0o077).toBe(0);
    const backup = new DatabaseCopy(system.at(`${DATA(ANNA)}/${name}`));
    expect(backup.problems()).toEqual([]);
    expect(backup.migrations()).toEqual(old);
    expect(before.differs(backup)).toEqual([]);
    backup.remove();
  }
  for (const copy of [before, after]) copy.remove();
});

test('she goes on with it: the vault opens, the settings hold', async () => {
  if (org === undefined) throw new Error('there is no demo org');
  expect((await succeeds(anna, ['test', 'Acme'])).stdout).toContain('Connected!');
  await addOrg(anna, 'Second', org);
  for (const name of ['Acme', 'Second']) {
    const { stdout } = await succeeds(anna, ['collect', name, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ state: 'complete', rows: { users: ORG.users } },
      apiCalls: { thresholdPercent: SETTINGS.thresholdPercent },
    });
  }
});

test('the older version refuses the newer database in words, and changes nothing', async () => {
  test.skip(isOfSameSources(), 'no history to build it from');
  await expect(install(OLDER)).rejects.toThrow(/downgraded/);
  expect(await versionOf(anna)).toBe(version);
  const kept = fingerprints(system.at(DATA(ANNA)));

  await install(OLDER, '--allow-downgrades');
  expect(await versionOf(anna)).not.toBe(version);
  for (const args of [['org', 'list'], ['licenses', 'Acme'], ['collect', 'Acme'], ['doctor']]) {
    const result = await run(anna, args);
    expect(result, args.join(' ')).toMatchObject({ exitCode: 6, signal: null });
    expect(`${result.stdout}${result.stderr}`).toContain('written by a newer version of Seatwatch');
  }
  expect(fingerprints(system.at(DATA(ANNA)))).toEqual(kept);
});

test('the way back is the backup from before, the way forward loses nothing', async () => {
  test.skip(isOfSameSources(), 'no history to build the older version from');
  const [backup = 'the backup is missing'] = Object.keys(fingerprints(system.at(DATA(ANNA)))).filter((name) =>
    name.includes('/before-'),
  );
  await asAnna(`mkdir -m 700 back && cp .config/Seatwatch/${backup} back/seatwatch.db`);
  expect(await unusedSeats(anna, 'Acme', '--data-dir', `/home/${ANNA}/back`)).toEqual(seats);

  const kept = fingerprints(system.at(DATA(ANNA)));
  await install(CURRENT);
  expect(await unusedSeats(anna, 'Acme')).toEqual(seats);
  expect(await unusedSeats(anna, 'Second')).toEqual(seats);
  expect(fingerprints(system.at(DATA(ANNA)))).toEqual(kept);
});

test('Bert does the main job in the window, which runs in the sandbox', async () => {
  if (org === undefined) throw new Error('there is no demo org');
  const { page, close } = await openWindow(bert);
  await connect(page, { name: 'Acme', ...org });
  await testConnectivity(page);
  await expect(page.getByRole('status').filter({ hasText: 'Connected!' }).first()).toBeVisible();
  await collectNow(page);
  const state = async () => (await call<OrgSummary[]>(page, 'orgs.list'))[0]?.state;
  await expect.poll(state, { timeout: 120_000 }).toBe('complete');

  await goTo(page, 'Licenses');
  await expect(page.getByRole('table', { name: 'Licenses' }).first()).toBeVisible();
  const [connected] = await call<OrgSummary[]>(page, 'orgs.list');
  const orgId = connected?.id ?? '';
  const { total } = await call<{ total: number }>(page, 'review.seats', {
    orgId,
    rule: await ownRule(page, orgId),
  });
  expect(total).toBeGreaterThan(0);
  await expect(page.getByText(`Idle after 90 days: ${String(total)} idle seats.`)).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('licenses.png') });

  const renderers = processesOf('--type=renderer');
  expect(renderers.length).toBeGreaterThan(0);
  for (const { status } of renderers) expect(status).toMatch(/^Seccomp:\s+2$/m);
  expect(processesOf('--no-sandbox', '/opt/Seatwatch/seatwatch.bin')).toEqual([]);
  expect((await close()).signal).toBeNull();

  // The command line sees what the window collected.
  expect(await unusedSeats(bert, 'Acme')).toHaveLength(total);
});

/** Running processes whose command line holds all the words. The program's own, by the bare system's paths. */
function processesOf(...words: string[]): { command: string; status: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ command, status: readFileSync(`/proc/${pid}/status`, 'utf8') }];
      } catch {
        return []; // ended meanwhile
      }
    })
    .filter(
      ({ command }) => command.startsWith('/opt/Seatwatch/') && words.every((word) => command.includes(word)),
    );
}

test('the sandbox’s helper belongs to root’s programs only where people may not make namespaces', async () => {
  const mode = () => statSync(system.at('/opt/Seatwatch/chrome-sandbox')).mode & 0o7777;
  expect(mode()).toBe(0o755);
  // As a kernel answers that leaves namespaces to root. Not earlier on the PATH: apt gives packages one of its own.
  const fake = "printf '#!/bin/sh\\nexit 1\\n' > unshare && chmod 755 unshare";
  await system.root(['sh', '-c', `cd /usr/bin && mv unshare unshare.kept && ${fake}`]);
  await install(CURRENT, '--reinstall');
  expect(mode()).toBe(0o4755);
  await system.root(['mv', '/usr/bin/unshare.kept', '/usr/bin/unshare']);
  await install(CURRENT, '--reinstall');
  expect(mode()).toBe(0o755);
});

test('two people, two folders: nobody reads the other’s', async () => {
  const other = await run(anna, ['--data-dir', DATA(BERT), 'org', 'list']);
  expect(other.exitCode).toBe(6);
});

test('root may use the command line, not the window', async () => {
  expect((await system.root(['seatwatch', '--version'])).trim()).toMatch(/^\d+\./);
  await expect(system.root(['seatwatch'], { DISPLAY: ':99' })).rejects.toThrow(/not for root/);
});

test('what belongs beside the program is in its place', async () => {
  const owner = (file: string) => system.root(['dpkg', '--search', file]);
  for (const file of ['/usr/bin/seatwatch', '/usr/share/applications/seatwatch.desktop']) {
    expect(await owner(file)).toContain('seatwatch:');
  }
  expect(await system.root(['dpkg', '--verify', 'seatwatch'])).toBe('');
  for (const [source, installed] of [
    ['CHANGELOG.md', '/usr/share/doc/seatwatch/CHANGELOG.md.gz'],
    ['packaging/man/seatwatch.1', '/usr/share/man/man1/seatwatch.1.gz'],
    ['packaging/completions/seatwatch.bash', '/usr/share/bash-completion/completions/seatwatch'],
    ['packaging/completions/_seatwatch', '/usr/share/zsh/vendor-completions/_seatwatch'],
    ['packaging/completions/seatwatch.fish', '/usr/share/fish/vendor_completions.d/seatwatch.fish'],
  ] as const) {
    // A minimal system excludes man pages; the package has them all the same.
    if (existsSync(`${__dirname}/../../${source}`)) expect(await owner(installed)).toContain('seatwatch:');
  }
});

test('removing it leaves the data and what the administrator wrote', async () => {
  await system.root(['sh', '-c', 'echo "{}" > /etc/seatwatch/policy.json']);
  await system.root(['apt-get', 'remove', '-y', '-qq', 'seatwatch']);
  for (const file of [
    '/opt/Seatwatch',
    '/usr/bin/seatwatch',
    '/usr/share/doc/seatwatch',
    '/etc/apparmor.d/seatwatch',
  ]) {
    expect(system.has(file), file).toBe(false);
  }
  expect(system.has('/etc/seatwatch/policy.json')).toBe(true);
  for (const user of [ANNA, BERT]) expect(readdirSync(system.at(DATA(user)))).not.toEqual([]);
});

test('purging it removes the administrator’s files and still leaves the data', async () => {
  await system.root(['apt-get', 'purge', '-y', '-qq', 'seatwatch']);
  expect(system.has('/etc/seatwatch')).toBe(false);
  for (const user of [ANNA, BERT]) expect(readdirSync(system.at(DATA(user)))).not.toEqual([]);
});

test('installed again, without a network, it goes on with the data', async () => {
  system.put(CURRENT, '/root/seatwatch.deb');
  await system.root(['unshare', '--net', 'dpkg', '--install', '/root/seatwatch.deb']);
  expect(await unusedSeats(anna, 'Acme')).toEqual(seats);
});

test('purging with the variable removes the data, and nothing a link points to', async () => {
  // Somebody's folder that is a link must not make root, or anybody, remove what is behind it.
  await system.root([
    'sh',
    '-c',
    `mv ${DATA(BERT)} /home/${BERT}/elsewhere && ln -s ../elsewhere ${DATA(BERT)}`,
  ]);
  await system.root(['apt-get', 'purge', '-y', '-qq', 'seatwatch'], { SEATWATCH_PURGE_DATA: '1' });
  expect(system.has(DATA(ANNA))).toBe(false);
  expect(system.has(`/home/${ANNA}/backup.db`)).toBe(true);
  expect(readdirSync(system.at(`/home/${BERT}/elsewhere`))).not.toEqual([]);
});

test('the file /etc/seatwatch/purge-data asks for the same', async () => {
  await system.root(['sh', '-c', `rm ${DATA(BERT)} && mv /home/${BERT}/elsewhere ${DATA(BERT)}`]);
  await install(CURRENT);
  await system.root(['touch', '/etc/seatwatch/purge-data']);
  await system.root(['dpkg', '--purge', 'seatwatch']);
  expect(system.has(DATA(BERT))).toBe(false);
  expect(system.has('/etc/seatwatch')).toBe(false);
});
