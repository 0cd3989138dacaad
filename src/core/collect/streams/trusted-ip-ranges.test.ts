import { describe, expect, it } from 'vitest';
import { check } from '../../../../test/builders/stream-rows';
import { trustedIpRanges } from './trusted-ip-ranges';

const ROW = {
  id: '203.0.113.10-203.0.113.30',
  startAddress: '203.0.113.10',
  endAddress: '203.0.113.30',
  description: 'Offices',
};
const settings = (networkAccess: unknown) => [{ Metadata: { passwordPolicies: {}, networkAccess } }];

/** Rows that the other way brings; null: not understood. */
function rowsInstead(answer: Record<string, unknown>[]) {
  return trustedIpRanges.instead?.records(answer)?.map((record) => trustedIpRanges.map(record)) ?? null;
}

describe('trusted IP ranges', () => {
  it('are those of NetworkAccess', () => {
    check(
      'trustedIpRanges',
      {
        Id: '05G000000000001',
        StartAddress: '203.0.113.10',
        EndAddress: '203.0.113.30',
        Description: 'Offices',
      },
      ROW,
    );
  });

  it('are the same rows when the settings tell of them', () => {
    const range = { start: '203.0.113.10', end: '203.0.113.30', description: 'Offices' };
    expect(rowsInstead(settings({ ipRanges: [range] }))).toEqual([ROW]);
    // One alone, without its brackets.
    expect(rowsInstead(settings({ ipRanges: range }))).toEqual([ROW]);
    expect(rowsInstead(settings({ ipRanges: [{ start: '2001:db8::1', end: '2001:db8::ff' }] }))).toEqual([
      {
        id: '2001:db8::1-2001:db8::ff',
        startAddress: '2001:db8::1',
        endAddress: '2001:db8::ff',
        description: null,
      },
    ]);
  });

  it.each([
    ['empty', {}],
    ['empty', { ipRanges: null }],
    ['empty', { ipRanges: [] }],
    ['missing', null],
    ['missing', undefined],
  ])('there are none when the list is %s: %j', (_, networkAccess) => {
    expect(rowsInstead(settings(networkAccess))).toEqual([]);
  });

  it.each([
    ['no settings', []],
    ['no settings', [{ Metadata: null }]],
    ['a range without an end', settings({ ipRanges: [{ start: '203.0.113.10' }] })],
    ['something else', settings('everywhere')],
  ])('are not guessed from %s', (_, answer) => {
    expect(rowsInstead(answer)).toBeNull();
  });
});
