import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from './context';

/** Runs a command's work and keeps its exit code; made by `program.ts`. */
export type Runner = <O extends object>(
  command: Command,
  work: (context: Context, options: O, args: string[]) => Promise<number | undefined>,
) => void;

/** Adds commands to the program. */
export type Register = (program: Command, run: Runner) => void;

/** An option whose value is checked and converted. */
export function valueOption<T>(flags: string, description: string, parse: (text: string) => T): Option {
  return new Option(flags, description).argParser((text: string) => parse(text));
}

/** One of some words; wrong ones are a usage error naming the right ones. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`Allowed are ${words.join(', ')}.`);
    return found;
  };
}
