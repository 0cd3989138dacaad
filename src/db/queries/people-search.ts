import { SEPARATOR, latin1 } from './columns';
import type { People } from './people';

/** By person: 1 where the search text contains the words. No wildcards: "_" and "%" stand for themselves. */
export function peopleWith(people: People, words: string): Uint8Array {
  return people.lasting.get(`words ${words}`, () => {
    const found = new Uint8Array(people.count);
    const wanted = latin1(Buffer.from(words.replaceAll(String.fromCharCode(SEPARATOR), ' ')));
    for (const { first, all, starts } of people.searchTexts) {
      let next = 0;
      for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, starts[next])) {
        while ((starts[next + 1] ?? Infinity) <= at) next++;
        found[first + next] = 1;
        next++;
        if (next >= starts.length - 1) break;
      }
    }
    return found;
  });
}
