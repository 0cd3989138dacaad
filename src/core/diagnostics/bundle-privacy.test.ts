import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleScene, STORED, SYSTEM } from '../../../test/builders/bundle-scene';
import { AS_OF } from '../../../test/builders/db';
import { Settings } from '../../shared/model/settings';
import { collectBundle } from './bundle';
import { examine } from './doctor';
import { formatLogLine } from './log-line';
import { rounds } from '../../../test/builders/rounds';

const scene = bundleScene();

/** Parts of what was planted that would tell something by themselves. */
const tellingParts = (text: string): string[] =>
  [text, ...text.split(/[^\p{L}\p{N}]+/u)].filter((part) => part.length > 3 && !/^\d+$/.test(part));

/** Words of ours, and those the forms below are made of: they tell nothing. */
const TELL_NOTHING = new Set([
  'https',
  'http',
  'example',
  'json',
  'seatwatch',
  'salesforce',
  'proxy',
  'integration',
  'home',
  'sandbox',
  'users',
  'appdata',
  'roaming',
  'config',
]);

/** What of the planted things can be read in the text. */
function tracesOf(planted: readonly string[], text: string): string[] {
  const shown = text.toLowerCase();
  return planted
    .flatMap(tellingParts)
    .map((part) => part.toLowerCase())
    .filter((part) => !TELL_NOTHING.has(part) && shown.includes(part));
}

describe('a support bundle', () => {
  it('has nothing of what is stored, wherever else it stands as well', async () => {
    scene().withoutTraces();
    const lines = Object.entries(STORED).map(([name, text]) =>
      formatLogLine({
        at: AS_OF,
        level: 'error',
        message: `${name} ${text}`,
        details: {
          [text]: text,
          orgId: text,
          error: `Error: ${text}\n    at ${text} (/home/kunigunde/main/x.js:1:1)`,
        },
        process: text,
        pid: 1,
      }),
    );
    writeFileSync(scene().logFile, lines.join('\n'));
    for (const text of Object.values(STORED))
      scene()
        .crashStore()
        .write({
          process: text,
          kind: 'page-fault',
          error: Object.assign(new Error(text), { name: text, code: text }),
          details: { [text]: text },
        });
    const text = await scene().bundle();
    const planted = [...Object.values(STORED), scene().folder, SYSTEM.homeDir, '0055g00000AbCdEAAV'];
    expect(tracesOf(planted, text)).toEqual([]);
  });

  /** As the same thing may be written by others. */
  const FORMS: ((text: string) => string)[] = [
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    encodeURIComponent,
    (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    (text) => JSON.stringify({ error: JSON.stringify({ message: `for ${text}` }) }),
    (text) =>
      [...text].map((sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join(''),
    (text) => Buffer.from(text).toString('base64'),
    (text) => text.normalize('NFD'),
    (text) => text.replace(/[ .@]/g, '_'),
    (text) => text.split(' ').join(''),
    (text) => `(${text})`,
  ];
  const name = fc.stringMatching(/^[A-Z][a-z]{3,8}q[a-zäöß]{2,6}$/);
  const planted = fc.oneof(
    fc.tuple(name, name).map((both) => both.join(' ')),
    fc.tuple(name, name).map(([local, host]) => `${local}.x@${host}.example`),
    fc.ipV4(),
    fc.ipV6(),
    name.map(
      (part) => `https://${part.toLowerCase()}--qa.sandbox.my.salesforce.com/x?sid=00D5g00000AbCdEEAV!AQ`,
    ),
    name.map((part) => `/home/${part}/.config/Seatwatch/${part}.db`),
    name.map((part) => `C:\\Users\\${part}\\AppData\\Roaming`),
    fc.stringMatching(/^[0-9A-F]{64}$/),
    fc.stringMatching(/^00[5D][A-Za-z0-9]{9}q[A-Z]{5}$/),
    fc.stringMatching(/^[\u0410-\u042f][\u0430-\u044f]{4,9}$/),
    fc.stringMatching(/^[\u4e00-\u9fff]{4,6}$/),
  );

  it('has nothing of what anybody wrote into log, crash report or settings, in whatever form', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(planted, fc.constantFrom(...FORMS)), { minLength: 4, maxLength: 12 }),
        async (pairs) => {
          const { deps, patient, logFile } = scene();
          scene().withoutTraces();
          const texts = pairs.map(([text, form]) => form(text));
          const lines = texts.flatMap((text, at) => {
            const line = {
              time: '2026-01-01T00:00:00.000Z',
              level: 'info',
              msg: `the ${text} ended`,
              process: text,
              pid: 1,
            };
            return [
              JSON.stringify({ ...line, details: { [text]: { [text]: [text] }, code: text, at: text } }),
              JSON.stringify({
                ...line,
                orgId: text,
                time: text,
                details: { stack: `${text}\n    at ${text}:1:2` },
              }),
              `2026 [info] ${text}`,
              JSON.stringify({ text }),
            ].slice(0, 2 + (at % 3));
          });
          writeFileSync(scene().logFile, lines.join('\n'));
          const crashes = scene().crashStore();
          for (const text of texts)
            crashes.write({ process: text, kind: 'page-fault', error: text, details: { file: text } });
          writeFileSync(
            join(scene().crashFolder, 'crash-2026-a.json'),
            JSON.stringify({
              ...{
                version: 1,
                at: texts[0],
                process: texts[1],
                kind: texts[2],
                appVersion: texts[3],
                pid: 1,
              },
              error: { name: texts[0], message: texts[1], code: texts[2], stack: texts[3] },
              details: { [texts[0] ?? '']: texts[1] },
            }),
          );
          const [decider = '', source = ''] = texts;
          const settings = { ...Settings.parse({}), deciderName: decider, updateSource: source };
          const checks = await examine(deps, { ...patient, settings: { get: () => settings } });
          const text = await collectBundle({
            deps,
            checks: checks.map((check) => ({
              ...check,
              summary: `${check.summary} ${decider}`,
              fix: source,
            })),
            patient: { ...patient, settings: { get: () => settings } },
            dataDir: patient.dataDir,
            logFile,
          });
          const networks = pairs
            .map(([original]) => original)
            .filter((original) => /^[\d.]+$/.test(original))
            .map((original) => original.split('.').slice(0, 3).join('.'));
          const written = pairs.map(([original, form]) => form(original));
          expect([
            ...tracesOf(
              pairs.map(([original]) => original),
              text,
            ),
            ...[...written, ...networks].filter((trace) => text.includes(trace)),
          ]).toEqual([]);
        },
      ),
      { numRuns: rounds(40) },
    );
  });
});
