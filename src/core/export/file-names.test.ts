import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNamePart, uniqueNames } from './file-names';

describe('file names', () => {
  it.each([
    ['Acme', 'Acme'],
    ['Acme, Inc. / EMEA', 'Acme-Inc-EMEA'],
    ['Müller & Söhne', 'Müller-Söhne'],
    ['../../etc/passwd', 'etc-passwd'],
    ['con', 'con-'],
    ['LPT1', 'LPT1-'],
    ['???', 'org'],
    ['', 'org'],
    ['नमस्ते', 'नमस्ते'],
  ])('of %j is %j', (name, part) => {
    expect(fileNamePart(name, 'org')).toBe(part);
  });

  it('hold nothing a platform refuses, whatever somebody is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
        const part = fileNamePart(name, 'org');
        // eslint-disable-next-line no-control-regex -- these are what Windows refuses
        expect(part).not.toMatch(/[\u0000-\u001f<>:"/\\|?*.]|^\s|\s$/);
        expect([...part].length).toBeLessThanOrEqual(61);
        expect(Buffer.from(part, 'utf8').toString('utf8')).toBe(part);
        expect(part).not.toBe('');
      }),
    );
  });

  it('are given once, also where case does not count', () => {
    const once = uniqueNames();
    expect(['Ada', 'ada', 'Bob', 'ADA', 'ada-2'].map((name) => once(name))).toEqual([
      'Ada',
      'ada-2',
      'Bob',
      'ADA-3',
      'ada-2-2',
    ]);
  });
});
