import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPolicyRules } from '../src/core/policy';
import { AppError } from '../src/shared/model/errors';
import { type Policy, POLICY_FEATURES } from '../src/shared/model/policy';
import { FakeProcess } from './cli-fakes';

const FILE = '/etc/seatwatch/policy.json';

let cli: FakeProcess;
beforeEach(() => {
  cli = new FakeProcess();
});
afterEach(() => {
  expect(cli.faults).toEqual([]);
  cli.remove();
});

const decide = (policy: Policy): void => {
  cli.policy = createPolicyRules({ file: FILE, policy });
};
const forbid = (...disabledFeatures: NonNullable<Policy['disabledFeatures']>): void =>
  decide({ disabledFeatures });

describe('policy', () => {
  it('says when there is none', async () => {
    expect(await cli.run('policy')).toBe(0);
    expect(cli.stdout).toContain('no policy');
    cli.stdout = '';
    expect(await cli.run('policy', '--json')).toBe(0);
    expect(cli.json()).toEqual({ file: null, policy: {} });
  });

  it('says what holds, and from where', async () => {
    const policy: Policy = {
      maxThresholdPercent: 60,
      disabledFeatures: ['publish'],
      allowedHosts: ['*.my.salesforce.com'],
    };
    decide(policy);
    expect(await cli.run('policy', '--json')).toBe(0);
    expect(cli.json()).toEqual({ file: FILE, policy });
    cli.stdout = '';
    expect(await cli.run('policy')).toBe(0);
    for (const words of [
      FILE,
      '60%',
      '*.my.salesforce.com',
      /Switched off +publish\n/,
      /Left on +export, import/,
    ])
      expect(cli.stdout).toMatch(words);
    expect(cli.requests).toEqual([]);
  });

  it('that cannot be used ends commands with 6, and is what the doctor finds', async () => {
    cli.policyError = new AppError({
      code: 'POLICY_INVALID',
      kind: 'data',
      message: `${FILE}, line 3: no such rule as “maxTreshold”.`,
      fix: 'Correct it.',
    });
    cli.openError = cli.policyError;
    for (const argv of [
      ['policy'],
      ['status', 'Acme'],
      ['collect', 'Acme'],
      ['update', 'check'],
      ['users', 'Acme', '--out', 'f'],
    ]) {
      cli.stdout = '';
      expect([argv, await cli.run(...argv, '--json')]).toEqual([argv, 6]);
      expect(cli.json()).toEqual({
        error: {
          code: 'POLICY_INVALID',
          message: expect.stringContaining('line 3') as string,
          fix: 'Correct it.',
        },
      });
    }
    cli.stdout = '';
    expect(await cli.run('doctor', '--json')).toBe(6);
    const { checks } = cli.json() as { checks: { id: string; status: string; summary: string }[] };
    const of = (id: string) => checks.find((check) => check.id === id);
    expect(of('policy')).toMatchObject({
      status: 'fail',
      summary: expect.stringContaining('line 3') as string,
    });
    // Nothing is known against it.
    expect(of('database')?.status).not.toBe('fail');
  });

  it('does not keep help and version from anybody', async () => {
    cli.policyError = new AppError({ code: 'POLICY_INVALID', kind: 'data', message: 'm', fix: 'f' });
    expect(await cli.run('--help')).toBe(0);
    expect(await cli.run('--version')).toBe(0);
  });
});

describe('a feature that is switched off', () => {
  it.each([
    ['export', ['users', 'Acme', '--out']],
    ['export', ['logins', 'Acme', '--format', 'csv', '--out']],
    ['export', ['licenses', 'Acme', '--unused', '--out']],
    ['export', ['limits', 'Acme', '--out']],
    ['export', ['backup']],
  ] as const)('%s: %s writes no file', async (feature, argv) => {
    const file = join(cli.dir, 'out.csv');
    forbid(feature);
    expect(await cli.run(...argv, file, '--json')).toBe(2);
    expect(cli.json()).toMatchObject({
      error: { code: 'DISABLED_BY_POLICY', message: expect.stringContaining(FILE) as string },
    });
    expect(existsSync(file)).toBe(false);
    expect(cli.backupTo).not.toHaveBeenCalled();
    expect(cli.requests).toEqual([]);
  });

  it('export: what is printed stays, and so does what is not collected data', async () => {
    forbid('export');
    expect(await cli.run('users', 'Acme', '--format', 'csv')).toBe(0);
    expect(await cli.run('licenses', 'Acme', '--json')).toBe(0);
    expect(await cli.run('org', 'cert', 'Acme', '--out', join(cli.dir, 'server.crt'))).toBe(0);
  });

  it('demo-org: serves none', async () => {
    forbid('demo-org');
    expect(await cli.run('demo-org')).toBe(2);
    expect(cli.startDemoOrg).not.toHaveBeenCalled();
  });

  it('updates: asks nobody', async () => {
    forbid('updates');
    expect(await cli.run('update', 'check')).toBe(2);
    expect(await cli.run('update', 'download')).toBe(2);
    expect(cli.updates.check).not.toHaveBeenCalled();
    expect(cli.updates.download).not.toHaveBeenCalled();
  });

  it('leaves everything else alone', async () => {
    forbid(...POLICY_FEATURES);
    for (const argv of [
      ['status', 'Acme'],
      ['collect', 'Acme'],
      ['users', 'Acme'],
      ['org', 'list'],
      ['policy'],
    ]) {
      expect([argv, await cli.run(...argv)]).toEqual([argv, 0]);
    }
  });
});

describe('update', () => {
  const available = {
    version: '1.2.0',
    releasedAt: '2026-02-01T00:00:00.000Z',
    notes: 'Better.\n\u001b[2JNothing else.',
    fileName: 'seatwatch_1.2.0_amd64.deb',
    sizeBytes: 118_400_000,
  };

  it('check says what there is, without the database', async () => {
    expect(await cli.run('update', 'check')).toBe(0);
    expect(cli.stdout).toContain('0.1.0 is the newest version');
    cli.updates.check.mockResolvedValue({ ...cli.updateStatus, available });
    cli.stdout = '';
    expect(await cli.run('update', 'check')).toBe(0);
    expect(cli.stdout).toMatch(/Newer version +1\.2\.0/);
    expect(cli.stdout).toContain('118,400,000');
    expect(cli.stdout).toContain('Better.\n');
    expect(cli.stdout).not.toContain('\u001b');
    cli.stdout = '';
    expect(await cli.run('update', 'check', '--json')).toBe(0);
    expect(cli.json()).toEqual({ ...cli.updateStatus, available });
    expect(cli.requests).toEqual([]);
  });

  it.each([
    ['UPDATE_NO_SOURCE', 2],
    ['UPDATE_NO_KEY', 2],
    ['UPDATE_NOT_TRUSTED', 5],
    ['UPDATE_MANIFEST_EXPIRED', 5],
    ['NETWORK_TIMEOUT', 5],
    ['HOST_NOT_ALLOWED', 5],
  ])('check ends for %s with %i', async (code, exitCode) => {
    const problem = { code, message: 'Why.', fix: 'How.' };
    cli.updates.check.mockResolvedValue({ ...cli.updateStatus, problem });
    expect(await cli.run('update', 'check', '--json')).toBe(exitCode);
    expect(cli.json()).toEqual({ error: problem });
  });

  it('download prints where the file is, and nothing else', async () => {
    const done = { file: '/data/updates/seatwatch_1.2.0_amd64.deb', version: '1.2.0' };
    cli.updates.download.mockImplementation((options) => {
      for (const bytes of [10, 20, 500, 1000]) options?.onProgress?.(bytes, 1000);
      return Promise.resolve(done);
    });
    expect(await cli.run('update', 'download')).toBe(0);
    expect(cli.stdout).toBe(`${done.file}\n`);
    expect(cli.stderr).toContain('100% of 1,000 bytes');
    expect(cli.stderr).toContain('not installed');
    cli.stdout = '';
    expect(await cli.run('update', 'download', '--json', '--quiet')).toBe(0);
    expect(cli.json()).toEqual(done);
  });

  it('is refused without a sub-command', async () => {
    expect(await cli.run('update')).toBe(2);
  });
});
