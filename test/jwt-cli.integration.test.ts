import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPolicyRules, NO_POLICY } from '../src/core/policy';
import { type HeadlessDeps, runHeadless } from '../src/headless';
import { Settings } from '../src/shared/model/settings';
import { jwtRig, type JwtRig } from './builders/jwt-rig';

/** The command line over real services, a real database and the demo org. */
let rig: JwtRig;
let folder: string;
let stdout: string;
let stderr: string;

beforeEach(async () => {
  rig = await jwtRig();
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-jwt-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await rig.dispose();
});

async function run(...argv: string[]): Promise<number> {
  stdout = '';
  stderr = '';
  const policy = createPolicyRules(NO_POLICY);
  const deps: HeadlessDeps = {
    stdout: { isTerminal: false, write: async (text) => void (stdout += text) },
    stderr: { isTerminal: false, write: async (text) => void (stderr += text) },
    env: {},
    stdinIsTerminal: false,
    readStdin: async () => '',
    askSecret: async () => '',
    now: () => rig.now(),
    system: {
      appVersion: '0.1.0',
      platform: 'linux',
      arch: 'x64',
      versions: {},
      hasDisplay: true,
      homeDir: '/',
      userName: 'ada',
    },
    onStop: () => () => undefined,
    reportFault: (error) => {
      throw error;
    },
    location: () => ({ dataDir: folder, chosenBy: 'option', defaultDir: folder }),
    careTasks: () => {
      throw new Error('not used');
    },
    places: () => ({ dataDir: folder, logFile: join(folder, 'log') }),
    policy: () => policy,
    updates: () => {
      throw new Error('not used');
    },
    openServices: async () => {
      rig.restart();
      return {
        dataDir: folder,
        policy,
        logFile: join(folder, 'log'),
        orgs: rig.orgs,
        connectivity: rig.connectivity,
        collector: rig.collector,
        checks: { afterCollection: async () => null },
        care: { collected: () => undefined, tick: async () => undefined, stop: async () => undefined },
        backups: {
          tick: async () => null,
          report: () => ({ folder, files: [], nextAt: null, problem: null }),
          make: () => Promise.reject(new Error('not used')),
          stop: async () => undefined,
        },
        db: rig.database.db,
        vault: {
          accounts: async () => [],
          status: () => Promise.reject(new Error('not used')),
          problem: async () => null,
        },
        settings: { get: () => Settings.parse({}) },
        close: async () => undefined,
      };
    },
    startDemoOrg: () => Promise.reject(new Error('not used')),
    demoOrgControls: [],
    ownProgram: () => Promise.reject(new Error('not used')),
    scheduleHost: {
      platform: 'linux',
      homeDir: '/',
      userName: 'ada',
      uid: 1000,
      env: {},
      run: () => Promise.reject(new Error('not used')),
    },
  };
  const code = await runHeadless(argv, deps);
  expect(stdout + stderr).not.toContain('PRIVATE KEY');
  return code;
}
const upload = (file: string) =>
  rig.demo.control({ certificates: [readFileSync(join(folder, file), 'utf8')], expireTokens: true });
const fingerprints = async () => {
  await run('org', 'show', 'Acme', '--json');
  const { certificate } = JSON.parse(stdout) as {
    certificate: { fingerprint: string; next: { fingerprint: string } | null };
  };
  return { current: certificate.fingerprint, next: certificate.next?.fingerprint ?? null };
};

it('a key is replaced from the command line, from the first upload to the last', async () => {
  expect(await run('test', 'Acme')).toBe(3);
  expect(stdout).toContain('invalid_grant');
  expect(await run('org', 'cert', 'Acme', '--out', join(folder, 'server.crt'))).toBe(0);
  upload('server.crt');
  expect(await run('test', 'Acme')).toBe(0);
  expect(stdout).toMatch(/^Connected!\n/);
  const first = await fingerprints();
  expect(first.next).toBeNull();

  // Two years on.
  rig.advance(715 * 86_400_000);
  expect(await run('status', 'Acme')).toBe(0);
  expect(stderr).toMatch(
    /^Warning: the certificate of Acme expires on 2028-06-30 \(in 16 days\).*rotate-key/,
  );
  expect(await run('org', 'rotate-key', 'Acme', '--json', '--out', join(folder, 'new.crt'))).toBe(0);
  const { fingerprint } = JSON.parse(stdout) as { fingerprint: string };
  expect(await fingerprints()).toEqual({ current: first.current, next: fingerprint });
  expect(await run('org', 'rotate-key', 'Acme')).toBe(2);
  expect(stderr).toContain('KEY_REPLACEMENT_UNDER_WAY');

  expect(await run('collect', 'Acme', '--json')).toBe(0);
  expect(await fingerprints()).toEqual({ current: first.current, next: fingerprint });
  upload('new.crt');
  expect(await run('collect', 'Acme', '--json')).toBe(0);
  expect(stderr).not.toContain('Warning');
  expect(await fingerprints()).toEqual({ current: fingerprint, next: null });
  expect(await run('org', 'rotate-key', 'Acme', '--cancel')).toBe(2);
  expect(stderr).toContain('NO_NEXT_KEY');
  expect(await run('test', 'Acme')).toBe(0);
});

it('a replacement that is given up leaves everything as it was', async () => {
  await run('org', 'cert', 'Acme', '--out', join(folder, 'server.crt'));
  upload('server.crt');
  const first = await fingerprints();
  expect(await run('org', 'rotate-key', 'Acme')).toBe(0);
  expect(await run('org', 'rotate-key', 'Acme', '--cancel')).toBe(0);
  expect(await fingerprints()).toEqual(first);
  expect(await run('test', 'Acme', '--json')).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    connected: true,
    checks: expect.arrayContaining([
      expect.objectContaining({ id: 'certificate', status: 'pass' }),
    ]) as unknown,
  });
});
