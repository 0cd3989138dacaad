import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLogLine, parseLogLine, readableLogLine } from './log-line';

const entry = { at: 0, level: 'info' as const, process: 'window', pid: 7 };

describe('a line of the log', () => {
  it('is one JSON object with its org and run at the top, and no secret', () => {
    const text = formatLogLine({
      ...entry,
      message: 'token granted access_token=CANARY',
      details: { orgId: 'o-1', runId: 12, consumerSecret: 'CANARY', calls: 3, big: 1n },
    });
    expect(JSON.parse(text)).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      msg: 'token granted access_token=[redacted]',
      process: 'window',
      pid: 7,
      orgId: 'o-1',
      runId: 12,
      details: { consumerSecret: '[redacted]', calls: 3, big: '1' },
    });
  });

  it('stays one line that can be read again, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.dictionary(fc.string(), fc.anything({ maxDepth: 2 })),
        (message, details) => {
          const text = formatLogLine({ ...entry, message, details });
          expect(text).not.toMatch(/[\n\r]/);
          expect(parseLogLine(text)).not.toBeNull();
        },
      ),
    );
  });

  it('does not get long', () => {
    const text = formatLogLine({ ...entry, message: 'm'.repeat(1e6), details: { text: '"\n'.repeat(1e6) } });
    expect(text.length).toBeLessThan(40_000);
    expect(parseLogLine(text)?.details).toHaveProperty('cut');
  });

  it('is none when an older version wrote it, or when it was torn', () => {
    for (const text of ['2026-01-01T00:00:00.000 [info] collection ended', '{"time":"2026', '', '[]', 'null'])
      expect(parseLogLine(text)).toBeNull();
  });

  it('reads well', () => {
    const line = parseLogLine(
      formatLogLine({
        ...entry,
        message: 'collection ended',
        details: { runId: 3, org: 'Acme Ltd', calls: 9, error: 'Error: x\n    at y' },
      }),
    );
    expect(line && readableLogLine(line)).toBe(
      '1970-01-01T00:00:00.000Z  info   window[7]  collection ended  run=3  org="Acme Ltd"  calls=9\n    Error: x\n        at y',
    );
  });
});
