/**
 * A number with the noun it counts, as people read it: "1 file", "0 files", "1,204 people". `many`: the plural, where
 * it is not the noun with an s. (The window's `formatCount` does the same in the person's own language.)
 */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
