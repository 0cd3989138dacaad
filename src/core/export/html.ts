import { html as template, raw } from 'hono/html';

/** Markup in which every text was escaped. */
export type Markup = ReturnType<typeof raw>;
type Value = string | number | null | Markup | readonly Value[];

/** Puts values into markup: text is escaped, markup made by this stays, lists are joined, null is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  // Only promises among the values would make it a promise.
  return template(strings, ...values) as Markup;
}

/** Text of our own that must stand as it is. */
export const verbatim = (text: string): Markup => raw(text);
