import { EXIT_MEANINGS, VARIABLES } from './exit-codes';
import { type CommandFacts, flagsOf, type OptionFacts, synopsis } from './tree';

/** Text in a cell of a Markdown table. */
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '\\<').replaceAll('\n', ' ');
const code = (text: string): string => `\`${text}\``;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const anchor = (path: string): string => `seatwatch-${path}`.replaceAll(' ', '-');

function optionTable(options: readonly OptionFacts[]): string[] {
  if (options.length === 0) return [];
  const rows = options.map((option) => {
    const facts = [
      option.description,
      option.untold.length === 0 ? '' : `: ${option.untold.map(code).join(', ')}`,
      option.initial === null ? '' : ` (default: ${code(option.initial)})`,
      option.mandatory ? ' (required)' : '',
    ];
    // The words stand in code marks, in which nothing needs to be escaped.
    return `| ${code(flagsOf(option))} | ${cell(facts[0] ?? '')}${facts.slice(1).join('')} |`;
  });
  return ['| option | meaning |', '| --- | --- |', ...rows, ''];
}

function section(command: CommandFacts): string[] {
  const { path, description, arguments: args, options, more } = command;
  return [
    `## seatwatch ${path}`,
    '',
    `${sentence(description)}.`.replace(/([.!?])\.$/, '$1'),
    '',
    '```sh',
    synopsis(command),
    '```',
    '',
    ...args
      .filter(({ choices }) => choices.length > 0)
      .map(({ name, choices }) => `${code(name.toUpperCase())}: ${choices.map(code).join(', ')}\n`),
    ...optionTable(options),
    ...(more === '' ? [] : ['```text', more, '```', '']),
  ];
}

/** docs/cli.md: every command with its options. */
export function cliPage(tree: readonly CommandFacts[]): string {
  const [program, ...commands] = tree;
  if (program === undefined) throw new Error('There is no program');
  const leaves = commands.filter(({ subcommands }) => subcommands.length === 0);
  return [
    '<!-- Made from the definitions of the commands by: npm run docs -->',
    '',
    '# Command line',
    '',
    'The installed program is one executable, `seatwatch`. Without a command it opens the window; with one it does its work in the same way, on the same data, without a window and without a display. From a checkout the same thing is `npm run --silent seatwatch -- COMMAND`.',
    '',
    'The answer goes to standard output, progress and remarks go to standard error. Secrets are never taken as arguments. Running it without anybody there: [unattended.md](unattended.md).',
    '',
    '## Commands',
    '',
    '| command | does |',
    '| --- | --- |',
    ...leaves.map(
      ({ path, description }) =>
        `| [${code(`seatwatch ${path}`)}](#${anchor(path)}) | ${cell(description)} |`,
    ),
    '',
    '## Global options',
    '',
    'They may stand before or behind the command.',
    '',
    ...optionTable(program.options),
    '## Exit codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...EXIT_MEANINGS.map(([number, meaning]) => `| ${String(number)} | ${cell(meaning)} |`),
    '',
    'With `--json` a failure prints `{"error":{"code","message","fix"}}` to standard output; `code` is Salesforce’s own where there is one.',
    '',
    '## Environment',
    '',
    '| variable | meaning |',
    '| --- | --- |',
    ...VARIABLES.map(([name, meaning]) => `| ${code(name)} | ${cell(meaning)} |`),
    '',
    '## Man page and completions',
    '',
    'The Linux packages install the page `man seatwatch` and completions for bash, zsh and fish. Elsewhere: `seatwatch man | man -l -`, and `seatwatch completion bash|zsh|fish|powershell` prints a script that says in its second line how to load it. Names of orgs are not completed, because they stand in the database.',
    '',
    ...leaves.flatMap(section),
  ].join('\n');
}
