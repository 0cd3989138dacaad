import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPolicyRules } from '../src/core/policy';
import { FakeProcess, failure } from './cli-fakes';

let cli: FakeProcess;
beforeEach(() => {
  cli = new FakeProcess();
});
afterEach(() => {
  expect(cli.closed).toBe(cli.requests.length);
  cli.remove();
});

const schedule = async (...args: string[]): Promise<unknown> => {
  cli.stdout = '';
  expect(await cli.run('schedule', ...args, '--json')).toBe(0);
  return cli.json();
};

describe('schedule', () => {
  it('installs, shows and removes', async () => {
    expect(await schedule('install')).toMatchObject({
      org: null,
      at: '04:30',
      every: 'day',
      with: 'systemd',
      name: 'seatwatch-all',
      installed: true,
      replaced: false,
      nextRun: '2026-03-02T04:30:00.000Z',
    });
    expect(
      await schedule('install', '--org', 'acme', '--at', '5:15', '--every', '6h', '--with', 'cron'),
    ).toMatchObject({ org: 'Acme', at: '05:15', with: 'cron', nextRun: '2026-03-01T17:15:00.000Z' });
    expect(cli.scheduleHost.crontab).toContain(
      `15 5,11,17,23 * * * '/usr/bin/seatwatch' '--password-store=gnome-libsecret' 'collect' '--quiet' '--' 'Acme'`,
    );
    expect(cli.requests).toMatchObject([{ mode: 'read' }, { mode: 'read' }]);
    const shown = (await schedule('show')) as { schedules: object[] };
    expect(shown.schedules).toHaveLength(2);
    expect(Object.keys(shown.schedules[0] ?? {}).join()).toBe(
      'org,at,every,with,name,active,nextRun,lastExitCode,dataDir,passphraseFile,files',
    );
    // Also of an org that is no more.
    cli.orgs = [];
    expect(await schedule('remove', '--org', 'Acme')).toMatchObject({
      removed: [{ org: 'Acme', with: 'cron' }],
    });
    expect(await schedule('remove')).toMatchObject({ removed: [{ org: null }] });
    expect(await schedule('show')).toEqual({ schedules: [] });
    // Neither needs the data folder.
    expect(cli.requests).toHaveLength(2);
  });

  it('has words for people', async () => {
    await cli.run('schedule', 'show');
    expect(cli.stdout).toContain('Nothing is scheduled.');
    cli.stdout = '';
    await cli.run('schedule', 'install', '--every', 'weekday');
    expect(cli.stdout).toBe(
      'Seatwatch collects all orgs Monday to Friday at 04:30 (systemd: seatwatch-all).\nNext: 2026-03-02T04:30:00.000Z\n',
    );
    expect(cli.stderr).toContain('loginctl enable-linger ada');
    cli.stdout = '';
    await cli.run('schedule', 'install');
    expect(cli.stdout).toContain('in place of the schedule there was');
    cli.stdout = '';
    await cli.run('schedule', 'show');
    expect(cli.stdout).toMatch(/^COLLECTS +WHEN +WITH .*\nall orgs +every day at 04:30 +systemd +yes /);
    cli.stdout = '';
    await cli.run('schedule', 'remove');
    await cli.run('schedule', 'remove');
    expect(cli.stdout).toBe(
      'The schedule of all orgs was removed (systemd: seatwatch-all).\nThere is no schedule to remove.\n',
    );
  });

  it('collects into the data folder of the command, wherever its name came from', async () => {
    expect(await schedule('install', '--data-dir', '/srv/sea watch', '--dry-run')).toMatchObject({
      installed: false,
      files: [{ content: expect.stringContaining('"--data-dir" "/srv/sea watch" "collect"') as string }, {}],
    });
    cli.env['SEATWATCH_DATA_DIR'] = '/srv/other';
    await schedule('install');
    expect(await schedule('show')).toMatchObject({ schedules: [{ dataDir: '/srv/other' }] });
    cli.env = {};
    expect(await schedule('show')).toEqual({ schedules: [] });
  });

  it('takes a passphrase file that is private, and asks for one where the vault needs it', async () => {
    const file = join(cli.dir, 'pass phrase');
    writeFileSync(file, 'CANARY-passphrase\n', { mode: 0o640 });
    chmodSync(file, 0o640);
    expect(await cli.run('schedule', 'install', '--passphrase-file', file)).toBe(2);
    expect(cli.stderr).toContain('chmod 600');
    expect(await cli.run('schedule', 'install', '--passphrase-file', join(cli.dir, 'none'))).toBe(2);
    chmodSync(file, 0o600);
    const made = (await schedule('install', '--passphrase-file', file)) as { files: { content: string }[] };
    expect(made.files[0]?.content).toContain(`LoadCredential=seatwatch-vault-passphrase:${file}\n`);
    expect(JSON.stringify(made)).not.toContain('CANARY');

    cli.vaultProtection = 'passphrase';
    expect(await schedule('install', '--dry-run')).toMatchObject({
      advice: [expect.stringContaining('--passphrase-file') as string],
    });
  });

  it('a dry run shows what would be written, and nothing is', async () => {
    await cli.run('schedule', 'install', '--dry-run', '--with', 'launchd');
    expect(cli.stdout).toMatch(/^# .*app\.seatwatch\.collect-all\.plist\n<\?xml/);
    expect(cli.stdout).toContain('\n$ launchctl bootstrap gui/1000 ');
    expect(await schedule('show')).toEqual({ schedules: [] });
  });

  it.each([
    [['--at', '25:00']],
    [['--every', 'fortnight']],
    [['--with', 'at']],
    [['--org', 'Nope']],
    [['--org', 'Acme', '--all']],
    [['--with', 'launchd']],
  ])('refuses %j', async (args) => {
    expect(await cli.run('schedule', 'install', ...args)).toBe(2);
    expect(cli.scheduleHost.commands.filter((line) => !line.includes('-l'))).toEqual([]);
  });

  it('ends with 3 where the computer refuses, and follows its policy', async () => {
    cli.scheduleHost.refusing.add('systemctl');
    expect(await cli.run('schedule', 'install', '--with', 'systemd')).toBe(3);
    expect(cli.stderr).toContain('SCHEDULER_REFUSED');
    cli.scheduleHost.refusing.clear();
    await schedule('install');
    cli.policy = createPolicyRules({
      file: '/etc/seatwatch/policy.json',
      policy: { disabledFeatures: ['schedule'] },
    });
    expect(await cli.run('schedule', 'install')).toBe(2);
    expect(cli.stderr).toContain('DISABLED_BY_POLICY');
    // What is there can be taken away.
    expect(await schedule('remove')).toMatchObject({ removed: [{}] });
  });

  it('needs the data folder to install', async () => {
    cli.openError = failure('DATABASE_DAMAGED', 'data');
    expect(await cli.run('schedule', 'install')).toBe(6);
    cli.requests = [];
  });
});
