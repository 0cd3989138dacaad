import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnOf,
  countOf,
  latin1,
  momentKeys,
  numbers,
  positions,
  ranksIn,
  sortedBy,
  startsOf,
} from './columns';
import { IdList, UNKNOWN } from './id-list';

const SEPARATOR = '\u001f';
const text = fc.string({ unit: 'grapheme', maxLength: 4 }).filter((one) => !one.includes(SEPARATOR));

describe('columns', () => {
  it('sort like a stable sort, whatever the size of the keys', () => {
    const key = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 70_000 }), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(key), (values) => {
        const keys = Float64Array.from(values);
        const expected = [...positions(values.length)].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
        const order = sortedBy(keys, positions(values.length));
        expect([...order]).toEqual(expected);
        const some = positions(values.length).filter((i) => i % 2 === 0);
        expect([...sortedBy(keys, some)]).toEqual(expected.filter((i) => i % 2 === 0));
        const distinct = [...new Set(values)].sort((a, b) => a - b);
        expect([...ranksIn(order, keys)]).toEqual(values.map((value) => distinct.indexOf(value)));
      }),
    );
  });

  it('take moments before 1970 and those that are missing, which come first', () => {
    expect([...momentKeys(Float64Array.of(-5_000, -1, 7), -1)]).toEqual([1, 0, 5_008]);
    expect([...momentKeys(new Float64Array(0))]).toEqual([]);
  });

  it('come apart as they were put together', () => {
    fc.assert(
      fc.property(fc.array(text), (values) => {
        const column = columnOf(values);
        const starts = startsOf(column);
        const pieces = values.map((_, i) => column?.slice(starts[i], (starts[i + 1] ?? 0) - 1));
        expect(pieces.map((bytes) => Buffer.from(bytes ?? []).toString())).toEqual(values);
        expect([countOf(column), starts.length]).toEqual([values.length, values.length + 1]);
        expect(Buffer.from(latin1(column), 'latin1').toString()).toBe(values.join(SEPARATOR));
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), (values) => {
        expect([...numbers(columnOf(values.map(String)))]).toEqual(values);
      }),
    );
  });
});

describe('a list of ids', () => {
  it('knows the number of each, in whatever order they come and how often', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text), fc.array(fc.nat()), fc.array(text), (ids, asked, others) => {
        const list = new IdList(columnOf(ids));
        expect(ids.map((_, number) => list.at(number))).toEqual(ids);
        const known = asked.map((n) => ids[n % ids.length]).filter((id) => id !== undefined);
        for (const wanted of [ids, [...known, ...others], [...others, ...ids]]) {
          const numbers = wanted.map((id) => ids.indexOf(id));
          expect([...list.numbersOf(columnOf(wanted))]).toEqual(numbers);
        }
      }),
    );
    expect([...new IdList(null).numbersOf(columnOf(['a', '']))]).toEqual([UNKNOWN, UNKNOWN]);
  });
});
