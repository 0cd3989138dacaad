import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../ports';
import { createPlaceKeeper, formatPlace, parsePlace } from './place';

const NOW = Date.UTC(2026, 0, 15, 12);
const time = fc.integer({ min: 0, max: NOW });
const cursor = fc.option(fc.string({ minLength: 1 }).map((text) => `/services/data/v68.0/query/${text}`));

describe('the place of a stream', () => {
  it('is read as it was written, whatever the cursors contain', () => {
    const back = fc.option(fc.record({ until: time, cursor, at: time }));
    const place = fc.record({ cursor, cursorAt: time, doneAt: fc.option(time), back });
    fc.assert(
      fc.property(place, (given) => {
        const read = parsePlace({ cursor: formatPlace({ ...given, upTo: null }), updatedAt: given.cursorAt });
        // Without history to read, when the forward part was last done is what `complete` says.
        expect(read).toEqual({ ...given, doneAt: given.back === null ? null : given.doneAt, upTo: null });
      }),
    );
    expect(parsePlace({ cursor: 'upto:17', updatedAt: 1 })).toMatchObject({ cursor: null, upTo: 17 });
    expect(parsePlace({ cursor: 'bulk:750:v68.0:-:wait', updatedAt: 1 })).toMatchObject({
      cursor: 'bulk:750:v68.0:-:wait',
      back: null,
    });
  });

  it('keeps the one half while the other one moves, and is complete only with both', () => {
    const keeper = createPlaceKeeper(undefined, 500, NOW);
    keeper.begin(null);
    const forward = { watermark: 700, cursor: '/a', pass: 3, done: false, upTo: null };
    expect(parsePlace(keeper.forward(forward, 1))).toMatchObject({ cursor: '/a', back: { until: 500 } });
    expect(parsePlace(keeper.backward({ until: 400, cursor: '/b' }, 2))).toMatchObject({
      cursor: '/a',
      cursorAt: 1,
      back: { until: 400, cursor: '/b', at: 2 },
    });
    const done = keeper.forward({ ...forward, watermark: 900, cursor: null, done: true }, 3);
    expect(done).toMatchObject({ watermark: 900, complete: false, pass: 3 });
    expect(parsePlace(done)).toMatchObject({ doneAt: 3, back: { until: 400, cursor: '/b', at: 2 } });
    expect(keeper.backward(null, 4)).toEqual({
      watermark: 900,
      cursor: null,
      pass: 3,
      complete: true,
      updatedAt: 4,
    });
  });

  it('goes on from a stored checkpoint, and is not complete when reading on has not succeeded', () => {
    const stored: Checkpoint = createPlaceKeeper(undefined, 500, NOW).forward(
      { watermark: 900, cursor: null, pass: 3, done: true, upTo: null },
      1,
    );
    const untouched = createPlaceKeeper(stored, null, NOW);
    expect(untouched.backward(null, 5)).toMatchObject({ watermark: 900, complete: true });
    const begun = createPlaceKeeper(stored, null, NOW);
    begun.begin(null);
    expect(begun.backward(null, 5)).toMatchObject({ watermark: 900, complete: false });
  });
});
