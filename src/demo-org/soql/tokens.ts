import { malformedQuery } from '../errors';

/** A piece of SOQL text; `upper` is its text in capitals, for keywords. */
export interface Token {
  kind: 'word' | 'string' | 'symbol';
  text: string;
  upper: string;
  /** Offset in the query. */
  at: number;
}

/**
 * Words keep their dots and a date literal its number (`Profile.Name`, `LAST_N_DAYS:3`); numbers and dates
 * are words too.
 */
const PATTERN =
  /\s+|(?<string>'(?:[^'\\]|\\.)*')|(?<word>[A-Za-z_][\w.]*(?::\d+)?|[+-]?\d[\w.:+-]*)|(?<symbol><=|>=|!=|<>|[()=<>,:*;.])/gsy;

/** Where a message about a character stands: rows from 1, columns from 0, as Salesforce's lexer counts. */
function position(soql: string, at: number): string {
  const before = soql.slice(0, at);
  return `line ${before.split('\n').length}:${at - (before.lastIndexOf('\n') + 1)}`;
}

/** Splits a query into tokens; throws MALFORMED_QUERY for what no token can start with. */
export function tokensOf(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < soql.length) {
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(soql);
    if (!match) {
      const character = soql.charAt(at);
      throw malformedQuery(
        character === "'"
          ? `${position(soql, soql.length)} mismatched character '<EOF>' expecting '''`
          : `${position(soql, at)} no viable alternative at character '${character}'`,
      );
    }
    const [text] = match;
    const kind = (['string', 'word', 'symbol'] as const).find((name) => match.groups?.[name] !== undefined);
    if (kind) tokens.push({ kind, text, upper: text.toUpperCase(), at });
    at += text.length;
  }
  return tokens;
}
