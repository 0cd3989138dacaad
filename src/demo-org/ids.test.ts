import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeId, encodeId, idChecksum, toId15 } from './ids';

test('the checksum of published ids is right', () => {
  expect(idChecksum('001A0000006Vm9r')).toBe('IAC');
  expect(idChecksum('00D000000000062')).toBe('EAA');
  expect(toId15('001A0000006Vm9rIAC')).toBe('001A0000006Vm9r');
});

test('an 18-character id in wrong case is repaired, a 15-character one is taken as it is', () => {
  expect(toId15('001a0000006vm9rIAC')).toBe('001A0000006Vm9r');
  expect(toId15('001a0000006vm9r')).toBe('001a0000006vm9r');
});

test.each(['', '001', 'not an id at all!!', '001A0000006Vm9rIA', '0-1A0000006Vm9r'])(
  '%j is no id',
  (text) => {
    expect(decodeId(text)).toBeUndefined();
  },
);

test('every record number survives the round trip, in both forms', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000_000_000 }), (n) => {
      const id = encodeId('0Ya', '5g0', n);
      expect(id).toHaveLength(18);
      expect(decodeId(id)).toEqual({ prefix: '0Ya', instance: '5g0', n });
      expect(decodeId(id.slice(0, 15))?.n).toBe(n);
    }),
  );
});
