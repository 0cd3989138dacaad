/** A value of a key column as SQLite gives it, whole numbers exact. */
export type KeyPart = bigint | string;
export type Key = readonly KeyPart[];
export type KeyKind = 'number' | 'text';

/** Beyond every number that is part of a key: ids, days, quarters, and times in ms until the year 2039. */
const LARGEST = 2n ** 41n;
/** Ids of Salesforce have 18 characters; longer texts are told apart by their beginning. */
const CHARACTERS = 24;
const LETTERS = 128n;

export const lowest = (kinds: readonly KeyKind[]): Key => kinds.map((kind) => (kind === 'number' ? 0n : ''));
export const highest = (kinds: readonly KeyKind[]): Key =>
  kinds.map((kind) => (kind === 'number' ? LARGEST : '\u007f'.repeat(CHARACTERS)));

/** A key about halfway between two; null when none can be found that lies between them. */
export function between(low: Key, high: Key, kinds: readonly KeyKind[]): Key | null {
  const at = kinds.findIndex((_, i) => low[i] !== high[i]);
  if (at === -1) return null;
  const middle = halfway(low[at] ?? 0n, high[at] ?? 0n);
  if (middle !== null) return [...low.slice(0, at), middle, ...lowest(kinds.slice(at + 1))];
  // Neighbors in this column: what lies between them begins like the lower one.
  const rest = kinds.slice(at + 1);
  const inner = rest.length === 0 ? null : between(low.slice(at + 1), highest(rest), rest);
  return inner === null ? null : [...low.slice(0, at + 1), ...inner];
}

function halfway(low: KeyPart, high: KeyPart): KeyPart | null {
  if (typeof low === 'bigint' && typeof high === 'bigint') {
    const middle = (low + high) / 2n;
    return middle > low && middle < high ? middle : null;
  }
  const text = toText((toNumber(String(low)) + toNumber(String(high))) / 2n);
  return text > String(low) && text < String(high) ? text : null;
}

function toNumber(text: string): bigint {
  let number = 0n;
  for (let i = 0; i < CHARACTERS; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0;
    number = number * LETTERS + BigInt(Math.min(code, 127));
  }
  return number;
}

function toText(number: bigint): string {
  let text = '';
  for (let rest = number, i = 0; i < CHARACTERS; i++, rest /= LETTERS)
    text = String.fromCharCode(Number(rest % LETTERS)) + text;
  return text.replace(/\0+$/, '');
}
