import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ApiError } from '../errors';
import { resolveText, resolveValue } from './references';

const bodies = (value: unknown): Map<string, unknown> => new Map([['r1', value]]);

test('every value of an answer can be reached by its path', () =>
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[A-Za-z]\w*$/), fc.string()),
      fc.nat(20),
      (record, skip) => {
        const answer = { records: [{}, record] };
        for (const [name, value] of Object.entries(record))
          expect(resolveText(`a@{r1.records[1].${name}}b`, bodies(answer))).toBe(`a${value}b`);
        const missing = `@{r1.records[${2 + skip}].Id}`;
        expect(() => resolveText(missing, bodies(answer))).toThrow(ApiError);
      },
    ),
  ));

test('any text and any answer: a text, or a refusal in words', () =>
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^(\.\w+|\[\d\])*$/), fc.jsonValue(), (text, path, answer) => {
      try {
        expect(typeof resolveText(`${text}@{r1${path}}`, bodies(answer))).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
      }
    }),
  ));

test('a body without references stays as it is', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!JSON.stringify(value).includes('@{'));
      expect(resolveValue(value, bodies({}))).toEqual(value);
    }),
  ));
