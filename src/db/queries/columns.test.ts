import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachMatch, momentKeys, numbers, positions, sortedBy, texts } from './columns';

describe('columns', () => {
  it('sort like a stable sort, whatever the size of the keys', () => {
    const key = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 70_000 }), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(key), (values) => {
        const keys = Float64Array.from(values);
        const expected = [...positions(values.length)].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
        expect([...sortedBy(keys, positions(values.length))]).toEqual(expected);
        const some = positions(values.length).filter((i) => i % 2 === 0);
        expect([...sortedBy(keys, some)]).toEqual(expected.filter((i) => i % 2 === 0));
      }),
    );
  });

  it('take moments before 1970 and those that are missing, which come first', () => {
    expect([...momentKeys(Float64Array.of(-5_000, -1, 7), -1)]).toEqual([1, 0, 5_008]);
    expect([...momentKeys(new Float64Array(0))]).toEqual([]);
  });

  it('come apart as they were put together', () => {
    expect([texts(null), texts(''), texts('a\u001f\u001fb')]).toEqual([[], [''], ['a', '', 'b']]);
    expect([...numbers('1\u001f-2\u001f1790000000000')]).toEqual([1, -2, 1_790_000_000_000]);
    expect(numbers(null)).toHaveLength(0);
  });

  it('meet where both lists have a value', () => {
    const met: [number, number][] = [];
    eachMatch(['b', 'd', 'f'], ['a', 'b', 'b', 'e', 'f', 'g'], (a, b) => met.push([a, b]));
    expect(met).toEqual([
      [0, 1],
      [0, 2],
      [2, 4],
    ]);
  });
});
