import { malformedQuery } from '../errors';
import { ConditionOutline, type Comparison } from './condition-outline';
import { tokensOf, type Token } from './tokens';

/** Which part of a query a word stands in; what follows ORDER BY counts as `TAIL`. */
export type Clause = 'SELECT' | 'FROM' | 'WHERE' | 'GROUP BY' | 'HAVING' | 'ORDER BY' | 'TAIL';

/** One SELECT of a query text: its own words by clause, and the SELECTs inside it. */
export interface SourceQuery {
  start: number;
  words: { token: Token; clause: Clause }[];
  nested: { clause: Clause; query: SourceQuery }[];
  /** The comparisons of WHERE and HAVING, in order. */
  comparisons: { WHERE: readonly Comparison[]; HAVING: readonly Comparison[] };
  /** Aliases of `FROM User u, u.Profile p`, in lower case, with the path each stands for. */
  aliases: Map<string, string>;
  offset: number | undefined;
}

/** A query as written, and how it is built; error messages point into it. */
export interface Source {
  soql: string;
  query: SourceQuery;
}

/** Words that end a FROM list, with the clause they start (and the word that must follow). */
const CLAUSE_WORDS: Readonly<Record<string, { clause: Clause; then?: string }>> = {
  FROM: { clause: 'FROM' },
  WHERE: { clause: 'WHERE' },
  GROUP: { clause: 'GROUP BY', then: 'BY' },
  HAVING: { clause: 'HAVING' },
  ORDER: { clause: 'ORDER BY', then: 'BY' },
  USING: { clause: 'TAIL', then: 'SCOPE' },
  WITH: { clause: 'TAIL' },
  LIMIT: { clause: 'TAIL' },
  OFFSET: { clause: 'TAIL' },
  FOR: { clause: 'TAIL' },
  UPDATE: { clause: 'TAIL' },
  ALL: { clause: 'TAIL', then: 'ROWS' },
};

/**
 * Reads the outline of a query, and takes out of its text what the SOQL parser (6.3.1) cannot read or reads
 * wrongly: NOT (it drops one of three that stand inside each other), parentheses around comparisons (it gives up
 * after a dozen in a row), OFFSET (it stumbles over one that follows
 * WHERE without LIMIT), the aliases of a FROM list, and the second of FOR VIEW FOR REFERENCE. What is taken out becomes spaces, so places stay where they were.
 */
export function readSource(soql: string): { source: Source; text: string } {
  const tokens = tokensOf(soql);
  const removed: Token[] = [];
  const reader = new Reader(tokens, removed);
  const source = { soql, query: reader.query() };
  let text = '';
  for (const { at, text: word } of removed.sort((x, y) => x.at - y.at))
    text += soql.slice(text.length, at) + ' '.repeat(word.length);
  text += soql.slice(text.length);
  return { source, text };
}

class Reader {
  #at = 0;

  constructor(
    readonly tokens: readonly Token[],
    /** Tokens the parser must not see. */
    readonly removed: Token[],
  ) {}

  /** Reads from SELECT to the end of the text or the parenthesis that closes this SELECT. */
  query(): SourceQuery {
    const outlines = {
      WHERE: new ConditionOutline(this.removed),
      HAVING: new ConditionOutline(this.removed),
    };
    const query: SourceQuery = {
      start: this.tokens[this.#at]?.at ?? 0,
      words: [],
      nested: [],
      comparisons: { WHERE: outlines.WHERE.comparisons, HAVING: outlines.HAVING.comparisons },
      aliases: new Map(),
      offset: undefined,
    };
    let clause: Clause = 'SELECT';
    let depth = 0;
    const from: Token[] = [];
    let forClauses = 0;
    for (let token = this.tokens[this.#at]; token; token = this.tokens[this.#at]) {
      const next = this.tokens[this.#at + 1];
      if (token.text === ')' && depth === 0) break;
      if (token.text === '(' && next?.upper === 'SELECT') {
        this.#at++;
        query.nested.push({ clause, query: this.query() });
        this.#at++;
        if (clause === 'WHERE' || clause === 'HAVING') outlines[clause].takeNested();
        continue;
      }
      this.#at++;
      if (token.text === '(') depth++;
      if (token.text === ')') depth--;
      const started: Clause | undefined = depth === 0 ? clauseAt(token, next, clause) : undefined;
      if (started !== undefined) {
        clause = started;
        if (token.upper === 'ALL') throw malformedQuery('ALL ROWS not allowed in this context');
        if (token.upper === 'FOR' && forClauses++ > 0 && next) this.removed.push(token, next);
        if (token.upper === 'OFFSET' && next && this.#endsAfter(next)) {
          query.offset = Number(next.text);
          this.removed.push(token, next);
        }
      } else if (clause === 'FROM') from.push(token);
      query.words.push({ token, clause });
      if (clause === 'WHERE' || clause === 'HAVING')
        outlines[clause].take(token, next, started !== undefined);
    }
    this.#aliases(query, from);
    return query;
  }

  /** A whole number that nothing but FOR or UPDATE follows: anything else is the parser's to refuse. */
  #endsAfter(number: Token): boolean {
    const after = this.tokens[this.#at + 1];
    return /^\d+$/.test(number.text) && (after === undefined || [')', 'FOR', 'UPDATE'].includes(after.upper));
  }

  /** `User u, u.Profile p, User.Manager m`: keeps `User u`, notes the rest. */
  #aliases(query: SourceQuery, from: readonly Token[]): void {
    const comma = from.findIndex((token) => token.text === ',');
    if (comma < 0) return;
    const roots = from.slice(0, comma).map((token) => token.upper);
    let item: Token[] = [];
    for (const token of [...from.slice(comma + 1), undefined]) {
      if (token && token.text !== ',') {
        item.push(token);
        continue;
      }
      const [path, alias] = item;
      if (path && alias) {
        const names = path.text.split('.');
        if (roots.includes(names[0]?.toUpperCase() ?? '')) names.shift();
        query.aliases.set(alias.text.toLowerCase(), names.join('.'));
      }
      item = [];
    }
    this.removed.push(...from.slice(comma));
  }
}

function clauseAt(token: Token, next: Token | undefined, current: Clause): Clause | undefined {
  if (token.kind !== 'word') return undefined;
  const found = CLAUSE_WORDS[token.upper];
  if (!found || (found.then !== undefined && next?.upper !== found.then)) return undefined;
  // Before FROM nothing but FROM ends the list; a field may be called Limit.
  return current === 'SELECT' && found.clause !== 'FROM' ? undefined : found.clause;
}

/** Offset of `word` (any case) inside a clause of a SELECT; that SELECT's start when it cannot be found. */
export function locate(query: SourceQuery, word: string, clause: Clause): number {
  const wanted = word.toUpperCase();
  const found = query.words.find((w) => w.clause === clause && w.token.upper === wanted);
  const first = found ?? query.words.find((w) => w.clause === clause);
  return (found ?? first)?.token.at ?? query.start;
}

/** The SELECTs inside a clause, one after the other as the parser meets them. */
export function nestedQueries(query: SourceQuery, clause: Clause): SourceQuery[] {
  return query.nested.filter((nested) => nested.clause === clause).map((nested) => nested.query);
}
