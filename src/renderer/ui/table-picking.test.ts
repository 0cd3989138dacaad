import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countPicked,
  createPicking,
  isPicked,
  MAX_PICKED,
  NOTHING_PICKED,
  pickedOnly,
  setPicked,
  type PickingState,
  type Selection,
} from './table-picking';
import { noSlices, SLICE_SIZE, type Slices } from './table-slices';
import { rounds } from '../../../test/builders/rounds';

interface Row {
  n: number;
}
const row = (n: number): Row => ({ n });
const keyOf = (n: number) => `row ${n}`;
const pick = (one: Row) => ({ key: keyOf(one.n), value: one });

describe('ticked rows', () => {
  it('are not more than can be asked for', () => {
    const many = Array.from({ length: MAX_PICKED }, (_, n) => pick(row(n)));
    const full = pickedOnly(many);
    expect(full && countPicked(full, 9)).toBe(MAX_PICKED);
    expect(full && setPicked(full, [pick(row(MAX_PICKED))], true)).toBeNull();
    expect(full && setPicked(full, [pick(row(0))], true)).toEqual(full);
  });

  it('can be all that match', () => {
    const all: Selection<Row> = { kind: 'all' };
    expect(countPicked(all, 123_456)).toBe(123_456);
    expect(isPicked(all, keyOf(7))).toBe(true);
    expect(setPicked(all, [pick(row(7))], true)).toBe(all);
    expect(setPicked(all, [pick(row(7))], false)).toBeNull();
  });
});

/** A list of `total` rows of which only these slices are at hand. */
function setUp(total: number, loaded: readonly number[]) {
  const fetched: [number, number][] = [];
  const page = (offset: number, limit: number) => ({
    total,
    rows: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => row(offset + i)),
  });
  const state: PickingState<Row> & { list: Slices<Row> } = {
    selection: NOTHING_PICKED,
    anchor: null,
    list: {
      ...noSlices<Row>(),
      total,
      slices: new Map(loaded.map((slice) => [slice, page(slice * SLICE_SIZE, SLICE_SIZE).rows])),
    },
  };
  const picking = createPicking<Row, Row>({
    what: 'rows',
    fetch: (offset, limit) => {
      fetched.push([offset, limit]);
      return Promise.resolve(page(offset, limit));
    },
    pickOf: pick,
    read: () => state,
    write: (change) => void Object.assign(state, change),
  });
  const ticked = () =>
    new Set(Array.from({ length: total }, (_, n) => n).filter((n) => isPicked(state.selection, keyOf(n))));
  return { picking, state, fetched, ticked };
}

describe('ticking rows', () => {
  it('does what a list of check boxes does, whatever is clicked and however little is loaded', async () => {
    const total = 730;
    const click = fc.record({ row: fc.nat(total - 1), extend: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(click, { maxLength: 12 }),
        fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]),
        fc.boolean(),
        async (clicks, loaded, fromAll) => {
          const { picking, state, ticked } = setUp(total, loaded);
          if (fromAll) state.selection = { kind: 'all' };
          // The model: a set of numbers, and where the last click was.
          const model = new Set(fromAll ? Array.from({ length: total }, (_, n) => n) : []);
          let anchor: number | null = null;
          for (const { row, extend } of clicks) {
            await picking.pick(row, extend);
            const from: number = extend && anchor !== null ? anchor : row;
            const on = from === row ? !model.has(row) : model.has(from);
            for (let n = Math.min(from, row); n <= Math.max(from, row); n++) {
              if (on) model.add(n);
              else model.delete(n);
            }
            anchor = row;
            expect(countPicked(state.selection, total)).toBe(model.size);
          }
          expect(ticked()).toEqual(model);
        },
      ),
      { numRuns: rounds(60) },
    );
  });

  it('asks only for what is not at hand', async () => {
    const { picking, fetched } = setUp(1_500, [0, 1]);
    await picking.pick(3, false);
    await picking.pick(150, true);
    expect(fetched).toEqual([]);
    await picking.pick(900, true);
    expect(fetched).toEqual([
      [150, 500],
      [650, 251],
    ]);
  });

  it('refuses ranges that are too long, and leaves the ticks as they were', async () => {
    const { picking, state, fetched } = setUp(9_000, [0]);
    await picking.pick(0, false);
    await expect(picking.pick(8_999, true)).rejects.toMatchObject({ code: 'TOO_MANY_PICKED' });
    expect(fetched).toEqual([]);
    expect(countPicked(state.selection, 9_000)).toBe(1);
    state.selection = { kind: 'all' };
    await expect(picking.pick(4, false)).rejects.toMatchObject({ code: 'TOO_MANY_PICKED' });
    expect(state.selection).toEqual({ kind: 'all' });
  });

  it('drops rows of a list that is another one by now', async () => {
    const { picking, state, ticked } = setUp(1_000, [0]);
    await picking.pick(1, false);
    const slow = picking.pick(700, true);
    state.list = { ...state.list, question: 1 };
    await slow;
    expect(ticked()).toEqual(new Set([1]));
  });

  it('ignores rows that are not there', async () => {
    const { picking, state } = setUp(3, [0]);
    await picking.pick(3, false);
    expect(state).toMatchObject({ anchor: null, selection: NOTHING_PICKED });
  });
});
