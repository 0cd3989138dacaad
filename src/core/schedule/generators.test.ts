import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { parse as parsePlist } from 'plist';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cronBlock, withBlock, withoutBlock } from './cron';
import { decodeEntry, encodeEntry, entryName, type ScheduleEntry } from './entry';
import { launchAgent } from './launchd';
import type { ScheduleRequest } from './scheduler';
import { systemdService, systemdTimer } from './systemd';
import { taskDefinition, windowsArgument } from './task-scheduler';

const SYSTEMD = '/lib/systemd/systemd';
const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

/** Whatever a shell, a unit, a crontab or XML could take for something else. */
const NASTY = `we ird % $HOME "q" 'a' \\ & <x> --é`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-schedule-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function request(changes: Partial<ScheduleEntry> = {}, command = '/usr/bin/seatwatch'): ScheduleRequest {
  return {
    entry: { org: null, at: '04:30', every: 'day', dataDir: null, passphraseFile: null, ...changes },
    program: { command, args: [] },
    passwordStore: null,
    logFolder: '/var/data/logs',
  };
}

/** A program that writes what it was given, one argument a line, and the variable, beside itself. */
function recorder(name: string): { program: string; read: () => string[] } {
  const home = join(folder, name);
  mkdirSync(home);
  const program = join(home, 'see watch');
  const out = join(folder, 'said');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$SEATWATCH_VAULT_PASSPHRASE_FILE" "$@" > '${out}'\n`);
  chmodSync(program, 0o755);
  return { program, read: () => execFileSync('cat', [out], { encoding: 'utf8' }).trimEnd().split('\n') };
}

describe('an entry', () => {
  const anyEntry = fc.record({
    org: fc.option(fc.string({ minLength: 1, unit: 'binary' })),
    at: fc.constant('04:30'),
    every: fc.constant('6h' as const),
    dataDir: fc.option(fc.string({ minLength: 1 })),
    passphraseFile: fc.option(fc.string({ minLength: 1 })),
  });

  it('comes back from one line that no format could misread', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const line = encodeEntry(entry);
        expect(line).toMatch(/^[\x20-\x7e]+$/);
        expect(line).not.toMatch(/%|--/);
        expect(decodeEntry(line)).toEqual(entry);
      }),
    );
  });

  it('has a name of its own for each org and data folder, and is none for what is not one', () => {
    const names = [
      { org: null, dataDir: null },
      { org: null, dataDir: '/srv/one' },
      { org: 'all', dataDir: null },
      { org: 'Acme', dataDir: null },
      { org: 'Ácme', dataDir: null },
      { org: '東京', dataDir: null },
    ].map(entryName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^seatwatch-[a-z0-9-]+$/);
    expect(entryName({ org: 'ACME', dataDir: null })).toBe(entryName({ org: 'acme', dataDir: null }));
    for (const text of [
      '',
      '{}',
      'null',
      '{"org":null,"at":"99:99","every":"day","dataDir":null,"passphraseFile":null}',
    ])
      expect(decodeEntry(text)).toBeNull();
  });

  it('with a control character is refused', () => {
    for (const write of [systemdService, launchAgent, (one: ScheduleRequest) => cronBlock(one)])
      expect(() => write(request({ dataDir: '/srv/a\nExecStart=/bin/false' }))).toThrow('control character');
  });
});

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
    const { program } = recorder('plain % name');
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
    const { program } = recorder(`it's "quoted"`);
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

describe('cron', () => {
  const block = (changes: Partial<ScheduleEntry> = {}) => cronBlock(request(changes));

  it('has the times and the command, and says nothing when all is well', () => {
    expect(block({ every: '6h' })[1]).toBe(
      `30 4,10,16,22 * * * '/usr/bin/seatwatch' 'collect' '--all' '--quiet' >/dev/null`,
    );
    expect(block({ every: '1h' })[1]).toMatch(/^30 \* \* \* \* /);
    expect(block({ every: 'weekday' })[1]).toMatch(/^30 4 \* \* 1,2,3,4,5 /);
    expect(() => block({ dataDir: `/${'x'.repeat(1000)}` })).toThrow('990 bytes');
  });

  it('a shell runs it with exactly these arguments', () => {
    const { program, read } = recorder(NASTY.replaceAll('/', '').replace(`'a'`, 'a'));
    const one = request(
      { org: NASTY, dataDir: `/srv/${NASTY}`, passphraseFile: `/srv/pw ${NASTY}` },
      program,
    );
    const line = cronBlock(one)[1] ?? '';
    // cron(8): what stands behind an unescaped % is input; \% is a percent sign.
    expect(line).not.toMatch(/(?<!\\)%/);
    const command = line.split(' ').slice(5).join(' ').replaceAll('\\%', '%');
    execFileSync('/bin/sh', ['-c', command]);
    expect(read()).toEqual([
      `/srv/pw ${NASTY}`,
      '--data-dir',
      `/srv/${NASTY}`,
      'collect',
      '--quiet',
      '--',
      NASTY,
    ]);
  });

  it.skipIf(!has('crontab'))('the real crontab takes it', () => {
    const file = join(folder, 'table');
    const table = withBlock(
      '# mine\n',
      'seatwatch-all',
      block({ every: 'weekday', dataDir: '/srv/50% off' }),
    );
    writeFileSync(file, table);
    expect(spawnSync('crontab', ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0 });
    writeFileSync(file, table.replace('30 4', '30 44'));
    expect(spawnSync('crontab', ['-n', file], { encoding: 'utf8' }).status).not.toBe(0);
  });

  it('leaves every other line of the table alone, byte for byte', () => {
    const line = fc.stringMatching(/^[ -~]{0,20}$/);
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        const text = (lines: string[]): string => lines.map((one) => `${one}\n`).join('');
        const mine = block();
        const first = withBlock(text(before), 'seatwatch-all', mine);
        const more = first + text(after);
        const newer = block({ at: '05:00' });
        const replaced = withBlock(more, 'seatwatch-all', newer);
        expect(replaced).toBe(text(before) + text(newer) + text(after));
        expect(withoutBlock(replaced, 'seatwatch-all')).toBe(text(before) + text(after));
        expect(withoutBlock(replaced, 'seatwatch-other')).toBe(replaced);
      }),
    );
  });

  it('does not guess where an entry ends that somebody tore apart', () => {
    const [begin = '', line = '', end = ''] = block();
    expect(() => withoutBlock(`${begin}\n${line}\n0 1 * * * mine\n`, 'seatwatch-all')).toThrow('has no end');
    expect(() => withoutBlock(`${begin}\n${begin}\n${line}\n${end}\n`, 'seatwatch-all')).toThrow(
      'has no end',
    );
  });
});

describe('launchd', () => {
  it('the agent says what the entry says', () => {
    const one = request({
      org: NASTY,
      every: 'weekday',
      dataDir: `/srv/${NASTY}`,
      passphraseFile: '/srv/pw',
    });
    const value = parsePlist(launchAgent(one)) as Record<string, unknown>;
    expect(value).toMatchObject({
      ProgramArguments: [
        '/usr/bin/seatwatch',
        '--data-dir',
        `/srv/${NASTY}`,
        'collect',
        '--quiet',
        '--',
        NASTY,
      ],
      StartCalendarInterval: [1, 2, 3, 4, 5].map((Weekday) => ({ Weekday, Hour: 4, Minute: 30 })),
      EnvironmentVariables: { SEATWATCH_VAULT_PASSPHRASE_FILE: '/srv/pw' },
      StandardErrorPath: '/var/data/logs/schedule.log',
      Umask: 0o077,
    });
    expect(value['Label']).toMatch(/^app\.seatwatch\.collect-we-ird/);
    expect(parsePlist(launchAgent(request()))).not.toHaveProperty('EnvironmentVariables');
  });
});

describe('Task Scheduler', () => {
  interface Task {
    Task: {
      RegistrationInfo: { URI: string };
      Triggers: { CalendarTrigger: object | object[] };
      Principals: { Principal: { UserId: string; LogonType: string } };
      Settings: Record<string, string>;
      Actions: { Exec: { Command: string; Arguments: string } };
    };
  }
  const parse = (xml: string): Task['Task'] =>
    (new XMLParser({ parseTagValue: false }).parse(xml) as Task).Task;

  it('the definition is XML and says what the entry says', () => {
    const xml = taskDefinition(
      request({ org: NASTY, every: 'weekday' }, 'C:\\Program Files\\R&D\\Seatwatch.exe'),
      'ACME\\ada',
    );
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-16"\?>\r\n/);
    expect(parse(xml)).toMatchObject({
      Triggers: {
        CalendarTrigger: {
          StartBoundary: '2026-01-01T04:30:00',
          RandomDelay: 'PT15M',
          ScheduleByWeek: { DaysOfWeek: { Monday: '', Friday: '' }, WeeksInterval: '1' },
        },
      },
      Principals: { Principal: { UserId: 'ACME\\ada', LogonType: 'InteractiveToken' } },
      Settings: {
        StartWhenAvailable: 'true',
        MultipleInstancesPolicy: 'IgnoreNew',
        ExecutionTimeLimit: 'PT0S',
      },
      Actions: { Exec: { Command: 'C:\\Program Files\\R&D\\Seatwatch.exe' } },
    });
    expect(parse(taskDefinition(request({ every: '8h' }), 'ada')).Triggers.CalendarTrigger).toHaveLength(3);
  });

  it('arguments are taken apart by the rules of the C runtime as they were put together', () => {
    // https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
    const split = (line: string): string[] => {
      const words: string[] = [];
      let word: string | null = null;
      let quoted = false;
      for (let at = 0; at < line.length; at += 1) {
        const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
        if (slashes > 0 && line[at + slashes] === '"') {
          word = (word ?? '') + '\\'.repeat(Math.floor(slashes / 2));
          if (slashes % 2 === 1) word += '"';
          else quoted = !quoted;
          at += slashes;
        } else if (slashes > 0) {
          word = (word ?? '') + '\\'.repeat(slashes);
          at += slashes - 1;
        } else if (line[at] === '"') {
          quoted = !quoted;
          word ??= '';
        } else if (/\s/.test(line[at] ?? '') && !quoted) {
          if (word !== null) words.push(word);
          word = null;
        } else word = (word ?? '') + (line[at] ?? '');
      }
      return word === null ? words : [...words, word];
    };
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '\t', 'é') })), (words) => {
        expect(split(words.map(windowsArgument).join(' '))).toEqual(words);
      }),
    );
  });
});
