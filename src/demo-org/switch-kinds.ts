import { z } from 'zod';

/** Something about the demo org that can be set while it runs, and stays so. */
export interface Switch<T> {
  schema: z.ZodType<T>;
  initial: T;
  /** For help texts: what a value other than the initial one does. */
  effect: string;
  /**
   * Set when nothing public settles how the platform behaves. `initial` is then our guess, `other` the value
   * for the other behavior; a client has to cope with both.
   */
  unconfirmed?: { fact: string; other: T };
}

/** On or off; with a fact the other setting is the other behavior. */
export const flag = (initial: boolean, effect: string, fact?: string): Switch<boolean> => ({
  schema: z.boolean(),
  initial,
  effect,
  ...(fact === undefined ? {} : { unconfirmed: { fact, other: !initial } }),
});

/** One of some words or numbers; the first is the initial one, the second the other behavior. */
export function choice<const T extends readonly [unknown, unknown, ...unknown[]]>(
  values: T,
  effect: string,
  fact?: string,
): Switch<T[number]> {
  const schema = z.custom<T[number]>(
    (value) => values.includes(value),
    `must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
  );
  return {
    schema,
    initial: values[0],
    effect,
    ...(fact === undefined ? {} : { unconfirmed: { fact, other: values[1] } }),
  };
}

/** A whole number from 0. */
export const number = (initial: number, effect: string): Switch<number> => ({
  schema: z.int().nonnegative(),
  initial,
  effect,
});

/** Any other kind of value. */
export const custom = <T>(made: Switch<T>): Switch<T> => made;
