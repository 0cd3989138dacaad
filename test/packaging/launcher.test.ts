import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isHeadlessCommand } from '../../src/headless/arguments';
import { rounds } from '../builders/rounds';

// The script that is installed as `seatwatch` on Linux, in front of a program that only says how it was called.

const packaging = path.resolve(__dirname, '..', '..', 'packaging', 'linux');
const isRoot = process.getuid?.() === 0;

describe.runIf(process.platform === 'linux')('the command on Linux', () => {
  let folder: string;
  let command: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch launcher-'));
    const installed = path.join(folder, 'seatwatch');
    copyFileSync(path.join(packaging, 'seatwatch'), installed);
    writeFileSync(
      `${installed}.bin`,
      '#!/bin/sh\nfor argument; do printf \'%s\\0\' "$argument"; done\nexit 37\n',
    );
    for (const file of [installed, `${installed}.bin`]) chmodSync(file, 0o755);
    // As /usr/bin/seatwatch is installed.
    command = path.join(folder, 'on-the-path');
    symlinkSync(installed, command);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function start(args: string[], env: NodeJS.ProcessEnv = { DISPLAY: ':9' }, user: object = {}) {
    const options = { encoding: 'utf8' as const, env: { PATH: process.env['PATH'], ...env }, ...user };
    const result = spawnSync(command, args, options);
    return { code: result.status, stderr: result.stderr, args: result.stdout.split('\0').slice(0, -1) };
  }
  const isHeadless = (args: string[]) => start(args).args.includes('--ozone-platform=headless');

  it('needs no display for a command, and hands on arguments, output and exit code', () => {
    const given = [
      'org',
      'add',
      '--name',
      'Two words',
      '--url',
      'https://a.example/?b=c&d',
      '',
      "it's",
      '*',
      'a\nb',
    ];
    const { code, args } = start(given, {});
    expect(code).toBe(37);
    expect(args).toContain('--ozone-platform=headless');
    expect(args.slice(-given.length)).toEqual(given);
    if (isRoot) expect(args[0]).toBe('--no-sandbox');
  });

  it('opens the window without one, for an ordinary user with a display', () => {
    const result = start(['--data-dir', '/somewhere']);
    if (isRoot) {
      expect(result).toMatchObject({ code: 1, args: [] });
      expect(result.stderr).toContain('not for root');
      expect(start(['--no-sandbox', '--data-dir', '/x'])).toMatchObject({
        code: 37,
        args: ['--no-sandbox', '--data-dir', '/x'],
      });
    } else {
      expect(result).toMatchObject({ code: 37, args: ['--data-dir', '/somewhere'] });
    }
    expect(start([], {})).toMatchObject({ code: 1, args: [] });
    expect(start(['--no-sandbox'], { WAYLAND_DISPLAY: 'wayland-0' }).args).toEqual([
      '--ozone-platform-hint=auto',
      '--no-sandbox',
    ]);
  });

  describe('where the kernel', () => {
    const ordinary = isRoot ? { uid: 65534, gid: 65534 } : {};
    /** `unshare` as it ends where namespaces are to be had (0) or not. */
    const kernel = (code: number) => {
      const tools = path.join(folder, `tools-${String(code)}`);
      mkdirSync(tools, { recursive: true });
      writeFileSync(path.join(tools, 'unshare'), `#!/bin/sh\nexit ${String(code)}\n`, { mode: 0o755 });
      for (const place of [folder, tools]) chmodSync(place, 0o755);
      return { PATH: `${tools}:${process.env['PATH'] ?? ''}` };
    };

    it('gives namespaces, everything runs in the sandbox', () => {
      expect(start(['status'], kernel(0), ordinary).args).not.toContain('--no-sandbox');
      const window = start([], { ...kernel(0), DISPLAY: ':9' }, ordinary);
      expect(window).toEqual({ code: 37, stderr: '', args: [] });
    });

    it('refuses them, a command goes without it; the window never does, but says where to read on', () => {
      expect(start(['status'], kernel(1), ordinary).args[0]).toBe('--no-sandbox');
      const window = start([], { ...kernel(1), DISPLAY: ':9' }, ordinary);
      expect(window).toMatchObject({ code: 37, args: [] });
      expect(window.stderr).toContain('docs/installing.md');
      const insisted = start(['--no-sandbox'], { ...kernel(1), DISPLAY: ':9' }, ordinary);
      expect(insisted).toEqual({ code: 37, stderr: '', args: ['--no-sandbox'] });
    });

    it.runIf(isRoot)('refuses them, but a helper of root’s is there, everything runs in the sandbox', () => {
      const helper = path.join(folder, 'chrome-sandbox');
      writeFileSync(helper, '');
      chmodSync(helper, 0o4755);
      expect(start(['status'], kernel(1), ordinary).args).not.toContain('--no-sandbox');
      expect(start([], { ...kernel(1), DISPLAY: ':9' }, ordinary).stderr).toBe('');
      rmSync(helper);
    });
  });

  it('tells commands from the window exactly as the program does', () => {
    const word = fc.constantFrom(
      ...[
        '--data-dir',
        '--data-dir=x',
        '/folder',
        '--json',
        '--quiet',
        '--help',
        '-h',
        '--version',
        '-V',
        '--',
      ],
      ...['status', 'Acme', '', '--no-sandbox', '--remote-debugging-port=0', '--frob', '-x', '--log-level=3'],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (args) => {
        expect(isHeadless(args)).toBe(isHeadlessCommand(args));
      }),
      { numRuns: rounds(80) },
    );
  });
});

describe.runIf(process.platform === 'linux')('the scripts of the package', () => {
  it.each(['after-install.sh', 'after-remove.sh', 'seatwatch'])(
    '%s is one that a plain sh understands',
    (name) => {
      const text = readFileSync(path.join(packaging, name), 'utf8');
      const script = text.replaceAll(/\$\{(executable|sanitizedProductName)\}/g, 'seatwatch');
      // Electron-builder fills in whatever stands in braces: the shell's own variables go without.
      expect(script).not.toContain('${');
      expect(() => execFileSync('sh', ['-n'], { input: script, stdio: 'pipe' })).not.toThrow();
    },
  );
});
