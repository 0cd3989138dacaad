import type {
  ConditionWithValueQuery,
  HavingClause,
  LogicalOperator,
  NegationCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from '../errors';

/** A WHERE or HAVING clause as a tree; the parser only gives a list with parenthesis counts. */
export type ConditionTree =
  | { kind: 'and' | 'or'; items: ConditionTree[] }
  | { kind: 'not'; item: ConditionTree }
  | { kind: 'leaf'; condition: Leaf };

/** A comparison (never the parser's empty "negation" placeholder). */
export type Leaf = Exclude<ConditionWithValueQuery, NegationCondition>;

type Token = '(' | ')' | LogicalOperator | { leaf: Leaf };

function tokens(clause: WhereClause | HavingClause): Token[] {
  const out: Token[] = [];
  let node: WhereClause | HavingClause | undefined = clause;
  while (node !== undefined) {
    const left: WhereClause['left'] = node.left;
    if (left !== null) {
      for (let i = 0; i < (left.openParen ?? 0); i++) out.push('(');
      if ('operator' in left) {
        out.push({ leaf: left });
        for (let i = 0; i < (left.closeParen ?? 0); i++) out.push(')');
      }
    }
    if (!('operator' in node)) break;
    out.push(node.operator);
    node = node.right;
  }
  return out;
}

/**
 * Builds the tree by SOQL's own rule: AND and OR may not be mixed on one level without parentheses
 * (`a AND b OR c` is refused), NOT binds to what follows it directly.
 */
export function conditionTree(clause: WhereClause | HavingClause): ConditionTree {
  const list = tokens(clause);
  let at = 0;
  const level = (): ConditionTree => {
    const items = [primary()];
    let operator: 'AND' | 'OR' | undefined;
    for (;;) {
      const next = list[at];
      if (next !== 'AND' && next !== 'OR') break;
      if (operator !== undefined && operator !== next) throw malformedQuery(`unexpected token: '${next}'`);
      operator = next;
      at++;
      items.push(primary());
    }
    const first = items[0];
    if (items.length === 1 && first !== undefined) return first;
    return { kind: operator === 'OR' ? 'or' : 'and', items };
  };
  const primary = (): ConditionTree => {
    const token = list[at++];
    if (token === 'NOT') return { kind: 'not', item: primary() };
    if (token === '(') {
      const inner = level();
      if (list[at++] !== ')') throw malformedQuery("expecting a right parentheses, found '<EOF>'");
      return inner;
    }
    if (typeof token === 'object') return { kind: 'leaf', condition: token.leaf };
    throw malformedQuery(`unexpected token: '${token ?? '<EOF>'}'`);
  };
  const tree = level();
  const rest = list[at];
  if (rest !== undefined)
    throw malformedQuery(`unexpected token: '${typeof rest === 'string' ? rest : '<EOF>'}'`);
  return tree;
}
