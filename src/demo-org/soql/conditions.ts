import type {
  ConditionWithValueQuery,
  HavingClause,
  NegationCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { tooComplicated } from './messages';
import type { Comparison } from './condition-outline';
import type { Token } from './tokens';

/** A WHERE or HAVING clause as a tree; the parser only gives a list with parenthesis counts. */
export type ConditionTree =
  | { kind: 'and' | 'or'; items: ConditionTree[] }
  | { kind: 'not'; item: ConditionTree }
  | { kind: 'leaf'; condition: Leaf };

/** A comparison (never the parser's empty "negation" placeholder). */
export type Leaf = Exclude<ConditionWithValueQuery, NegationCondition>;

/** Parentheses inside each other; far beyond what tools generate, within what SQLite compiles. */
const MAX_DEPTH = 200;

/** Makes the error for a token that must not stand where it does; undefined is the end of the query. */
type Unexpected = (token: Token | string | undefined) => Error;

type Item = { leaf: Leaf } | { word: Token } | { close: true };

/** The first word of a comparison the parser has put after another. */
function wordOf(clause: unknown): string {
  const { left } = clause as WhereClause;
  if (left && 'field' in left) return left.field;
  return left && 'fn' in left ? (left.fn.functionName ?? '') : '';
}

/** The comparisons come from the parser, how they are grouped from the text. */
function itemsOf(
  clause: WhereClause | HavingClause,
  comparisons: readonly Comparison[],
  unexpected: Unexpected,
): Item[] {
  const out: Item[] = [];
  let node: WhereClause | HavingClause | undefined = clause;
  for (let i = 0; node !== undefined; i++) {
    const left: WhereClause['left'] = node.left;
    const outline = comparisons[i];
    if (left === null || !('operator' in left) || !outline)
      throw new Error('The parser and the outline of the query disagree');
    if (i > 0) out.push({ word: outline.after });
    out.push(...outline.opens.map((word) => ({ word })), { leaf: left });
    for (let closed = 0; closed < outline.closes; closed++) out.push({ close: true });
    // The parser takes two comparisons with nothing between them; so would nobody else.
    const { right, operator } = node as { right?: unknown; operator?: unknown };
    if (right !== undefined && operator === undefined) throw unexpected(wordOf(right));
    node = 'operator' in node ? node.right : undefined;
  }
  return out;
}

/**
 * Builds the tree by SOQL's own rules: AND and OR may not be mixed on one level without parentheses
 * (`a AND b OR c` is refused), and NOT stands alone on its level (`a AND (NOT b)`, not `a AND NOT b`).
 */
export function conditionTree(
  clause: WhereClause | HavingClause,
  comparisons: readonly Comparison[],
  unexpected: Unexpected,
): ConditionTree {
  const list = itemsOf(clause, comparisons, unexpected);
  let at = 0;
  const wordAt = (i: number): Token | undefined => {
    const item = list[i];
    return item && 'word' in item ? item.word : undefined;
  };
  const level = (depth: number): ConditionTree => {
    if (depth > MAX_DEPTH) throw tooComplicated();
    if (wordAt(at)?.upper === 'NOT') {
      at++;
      return { kind: 'not', item: primary(depth) };
    }
    const items = [primary(depth)];
    let operator: Token | undefined;
    for (let next = wordAt(at); next; next = wordAt(at)) {
      if (operator && operator.upper !== next.upper) throw unexpected(next);
      operator = next;
      at++;
      items.push(primary(depth));
    }
    const [first] = items;
    if (items.length === 1 && first) return first;
    return { kind: operator?.upper === 'OR' ? 'or' : 'and', items };
  };
  const primary = (depth: number): ConditionTree => {
    const item = list[at++];
    if (item && 'leaf' in item) return { kind: 'leaf', condition: item.leaf };
    if (!item || !('word' in item) || item.word.text !== '(')
      throw unexpected(item && 'word' in item ? item.word : undefined);
    const inner = level(depth + 1);
    const close = list[at++];
    if (!close || !('close' in close)) throw unexpected(close && 'word' in close ? close.word : undefined);
    return inner;
  };
  const tree = level(0);
  if (at < list.length) throw unexpected(wordAt(at));
  return tree;
}
