import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from './context';

/** Runs a command's work and keeps its exit code; made by `program.ts`. */
export type Runner = <O extends object>(
  command: Command,
  work: (context: Context, options: O, args: string[]) => Promise<number | undefined>,
) => void;

/** Adds commands to the program. */
export type Register = (program: Command, run: Runner) => void;

/** A parser that takes one of some words; it says which, so that completions and the docs know them. */
export interface WordParser<T extends string> {
  (text: string): T;
  words: readonly T[];
}

/** An option whose value is checked and converted. */
export function valueOption<T>(
  flags: string,
  description: string,
  parse: ((text: string) => T) & { words?: readonly string[] },
): Option {
  const option = new Option(flags, description);
  if (parse.words !== undefined) option.choices([...parse.words]);
  return option.argParser((text: string) => parse(text));
}

/** An option whose value is one of some words. */
export function choiceOption(flags: string, description: string, words: readonly string[]): Option {
  return valueOption(flags, description, oneOf(words));
}

/** One of some words; wrong ones are a usage error naming the right ones. */
export function oneOf<T extends string>(words: readonly T[]): WordParser<T> {
  const parse = (text: string): T => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`Allowed are ${words.join(', ')}.`);
    return found;
  };
  return Object.assign(parse, { words });
}

/** Whether the description already names every word, so that help need not list them again. */
export function namesItsChoices({
  description,
  argChoices,
}: Pick<Option, 'description' | 'argChoices'>): boolean {
  return (argChoices ?? []).every((word) => new RegExp(`(^|[^a-z-])${word}($|[^a-z-])`).test(description));
}
