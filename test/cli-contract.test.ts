import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../src/headless/output/exit-code';
import { optionsOf } from '../src/headless/reference/tree';
import { programTree } from '../src/headless/reference/project-files';
import {
  CONTRACT,
  CONTRACT_RUNS,
  EXIT_CODE_TESTS,
  GLOBAL_OPTIONS,
  MEANING_TESTS,
} from './builders/cli-contract';
import { failure, FakeProcess } from './cli-fakes';

// Every command, every option and every exit code that scripts rely on is there and has a test. What the answers look
// like is in cli-contract.integration.test.ts; the real program answers in e2e/specs/headless.

const ROOT = path.resolve(__dirname, '..');
const tree = programTree('0.1.0');
const leaves = tree.filter(({ path: name, subcommands }) => name !== '' && subcommands.length === 0);
const commandOf = (name: string) => tree.find((one) => one.path === name);

describe('the commands', () => {
  it.each(Object.entries(CONTRACT))('%s takes what it always took', (name, { args, options }) => {
    const command = commandOf(name);
    if (!command) throw new Error(`There is no command ${name}.`);
    const given = command.arguments.map((one) => (one.required ? one.name : `[${one.name}]`));
    expect(given.slice(0, args.length)).toEqual(args);
    // Further arguments must not be asked of a script that does not know them.
    expect(command.arguments.slice(args.length).filter(({ required }) => required)).toEqual([]);
    const written = optionsOf(tree, command).map(({ long, value }) => `${long}${value === null ? '' : '='}`);
    expect(written).toEqual(expect.arrayContaining([...options, ...GLOBAL_OPTIONS]));
    const asked = command.options.filter(({ mandatory }) => mandatory).map(({ long }) => `${long}=`);
    for (const option of asked) expect(options).toContain(option);
  });

  it('all of them are run by the real program, in e2e/specs/headless/every-command.spec.ts', () => {
    // Whoever adds a command adds a run of it to test/builders/cli-contract.ts.
    expect([...new Set(CONTRACT_RUNS.map(({ command }) => command))].sort()).toEqual(
      leaves.map((one) => one.path).sort(),
    );
  });

  it('have descriptions of one kind', () => {
    for (const { path: name, description, options, arguments: args } of tree.slice(1)) {
      expect(description, name).toMatch(/^(\p{Ll}|[A-Z]+ |Collect Now|Test Connectivity)/u);
      expect(description, name).not.toMatch(/\.$/);
      for (const one of options) expect(one.description, `${name} ${one.long}`).toMatch(/[^.]$/);
      for (const one of args) expect(one.description, `${name} ${one.name}`).not.toBe('');
    }
  });
});

const referencesIn = (table: Record<string, string[]>): [string, string][] =>
  Object.entries(table).flatMap(([what, tests]) => tests.map((test): [string, string] => [what, test]));

describe('the tests', () => {
  it('of every exit code there is at least one', () => {
    expect(Object.keys(EXIT_CODE_TESTS).map(Number)).toEqual(Object.values(EXIT).sort());
    for (const tests of Object.values(EXIT_CODE_TESTS)) expect(tests.length).toBeGreaterThan(0);
  });

  it.each([...referencesIn(EXIT_CODE_TESTS), ...referencesIn(MEANING_TESTS)])(
    'of %s are there: %s',
    (_, test) => {
      const [file = '', words = ''] = test.split(' › ');
      const whole = path.join(ROOT, file);
      expect(existsSync(whole), file).toBe(true);
      expect(readFileSync(whole, 'utf8'), file).toContain(words);
    },
  );
});

describe('whatever happens', () => {
  let cli: FakeProcess;
  beforeEach(() => {
    cli = new FakeProcess();
  });
  afterEach(() => {
    cli.remove();
  });

  it('a failure with --json is one document, of every command that opens the data folder', async () => {
    cli.openError = failure('DATABASE_DAMAGED', 'data');
    for (const name of [
      'org list',
      'status',
      'users',
      'licenses',
      'logins',
      'findings',
      'limits',
      'collect',
      'test',
    ]) {
      cli.stdout = '';
      const org = commandOf(name)?.arguments.length === 0 ? [] : ['Acme'];
      expect(await cli.run(...name.split(' '), ...org, '--json'), name).toBe(6);
      expect(cli.json(), name).toEqual({
        error: {
          code: 'DATABASE_DAMAGED',
          message: 'Message of DATABASE_DAMAGED.',
          fix: 'Fix of DATABASE_DAMAGED.',
        },
      });
      expect(cli.stderr).toBe('');
    }
  });

  it.each([
    ['colect', 'Did you mean collect?'],
    ['org lsit', 'Did you mean list?'],
    ['status Acme --jsno', 'Did you mean --json?'],
  ])('%j suggests what was probably meant', async (line, words) => {
    expect(await cli.run(...line.split(' '))).toBe(2);
    expect(cli.stderr).toContain(words);
  });

  it('every command has help that names its options and the exit codes', async () => {
    for (const { path: name, options } of tree) {
      cli.stdout = '';
      expect(await cli.run(...name.split(' ').filter((word) => word !== ''), '--help'), name).toBe(0);
      for (const { long } of options) expect(cli.stdout, name).toContain(long);
      expect(cli.stdout, name).toContain('--data-dir');
    }
    cli.stdout = '';
    await cli.run('--help');
    for (const code of Object.values(EXIT)) expect(cli.stdout).toMatch(new RegExp(`\\b${String(code)} `));
  });
});
