export { counted } from '../../../shared/model/counted';

/** The first 20 of a long list; evidence says beside it how many there are. */
export const someOf = <T>(list: readonly T[]): T[] => list.slice(0, 20);

const LIST = new Intl.ListFormat('en');
/** "a", "a and b", "a, b, and c". */
export const listed = (words: readonly string[]): string => LIST.format(words);
