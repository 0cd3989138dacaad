import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { malformedQuery, type ApiError } from '../errors';
import { preamble, tooComplicated, unexpectedToken } from './messages';
import { readSource, type Source, type SourceQuery } from './source';

/** Longest query Salesforce takes, in characters. */
const MAX_SOQL_LENGTH = 100_000;

/** Parses, or throws MALFORMED_QUERY in Salesforce's words. NOTs are in the source, not in the query. */
export function parseSoql(soql: string): { query: Query; source: Source } {
  if (soql.length > MAX_SOQL_LENGTH)
    throw malformedQuery(`SOQL statements cannot be longer than ${MAX_SOQL_LENGTH} characters.`);
  if (soql.trim() === '') throw malformedQuery('A query string has to be specified');
  const { source, text } = readSource(soql);
  refuseBinds(source, source.query);
  try {
    const query = parseQuery(text);
    if (source.query.offset !== undefined) query.offset = source.query.offset;
    return { query, source };
  } catch (error) {
    // The parser descends once per parenthesis.
    if (error instanceof RangeError) throw tooComplicated();
    throw explain(soql, text, error instanceof Error ? error.message : String(error));
  }
}

/** `:name` is Apex. */
function refuseBinds(source: Source, query: SourceQuery): void {
  query.words.forEach(({ token }, i) => {
    if (token.text === ':' && query.words[i + 1]?.token.kind === 'word')
      throw malformedQuery(`${preamble(source.soql, token.at)}Bind variables only allowed in Apex code`);
  });
  for (const nested of query.nested) refuseBinds(source, nested.query);
}

/** The parser tells the place by offset (lexer) or only the word it stumbled over (parser). */
function explain(soql: string, text: string, message: string): ApiError {
  const lexed = /unexpected character: ->(.)<- at offset: (\d+)/s.exec(message);
  if (lexed) return unexpectedToken(soql, lexed[1] ?? '', Number(lexed[2]));
  const found = /found:?(?: -->)?\s+'?((?:[^'\\]|\\.|'(?!\s*(?:<--|$)))*?)'?(?:\s*<--)?$/s.exec(message)?.[1];
  if (found === undefined || found === '') return unexpectedToken(soql, '<EOF>', soql.length);
  return unexpectedToken(soql, found, Math.max(0, text.lastIndexOf(found)));
}
