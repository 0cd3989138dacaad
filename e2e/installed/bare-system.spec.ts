import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { OrgSummary } from '../../src/shared/model/org';
import { collectNow, connect, goTo, testConnectivity } from '../pages/app';
import { call, ownRule } from '../pages/bridge';
import { BareSystem } from './bare-system';
import { addOrg, doMainJob, PASSPHRASE, succeeds } from './main-job';
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

let system: BareSystem;
let anna: Program;
let bert: Program;
let org: DemoOrg | undefined;
/** What Anna's list of unused seats said before anything was done to the installation. */
let seats: Record<string, string>[] = [];

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

const install = async (deb: string) => {
  system.put(deb, '/root/seatwatch.deb');
  return system.root(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', '/root/seatwatch.deb']);
};

const versionOf = async (program: Program) => (await succeeds(program, ['--version'])).stdout.trim();

async function unusedSeats(program: Program, name: string): Promise<unknown[]> {
  const { stdout } = await succeeds(program, ['licenses', name, '--unused', '--json']);
  return JSON.parse(stdout) as unknown[];
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
  org = await startDemoOrg(anna, ORG.options);
  seats = await doMainJob(anna, org, { name: 'Acme', users: ORG.users });
  await succeeds(anna, ['backup', `/home/${ANNA}/backup.db`]);
  expect(statSync(system.at(`/home/${ANNA}/backup.db`)).mode & 0o077).toBe(0);
  expect(statSync(system.at(DATA(ANNA))).mode & 0o077).toBe(0);
});

test('Bert does it in the window, which runs in the sandbox', async () => {
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

test('two people, two folders: nobody reads the other’s', async () => {
  const other = await run(anna, ['--data-dir', DATA(BERT), 'org', 'list']);
  expect(other.exitCode).toBe(6);
});

test('root may use the command line, not the window', async () => {
  expect((await system.root(['seatwatch', '--version'])).trim()).toMatch(/^\d+\./);
  await expect(system.root(['seatwatch'], { DISPLAY: ':99' })).rejects.toThrow(/not for root/);
});

test('the new version is installed over it, and all data is there', async () => {
  await install(CURRENT);
  expect(await versionOf(anna)).toBe(version);
  expect(await unusedSeats(anna, 'Acme')).toHaveLength(seats.length);
  const again = await succeeds(anna, ['collect', 'Acme', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ state: 'complete', rows: { users: ORG.users } });
  if (org === undefined) throw new Error('there is no demo org');
  await addOrg(bert, 'Second', org); // the vault opens, too
});

test('what belongs beside the program is in its place', async () => {
  const owner = (file: string) => system.root(['dpkg', '--search', file]);
  for (const file of ['/usr/bin/seatwatch', '/usr/share/applications/seatwatch.desktop']) {
    expect(await owner(file)).toContain('seatwatch:');
  }
  expect(await system.root(['dpkg', '--verify', 'seatwatch'])).toBe('');
  for (const [source, installed] of [
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

test('installed again it goes on with the data', async () => {
  await install(CURRENT);
  expect(await unusedSeats(anna, 'Acme')).toHaveLength(seats.length);
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
