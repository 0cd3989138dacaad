import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/builders/db';
import { has, NASTY, recorder, request } from '../../../test/builders/schedule-request';
import { systemdService, systemdTimer } from './systemd';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = tempFolder());
});
afterEach(() => remove());

const SYSTEMD = '/lib/systemd/systemd';

describe('systemd', () => {
  it('units say what the entry says', () => {
    const one = request({ org: 'Acme', dataDir: '/srv/sea watch', passphraseFile: '/srv/pass' });
    expect(
      systemdService({ ...one, passwordStore: 'gnome-libsecret' })
        .split('\n')
        .slice(1),
    ).toEqual([
      '[Unit]',
      'Description=Seatwatch collects Acme.',
      '',
      '[Service]',
      'Type=oneshot',
      'ExecStart=:"/usr/bin/seatwatch" "--password-store=gnome-libsecret" "--data-dir" "/srv/sea watch" "collect" "--quiet" "--" "Acme"',
      'SuccessExitStatus=4',
      'LoadCredential=seatwatch-vault-passphrase:/srv/pass',
      'UMask=0077',
      'Nice=10',
      'KillMode=mixed',
      'TimeoutStopSec=2min',
      '',
    ]);
    expect(systemdTimer(request({ every: 'weekday' }))).toContain(
      'OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 04:30:00\n',
    );
    for (const line of ['RandomizedDelaySec=15min', 'Persistent=true', 'WantedBy=timers.target'])
      expect(systemdTimer(request())).toContain(`${line}\n`);
    expect(systemdService(request())).toContain('"/usr/bin/seatwatch" "collect" "--all" "--quiet"\n');
    expect(() => systemdService(request({ passphraseFile: '/srv/pass\\' }))).toThrow('backslash');
  });

  it.skipIf(!has('systemd-analyze'))('calls the units and the times correct', () => {
    const { program } = recorder(folder, 'plain % name');
    const unit = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const verify = (...files: string[]) => {
      const env = { ...process.env, XDG_RUNTIME_DIR: folder };
      const { status, stderr } = spawnSync('systemd-analyze', ['--user', 'verify', ...files], {
        env,
        encoding: 'utf8',
      });
      // It also reads the units of whoever runs the test.
      return {
        status,
        stderr: stderr
          .split('\n')
          .filter((line) => line.includes('seatwatch'))
          .join('\n'),
      };
    };
    const one = request({ org: NASTY, dataDir: `/srv/${NASTY}`, passphraseFile: `/srv/${NASTY}` }, program);
    const service = unit('seatwatch-t.service', systemdService(one));
    const timer = unit('seatwatch-t.timer', systemdTimer(one));
    expect(verify(service, timer)).toEqual({ status: 0, stderr: '' });
    // The check can fail.
    const broken = unit('seatwatch-t.service', systemdService(request({}, join(folder, 'nowhere'))));
    expect(verify(broken).status).not.toBe(0);

    for (const every of ['day', 'weekday', 'sunday', '1h', '6h'] as const) {
      const when = /OnCalendar=(.*)/.exec(systemdTimer(request({ every })))?.[1] ?? '';
      expect(spawnSync('systemd-analyze', ['calendar', when]).status).toBe(0);
    }
  });

  it.skipIf(!existsSync(SYSTEMD) || !has('setpriv'))('takes the command apart as it was put together', () => {
    const { program } = recorder(folder, `it's "quoted"`);
    const one = request({ org: NASTY, dataDir: `/srv/${NASTY}` }, program);
    const units = join(folder, 'config', 'systemd', 'user');
    mkdirSync(units, { recursive: true });
    writeFileSync(join(units, 'seatwatch-t.service'), systemdService(one));
    writeFileSync(join(units, 'default.target'), '[Unit]\nWants=seatwatch-t.service\n');
    // The service manager of a person refuses to be root's; its dry run lists what it understood.
    const runtime = join(folder, 'runtime');
    mkdirSync(runtime);
    chmodSync(folder, 0o755);
    const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
    if (asNobody.length > 0) execFileSync('chown', ['65534', runtime]);
    const [command = '', ...args] = [...asNobody, SYSTEMD, '--user', '--test'];
    const { stdout, stderr } = spawnSync(command, args, {
      encoding: 'utf8',
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'config'),
        XDG_RUNTIME_DIR: runtime,
      },
    });
    const lines = `${stdout}\n${stderr}`
      .split('\n')
      .filter((line) => line.includes('Command Line:') && line.includes('see'));
    expect(lines).toHaveLength(1);
    // As a shell would have to write it: systemd prints its words so that they can be pasted.
    const printed = lines[0]?.replace(/^.*Command Line: /, '') ?? '';
    const words = execFileSync('bash', ['-c', `for word in ${printed}; do printf '%s\\n' "$word"; done`], {
      encoding: 'utf8',
    });
    expect(words.trimEnd().split('\n')).toEqual([
      '/bin/sh',
      '-c',
      'exec "$@"',
      'sh',
      program,
      '--data-dir',
      `/srv/${NASTY}`,
      'collect',
      '--quiet',
      '--',
      NASTY,
    ]);
  });
});
