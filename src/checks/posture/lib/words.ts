/** "1 person is", "3 people are": the number with the words that fit it. */
export const counted = (count: number, one: string, many: string): string =>
  `${String(count)} ${count === 1 ? one : many}`;

/** The first 20 of a long list; evidence says beside it how many there are. */
export const someOf = <T>(list: readonly T[]): T[] => list.slice(0, 20);

const LIST = new Intl.ListFormat('en');
/** "a", "a and b", "a, b, and c". */
export const listed = (words: readonly string[]): string => LIST.format(words);
