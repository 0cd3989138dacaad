import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownProgram, type OwnProgramFacts } from './own-program';
import { createScheduleHost } from './schedule-host';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-own-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const facts = (changes: Partial<OwnProgramFacts>): OwnProgramFacts => ({
  platform: 'linux',
  isPackaged: true,
  execPath: '/opt/Seatwatch/seatwatch.bin',
  appPath: '/opt/Seatwatch/resources/app.asar',
  env: {},
  ...changes,
});

it('a package is started by its own command, not by the program behind it', () => {
  expect(ownProgram(facts({}))).toEqual({ command: '/opt/Seatwatch/seatwatch', args: [] });
  expect(ownProgram(facts({ env: { APPIMAGE: '/home/ada/Seatwatch.AppImage' } }))).toEqual({
    command: '/home/ada/Seatwatch.AppImage',
    args: [],
  });
  expect(
    ownProgram(
      facts({ platform: 'darwin', execPath: '/Applications/Seatwatch.app/Contents/MacOS/Seatwatch' }),
    ),
  ).toEqual({
    command: '/Applications/Seatwatch.app/Contents/MacOS/Seatwatch',
    args: [],
  });
  expect(ownProgram(facts({ platform: 'win32', execPath: 'C:\\Seatwatch\\Seatwatch.exe' }))).toEqual({
    command: 'C:\\Seatwatch\\Seatwatch.exe',
    args: ['--'],
  });
});

it('a checkout is started by Node, wherever that is', () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const node = join(bin, 'node');
  const checkout = facts({ isPackaged: false, appPath: '/src/seatwatch' });
  expect(() => ownProgram({ ...checkout, env: { PATH: `relative:${bin}` } })).toThrow('not on the PATH');
  writeFileSync(node, '');
  const args = [join('/src/seatwatch', 'scripts', 'run.mjs'), 'seatwatch'];
  expect(ownProgram({ ...checkout, env: { PATH: `relative:${bin}` } })).toEqual({ command: node, args });
  const other = join(folder, 'other-node');
  symlinkSync(node, other);
  expect(ownProgram({ ...checkout, env: { npm_node_execpath: other, PATH: bin } }).command).toBe(other);
});

it('programs of the system are run without a shell, in English, and a missing one is no error', async () => {
  const program = join(folder, 'echo back');
  writeFileSync(program, '#!/bin/sh\ncat; printf "%s|" "$@" "$LC_ALL"; echo no >&2; exit 3\n');
  chmodSync(program, 0o755);
  const host = createScheduleHost();
  expect(await host.run(program, ['a b', '$HOME', '*'], 'given ')).toEqual({
    exitCode: 3,
    stdout: 'given a b|$HOME|*|C|',
    stderr: 'no\n',
  });
  expect(await host.run(join(folder, 'nowhere'), [])).toBeNull();
  // Reads nothing of what it is given, and Windows answers in UTF-16.
  writeFileSync(program, "#!/bin/sh\nprintf '\\377\\376A\\000\\n\\000'\n");
  expect((await host.run(program, [], 'x'.repeat(1_000_000)))?.stdout).toBe('\uFEFFA\n');
});
