import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from '../errors';
import { unexpectedToken } from './messages';

/** Longest query Salesforce takes, in characters. */
const MAX_SOQL_LENGTH = 100_000;

/** Parses, or throws MALFORMED_QUERY in Salesforce's words. */
export function parseSoql(soql: string): Query {
  if (soql.length > MAX_SOQL_LENGTH)
    throw malformedQuery(`SOQL statements cannot be longer than ${MAX_SOQL_LENGTH} characters.`);
  if (soql.trim() === '') throw malformedQuery('A query string has to be specified');
  let query: Query;
  try {
    query = parseQuery(soql);
  } catch (error) {
    throw explain(soql, error instanceof Error ? error.message : String(error));
  }
  // The parser (6.3.1) drops one of three NOTs that stand inside each other; better no answer than a wrong one.
  if (writtenNots(soql) !== parsedNots(query)) throw malformedQuery('NOT is nested too deeply');
  return query;
}

/** NOT operators in the text, outside quotes and apart from NOT IN. */
function writtenNots(soql: string): number {
  const bare = soql.replace(/'(?:[^'\\]|\\.)*'/gs, "''");
  return bare.match(/\bNOT\b(?!\s+IN\b)/gi)?.length ?? 0;
}

/** NOT operators anywhere in a parsed query. */
function parsedNots(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0;
  const own = 'operator' in node && node.operator === 'NOT' ? 1 : 0;
  return Object.values(node).reduce((sum: number, child: unknown) => sum + parsedNots(child), own);
}

/** The parser tells the place by offset (lexer) or only the word it stumbled over (parser). */
function explain(soql: string, message: string): Error {
  const lexed = /unexpected character: ->(.)<- at offset: (\d+)/s.exec(message);
  if (lexed) return unexpectedToken(soql, lexed[1] ?? '', Number(lexed[2]));
  const found = /found(?::| -->)\s*'((?:[^'\\]|\\.|'(?!\s*(?:<--|$)))*)'/s.exec(message)?.[1];
  if (found === undefined || found === '') return unexpectedToken(soql, '<EOF>', soql.length);
  return unexpectedToken(soql, found, Math.max(0, soql.lastIndexOf(found)));
}
