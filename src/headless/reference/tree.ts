import type { EventEmitter } from 'node:events';
import type { Command, Option } from 'commander';
import { namesItsChoices } from '../command';

/** What a value is, so that shells can complete it. */
export type ValueKind = 'file' | 'folder' | 'other';

export interface OptionFacts {
  /** "--data-dir <dir>", as help shows it. */
  flags: string;
  long: string;
  short: string | null;
  description: string;
  /** Name of its value ("dir"); null: it takes none. */
  value: string | null;
  kind: ValueKind;
  choices: readonly string[];
  /** Those that the description does not name. */
  untold: readonly string[];
  /** What it is when it is not given; null: nothing. */
  initial: string | null;
  mandatory: boolean;
}

export interface ArgumentFacts {
  name: string;
  description: string;
  required: boolean;
  kind: ValueKind;
  choices: readonly string[];
}

/** One command as the docs, the man page and the completions need it. */
export interface CommandFacts {
  /** Without the program: "org add"; "" is the program itself. */
  path: string;
  description: string;
  arguments: readonly ArgumentFacts[];
  /** Its own; the global ones are those of "". */
  options: readonly OptionFacts[];
  /** Names of the commands below it. */
  subcommands: readonly string[];
  /** What `--help` says behind the options. */
  more: string;
}

const FILE = /^(file|pem)$/;
const FOLDER = /^(dir|folder)$/;

function kindOf(name: string): ValueKind {
  if (FILE.test(name)) return 'file';
  return FOLDER.test(name) ? 'folder' : 'other';
}

function optionFacts(option: Option): OptionFacts {
  const value = /[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? null;
  const initial: unknown = option.defaultValue;
  return {
    flags: option.flags,
    long: option.long ?? '',
    short: option.short ?? null,
    description: option.description,
    value,
    kind: value === null ? 'other' : kindOf(value),
    choices: option.argChoices ?? [],
    untold: namesItsChoices(option) ? [] : (option.argChoices ?? []),
    initial: typeof initial === 'string' || typeof initial === 'number' ? String(initial) : null,
    mandatory: option.mandatory,
  };
}

/** The texts that `addHelpText('after')` puts there; Commander hands them out as an event only. */
function moreOf(command: Command): string {
  let text = '';
  const emitter: unknown = command;
  (emitter as EventEmitter).emit('afterHelp', {
    error: false,
    command,
    write: (part: string) => void (text += part),
  });
  return text.trim();
}

/** All commands that can be run or that hold others, parents before their children, in the order of `--help`. */
export function commandTree(program: Command): CommandFacts[] {
  const help = program.createHelp();
  const walk = (command: Command, path: string): CommandFacts[] => {
    const children = help.visibleCommands(command).filter((child) => child.name() !== 'help');
    const facts: CommandFacts = {
      path,
      description: command.description(),
      arguments: command.registeredArguments.map((argument) => ({
        name: argument.name(),
        description: argument.description,
        required: argument.required,
        kind: kindOf(argument.name()),
        choices: argument.argChoices ?? [],
      })),
      options: help
        .visibleOptions(command)
        .filter(({ long }) => path === '' || long !== '--help')
        .map(optionFacts),
      subcommands: children.map((child) => child.name()),
      more: moreOf(command),
    };
    return [
      facts,
      ...children.flatMap((child) => walk(child, path === '' ? child.name() : `${path} ${child.name()}`)),
    ];
  };
  return walk(program, '');
}

/** Of every command: its own options and, behind them, the global ones. `--version` is the program's alone. */
export function optionsOf(tree: readonly CommandFacts[], { path, options }: CommandFacts): OptionFacts[] {
  if (path === '') return [...options];
  const global = tree.find((one) => one.path === '')?.options ?? [];
  return [...options, ...global.filter(({ long }) => long !== '--version')];
}

/** "seatwatch org add", with arguments in capitals: "seatwatch org show NAME". */
export function synopsis({ path, arguments: args, options, subcommands }: CommandFacts): string {
  const words = args.map(({ name, required }) => (required ? name.toUpperCase() : `[${name.toUpperCase()}]`));
  const must = options
    .filter(({ mandatory }) => mandatory)
    .map(({ long, value }) => `${long} ${(value ?? '').toUpperCase()}`);
  return ['seatwatch', path, subcommands.length > 0 ? 'COMMAND' : '', ...words, ...must, '[OPTIONS]']
    .filter((word) => word !== '')
    .join(' ');
}

/** "--out FILE". */
export function flagsOf({ short, long, value }: OptionFacts): string {
  const names = short === null ? long : `${short}, ${long}`;
  return value === null ? names : `${names} ${value.toUpperCase()}`;
}
