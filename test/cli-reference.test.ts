import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionScript, manPage, SHELLS } from '../src/headless/reference';
import { programTree, projectFiles } from '../src/headless/reference/project-files';
import { FakeProcess } from './cli-fakes';

// docs/cli.md, the man page and the completions are made from the commands. Somebody who changes one runs `npm run docs`.

const ROOT = path.resolve(__dirname, '..');
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const files = projectFiles(version);
const tree = programTree(version);
const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatwatch-reference-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const save = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

it.each([...files.keys()])('%s says what the commands say (else: npm run docs)', async (name) => {
  const text = files.get(name) ?? '';
  const options = await resolveConfig(path.join(ROOT, name));
  const expected = name.endsWith('.md') ? await format(text, { ...options, parser: 'markdown' }) : text;
  expect(readFileSync(path.join(ROOT, name), 'utf8')).toBe(expected);
});

it('every command and every option stands in the page, the man page and every completion', () => {
  const page = files.get('docs/cli.md') ?? '';
  const man = manPage(tree, version).replaceAll('\\-', '-');
  for (const { path: command, options, subcommands } of tree) {
    if (command !== '' && subcommands.length === 0) {
      expect(page).toContain(`## seatwatch ${command}\n`);
      expect(man).toContain(`.SS "seatwatch ${command}`);
    }
    for (const { long } of options) {
      expect(page).toContain(long);
      expect(man).toContain(long);
      for (const shell of SHELLS) expect(completionScript(shell, tree)).toContain(long.replace(/^--/, ''));
    }
  }
});

describe('the man page', () => {
  const page = (): string => save('seatwatch.1', manPage(tree, version));

  it.skipIf(!has('man'))('is laid out without a warning', () => {
    const { status, stderr } = spawnSync('man', ['--warnings', '-l', page()], {
      encoding: 'utf8',
      env: { ...process.env, MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.skipIf(!has('mandoc'))('is what another formatter calls correct', () => {
    expect(spawnSync('mandoc', ['-T', 'lint', page()], { encoding: 'utf8' }).stdout).toBe('');
  });

  it.skipIf(!has('man'))('keeps quotation marks, hyphens and full stops as they are to be typed', () => {
    const text = execFileSync('man', ['-l', page()], {
      encoding: 'utf8',
      env: { ...process.env, MANWIDTH: '200', LC_ALL: 'C.UTF-8' },
    });
    expect(text).toContain('--secret-env VAR');
    expect(text).toContain(`-H "X-Control-Token: $VAR"`);
    expect(text).toContain('-d \'{"setUsed": 750, "latencyMs": 200}\'');
  });
});

/** What is offered at the end of a line, by line. */
const EXPECTED: [line: string, offered: string[], not: string[]][] = [
  ['seatwatch ', ['org', 'collect', 'demo-org', 'completion'], ['add', '--json']],
  ['seatwatch de', ['demo-org'], ['org']],
  ['seatwatch org ', ['add', 'cert', 'rotate-key'], ['collect']],
  ['seatwatch --data-dir org org s', ['show'], []],
  ['seatwatch --json org --quiet re', ['remove'], []],
  ['seatwatch collect --', ['--all', '--max-calls', '--data-dir', '--json'], ['--unused', '--version']],
  ['seatwatch --v', ['--version'], []],
  ['seatwatch users Acme --fo', ['--format'], []],
  ['seatwatch users Acme --format ', ['table', 'csv', 'json'], ['xlsx', 'add']],
  ['seatwatch licenses Acme --format x', ['xlsx'], []],
  ['seatwatch findings --severity ', ['critical', 'low'], []],
  ['seatwatch completion ', ['bash', 'zsh', 'fish', 'powershell'], []],
  ['seatwatch schedule install --every week', ['weekday'], ['day']],
];

function expectOffered(complete: (line: string) => string[]): void {
  for (const [line, offered, not] of EXPECTED) {
    const words = complete(line);
    expect(words, line).toEqual(expect.arrayContaining(offered));
    for (const word of not) expect(words, line).not.toContain(word);
  }
}

describe('completion', () => {
  it.skipIf(!has('bash'))('in bash', () => {
    const script = save('seatwatch.bash', completionScript('bash', tree));
    // Bash takes a line apart before it asks: words, and equals signs as words of their own.
    const complete = (line: string): string[] => {
      const words = line.split(/(=)|\s+/).filter((word) => word !== undefined);
      const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _seatwatch; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const out = execFileSync('bash', ['-c', program, 'bash', script, ...words], {
        cwd: folder,
        encoding: 'utf8',
      });
      return out.trimEnd().split('\n');
    };
    expectOffered(complete);
    expect(complete('seatwatch users --format=c')).toEqual(['csv']);
    expect(complete('seatwatch users --format=csv --ou')).toEqual(['--out']);
    // Names of files, with their blanks; an org is nothing that is known here.
    save('my backup.db', '');
    expect(complete('seatwatch backup my')).toEqual(['my backup.db']);
    expect(complete('seatwatch users Acme --out my')).toEqual(['my backup.db']);
    expect(complete('seatwatch status ')).toEqual(['']);
  });

  it.skipIf(!has('fish'))('in fish', () => {
    const script = save('seatwatch.fish', completionScript('fish', tree));
    const lines = EXPECTED.map(([line]) => line);
    const program = `source $argv[1]; for line in $argv[2..-1]; echo "=$line"; complete -C $line; end`;
    const home = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder };
    const out = execFileSync('fish', ['--no-config', '-c', program, script, ...lines], {
      encoding: 'utf8',
      env: home,
    });
    const offered = new Map(
      out
        .split(/^=/m)
        .slice(1)
        .map((part) => {
          const [line = '', ...words] = part.trimEnd().split('\n');
          return [line.trimEnd(), words.map((word) => word.split('\t')[0] ?? '')];
        }),
    );
    expectOffered((line) => offered.get(line.trimEnd()) ?? []);
  });

  it.skipIf(!has('zsh'))('in zsh is a function that can be loaded', () => {
    const script = save('_seatwatch', completionScript('zsh', tree));
    expect(spawnSync('zsh', ['-n', script], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    // As compinit loads it, with the words that _arguments would get.
    const program = `
      _arguments() { state=(); print -rl -- "$@"; }
      _describe() { :; }
      fpath=("$1" $fpath); autoload -U _seatwatch
      source "$1/_seatwatch" 2>/dev/null; _seatwatch_users`;
    const out = execFileSync('zsh', ['-f', '-c', `compdef() { :; }\n${program}`, 'zsh', folder], {
      encoding: 'utf8',
    });
    expect(out).toContain('--format=[table, csv or json');
    expect(out).toContain(':(table csv json)');
    expect(out).toContain('1:name: ');
  });

  it('is printed by the program, as is the man page', async () => {
    const cli = new FakeProcess();
    try {
      for (const shell of SHELLS) {
        cli.stdout = '';
        expect(await cli.run('completion', shell)).toBe(0);
        expect(cli.stdout).toBe(completionScript(shell, programTree('0.1.0')));
      }
      cli.stdout = '';
      expect(await cli.run('completion', 'fish', '--json')).toBe(0);
      expect(cli.json()).toMatchObject({ shell: 'fish' });
      cli.stdout = '';
      expect(await cli.run('man')).toBe(0);
      expect(cli.stdout).toBe(manPage(programTree('0.1.0'), '0.1.0'));
      expect(await cli.run('completion', 'tcsh')).toBe(2);
      expect(cli.stderr).toContain('bash, zsh, fish, powershell');
      expect(cli.requests).toEqual([]);
    } finally {
      cli.remove();
    }
  });
});
