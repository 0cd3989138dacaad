import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { request } from '../../../test/builders/schedule-request';
import { cronBlock } from './cron';
import { decodeEntry, encodeEntry, entryName } from './entry';
import { launchAgent } from './launchd';
import type { ScheduleRequest } from './scheduler';
import { systemdService } from './systemd';

describe('an entry', () => {
  const anyEntry = fc.record({
    org: fc.option(fc.string({ minLength: 1, unit: 'binary' })),
    at: fc.constant('04:30'),
    every: fc.constant('6h' as const),
    dataDir: fc.option(fc.string({ minLength: 1 })),
    passphraseFile: fc.option(fc.string({ minLength: 1 })),
  });

  it('comes back from one line that no format could misread', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const line = encodeEntry(entry);
        expect(line).toMatch(/^[\x20-\x7e]+$/);
        expect(line).not.toMatch(/%|--/);
        expect(decodeEntry(line)).toEqual(entry);
      }),
    );
  });

  it('has a name of its own for each org and data folder, and is none for what is not one', () => {
    const names = [
      { org: null, dataDir: null },
      { org: null, dataDir: '/srv/one' },
      { org: 'all', dataDir: null },
      { org: 'Acme', dataDir: null },
      { org: 'Ácme', dataDir: null },
      { org: '東京', dataDir: null },
    ].map(entryName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^seatwatch-[a-z0-9-]+$/);
    expect(entryName({ org: 'ACME', dataDir: null })).toBe(entryName({ org: 'acme', dataDir: null }));
    for (const text of [
      '',
      '{}',
      'null',
      '{"org":null,"at":"99:99","every":"day","dataDir":null,"passphraseFile":null}',
    ])
      expect(decodeEntry(text)).toBeNull();
  });

  it('with a control character is refused', () => {
    for (const write of [systemdService, launchAgent, (one: ScheduleRequest) => cronBlock(one)])
      expect(() => write(request({ dataDir: '/srv/a\nExecStart=/bin/false' }))).toThrow('control character');
  });
});
