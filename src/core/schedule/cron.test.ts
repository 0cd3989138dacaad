import fc from 'fast-check';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/builders/db';
import { has, NASTY, recorder, request } from '../../../test/builders/schedule-request';
import { cronBlock, withBlock, withoutBlock } from './cron';
import type { ScheduleEntry } from './entry';
import { rounds } from '../../../test/builders/rounds';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = tempFolder());
});
afterEach(() => remove());

/** What Vixie's cron and cronie give to the shell: do_command.c, child_process(), up to the first bare %. */
function asCronReads(command: string): string {
  let read = '';
  let escaped = false;
  for (const character of command) {
    if (character === '%' && !escaped) return read;
    if (character === '%') read = read.slice(0, -1);
    read += character;
    escaped = character === '\\' && !escaped;
  }
  return read;
}

describe('cron', () => {
  const block = (changes: Partial<ScheduleEntry> = {}) => cronBlock(request(changes));

  it('has the times and the command, and says nothing when all is well', () => {
    expect(block({ every: '6h' })[1]).toBe(
      `30 4,10,16,22 * * * '/usr/bin/seatwatch' 'collect' '--all' '--quiet' >/dev/null`,
    );
    expect(block({ every: '1h' })[1]).toMatch(/^30 \* \* \* \* /);
    expect(block({ every: 'weekday' })[1]).toMatch(/^30 4 \* \* 1,2,3,4,5 /);
    expect(() => block({ dataDir: `/${'x'.repeat(1000)}` })).toThrow('990 bytes');
  });

  it('a shell runs it with exactly these arguments', () => {
    const { program, read } = recorder(folder, NASTY.replaceAll('/', '').replace(`'a'`, 'a'));
    const one = request(
      { org: NASTY, dataDir: `/srv/${NASTY}`, passphraseFile: `/srv/pw ${NASTY}` },
      program,
    );
    const line = cronBlock(one)[1] ?? '';
    const given = line.split(' ').slice(5).join(' ');
    // BusyBox hands on all of it.
    for (const command of [asCronReads(given), given]) {
      execFileSync('/bin/sh', ['-c', command]);
      expect(read()).toEqual([
        `/srv/pw ${NASTY}`,
        '--data-dir',
        `/srv/${NASTY}`,
        'collect',
        '--quiet',
        '--',
        NASTY,
      ]);
    }
  });

  it('no word ends at a percent sign, however many backslashes stand before it', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', '%', '\\', "'", ' ', '"'),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(word, (org) => {
        const line = cronBlock(request({ org }, 'printf'))[1] ?? '';
        const words = line
          .split(' ')
          .slice(5)
          .join(' ')
          .replace("'printf'", `'printf' '%s\\n'`.replace('%', '\\%'))
          .replace(' >/dev/null', '');
        const said = execFileSync('/bin/sh', ['-c', asCronReads(words)], { encoding: 'utf8' });
        expect(said).toBe(`collect\n--quiet\n--\n${org}\n`);
      }),
      { numRuns: rounds(60) },
    );
  });

  it.skipIf(!has('crontab'))('the real crontab takes it', () => {
    const file = join(folder, 'table');
    const table = withBlock(
      '# mine\n',
      'seatwatch-all',
      block({ every: 'weekday', dataDir: '/srv/50% off' }),
    );
    writeFileSync(file, table);
    expect(spawnSync('crontab', ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0 });
    writeFileSync(file, table.replace('30 4', '30 44'));
    expect(spawnSync('crontab', ['-n', file], { encoding: 'utf8' }).status).not.toBe(0);
  });

  it('leaves every other line of the table alone, byte for byte', () => {
    const line = fc.stringMatching(/^[ -~]{0,20}$/);
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        const text = (lines: string[]): string => lines.map((one) => `${one}\n`).join('');
        const mine = block();
        const first = withBlock(text(before), 'seatwatch-all', mine);
        const more = first + text(after);
        const newer = block({ at: '05:00' });
        const replaced = withBlock(more, 'seatwatch-all', newer);
        expect(replaced).toBe(text(before) + text(newer) + text(after));
        expect(withoutBlock(replaced, 'seatwatch-all')).toBe(text(before) + text(after));
        expect(withoutBlock(replaced, 'seatwatch-other')).toBe(replaced);
      }),
    );
  });

  it('does not guess where an entry ends that somebody tore apart', () => {
    const [begin = '', line = '', end = ''] = block();
    expect(() => withoutBlock(`${begin}\n${line}\n0 1 * * * mine\n`, 'seatwatch-all')).toThrow('has no end');
    expect(() => withoutBlock(`${begin}\n${begin}\n${line}\n${end}\n`, 'seatwatch-all')).toThrow(
      'has no end',
    );
  });
});
