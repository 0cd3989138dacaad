import type { Token } from './tokens';

/** One comparison's surroundings: the word before it, what opens there, and how many groups close behind it. */
export interface Comparison {
  /** AND, OR or the clause's own word. */
  after: Token;
  /** Parentheses and NOTs, in their order. */
  opens: Token[];
  closes: number;
}

const OPERATORS: ReadonlySet<string> = new Set('= != <> < <= > >= LIKE IN NOT INCLUDES EXCLUDES'.split(' '));
/** Field, operator, value. */
const SHORTEST = 3;

/** Notes how the comparisons of a WHERE or HAVING clause are grouped, word by word. */
export class ConditionOutline {
  readonly comparisons: Comparison[] = [];
  /** Still before the field of the last comparison. */
  #before = false;
  /** Words of the last comparison. */
  #length = 0;
  /** Open parentheses; those of a group, not of a function or list, know their comparison. */
  readonly #open: { token: Token; groups: boolean }[] = [];

  constructor(
    /** Words the parser must not see: NOTs, and the parentheses of groups that are closed. */
    readonly removed: Token[],
  ) {}

  /** Reads a word of the clause; `next` follows it. */
  take(token: Token, next: Token | undefined, starts: boolean): void {
    if (starts || token.upper === 'AND' || token.upper === 'OR') {
      this.comparisons.push({ after: token, opens: [], closes: 0 });
      this.#before = true;
      this.#length = 0;
      return;
    }
    const last = this.comparisons.at(-1);
    if (token.text === '(') this.#open.push({ token, groups: this.#before });
    if (this.#before && (token.text === '(' || token.upper === 'NOT')) {
      last?.opens.push(token);
      if (token.upper === 'NOT') this.removed.push(token);
      return;
    }
    this.#before = false;
    const opened = token.text === ')' ? this.#open.pop() : undefined;
    if (!opened?.groups) this.#length++;
    else if (this.#length >= SHORTEST && !OPERATORS.has(next?.upper ?? '')) {
      // A group that is none, like `(Name) = 'a'`, stays for the parser to refuse.
      this.removed.push(opened.token, token);
      if (last) last.closes++;
    }
  }

  /** A SELECT stands here: the list of a semi-join. */
  takeNested(): void {
    this.#before = false;
    this.#length++;
  }
}
