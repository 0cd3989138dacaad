import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatBulkPlace, parseBulkPlace, type BulkPlace } from './bulk-place';

const job = { id: '750000000000001AAA', version: '67.0' };

it('survives being kept as text', () => {
  const at: fc.Arbitrary<BulkPlace['at']> = fc.oneof(
    fc.constant({ step: 'wait' } as const),
    fc.constant({ step: 'first' } as const),
    fc.string({ minLength: 1 }).map((locator) => ({ step: 'page', locator }) as const),
  );
  fc.assert(
    fc.property(fc.option(fc.integer()), at, (newest, where) => {
      const place = { job, newest, at: where };
      expect(parseBulkPlace(formatBulkPlace(place))).toEqual(place);
    }),
  );
});

it('takes nothing else for a place', () => {
  for (const text of [null, '', '/services/data/v67.0/query/01gxx-2000', 'bulk:', 'bulk:../x:v1.0:-:first'])
    expect(parseBulkPlace(text)).toBeNull();
});
