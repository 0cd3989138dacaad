import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, FIRST_MOMENT, LAST_MOMENT, toTarget } from './relation-values';

describe('values as a target has them', () => {
  it.each([
    ['text', 'a\0b', 'a\uFFFDb'],
    ['json', '{"b":1,"a":[{"d":"\\u0000","c":-0}]}', '{"a":[{"c":0,"d":"\uFFFD"}],"b":1}'],
    ['json', 'no json', '"no json"'],
    ['timestamp', 9e15, LAST_MOMENT],
    ['timestamp', -9e15, FIRST_MOMENT],
    ['boolean', 2, 1],
    ['real', -0, 0],
    ['integer', null, null],
  ] as const)('%s %j is %j', (type, value, wanted) => {
    expect(toTarget({ type })(value)).toBe(wanted);
  });

  it('JSON has one form however its keys were ordered, and keeps it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = canonicalJson(JSON.stringify(value));
        expect(canonicalJson(once)).toBe(once);
        expect(canonicalJson(JSON.stringify(reversed(value)))).toBe(once);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reversed(inner)])
      .reverse(),
  );
}
