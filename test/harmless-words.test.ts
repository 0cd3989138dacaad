import { expect, it } from 'vitest';
import { harmlessCode, harmlessText } from '../src/core/diagnostics/harmless';
import { errorCodes } from './builders/error-codes';
import { doctorTexts, logMessages } from './builders/log-messages';

// A support bundle hides words it does not know (src/core/diagnostics/harmless-words.ts). Those of our own messages
// and codes it must know, or it would be of no use.

const words = (text: string): string[] => text.match(/[\p{L}_]+/gu) ?? [];

it('every message of the log can be read in a support bundle', () => {
  const hidden = logMessages().flatMap((message) =>
    words(message).filter((word) => harmlessText(word) !== word),
  );
  expect([...new Set(hidden)].sort(), 'add these to harmless-words.ts').toEqual([]);
});

it('so can what the doctor says', () => {
  const hidden = doctorTexts().flatMap((text) =>
    words(text).filter(
      (word) => harmlessText(word.toLowerCase()) !== word.toLowerCase() && harmlessText(word) !== word,
    ),
  );
  expect([...new Set(hidden)].sort(), 'add these, in lower case, to harmless-words.ts').toEqual([]);
});

it('every error code of ours can be read there', () => {
  const hidden = errorCodes().filter(({ code }) => harmlessCode(code) !== code);
  expect(
    [...new Set(hidden.map(({ code }) => code))].sort(),
    'add the words of these, in lower case, to harmless-words.ts',
  ).toEqual([]);
});
