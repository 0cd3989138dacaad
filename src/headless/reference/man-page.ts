import { EXIT_MEANINGS, VARIABLES } from './exit-codes';
import { type CommandFacts, flagsOf, type OptionFacts, optionsOf, synopsis } from './tree';

const WIDTH = 78;
/** Of the page's last revision as a whole; a date of today would change the file whenever it is made. */
const REVISED = '2026-11-23';

/** Filled text, in lines that people can compare, too. */
function filled(words: string): string {
  const lines = [''];
  for (const word of words.split(/\s+/).map(roff)) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + word.length < WIDTH) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  // What begins with a full stop or an apostrophe would be a request; `roff` leaves no apostrophe.
  return lines.map((line) => line.replace(/^\./, '\\&.')).join('\n');
}

/** Text for roff: man(7) and groff_char(7). A hyphen is one that can be copied into a shell. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('’', '\\(cq')
    .replaceAll('“', '\\(lq')
    .replaceAll('”', '\\(rq')
    .replaceAll('…', '...')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/^\./gm, '\\&.');
}

const sentence = (text: string): string => {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?:]$/.test(whole) ? whole : `${whole}.`;
};

/** Flags bold, the name of the value in italics. */
function flags(option: OptionFacts): string {
  const [names = '', value] = flagsOf(option).split(/ (?=[A-Z]+$)/);
  return `\\fB${roff(names)}\\fR${value === undefined ? '' : ` \\fI${roff(value)}\\fR`}`;
}

function optionLines(option: OptionFacts): string[] {
  const facts = [
    option.untold.length === 0 ? '' : `One of ${option.untold.join(', ')}.`,
    option.initial === null ? '' : `Default: ${option.initial}.`,
    option.mandatory ? 'Required.' : '',
  ].filter((one) => one !== '');
  return ['.TP', flags(option), filled([sentence(option.description), ...facts].join(' '))];
}

/** Paragraphs; what is indented stays as it is. */
function moreLines(text: string): string[] {
  return text.split(/\n{2,}/).flatMap((paragraph) => {
    const isExample = paragraph.split('\n').some((line) => /^\s/.test(line));
    if (!isExample) return ['.PP', filled(paragraph)];
    return ['.PP', '.nf', roff(paragraph), '.fi'];
  });
}

function commandLines(command: CommandFacts): string[] {
  const own = command.arguments.filter(({ description }) => description !== '');
  return [
    `.SS "${roff(synopsis(command))}"`,
    filled(sentence(command.description)),
    ...own.flatMap(({ name, description, choices }) => [
      '.TP',
      `\\fI${roff(name.toUpperCase())}\\fR`,
      filled(`${sentence(description)}${choices.length === 0 ? '' : ` One of ${choices.join(', ')}.`}`),
    ]),
    ...command.options.flatMap(optionLines),
    ...(command.more === '' ? [] : moreLines(command.more)),
  ];
}

/** seatwatch(1) in the man macros. `version` stands in its footer; there is no date, so that it changes with its content only. */
export function manPage(tree: readonly CommandFacts[], version: string): string {
  const [program, ...commands] = tree;
  if (program === undefined) throw new Error('There is no program');
  const list = (facts: readonly (readonly [string | number, string])[]): string[] =>
    facts.flatMap(([name, meaning]) => ['.TP', `\\fB${roff(String(name))}\\fR`, filled(sentence(meaning))]);
  return [
    '.\\" Made from the definitions of the commands by: npm run docs',
    `.TH SEATWATCH 1 ${REVISED} "Seatwatch ${roff(version)}" "User Commands"`,
    '.SH NAME',
    'seatwatch \\- licenses, real usage and sign\\-ins of Salesforce orgs',
    '.SH SYNOPSIS',
    '.B seatwatch',
    '[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]]',
    '.SH DESCRIPTION',
    filled(program.description),
    '.PP',
    filled(
      'With a command it opens no window and needs no display. The answer goes to standard output, progress and remarks go to standard error. Options of the program may stand before or behind the command. Secrets are never taken as arguments.',
    ),
    '.SH OPTIONS',
    ...optionsOf(tree, program).flatMap(optionLines),
    '.SH COMMANDS',
    ...commands.filter(({ subcommands }) => subcommands.length === 0).flatMap(commandLines),
    '.SH EXIT STATUS',
    ...list(EXIT_MEANINGS),
    '.SH ENVIRONMENT',
    ...list(VARIABLES),
    '.SH FILES',
    ...list([
      ['~/.config/Seatwatch', 'settings, vault, database and log, where no other folder is named (Linux)'],
      ['logs/seatwatch.log', 'the log, in the data folder'],
    ]),
    '.SH SEE ALSO',
    filled(
      'The documentation that comes with Seatwatch: command line, unattended use, exit codes in monitoring.',
    ),
    '',
  ].join('\n');
}
