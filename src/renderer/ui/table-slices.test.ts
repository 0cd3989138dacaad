import { describe, expect, it } from 'vitest';
import { createSliceLoader, noSlices, rowAt, SLICE_SIZE, type SlicePage, type Slices } from './table-slices';

interface Request {
  offset: number;
  answer: (total?: number, mark?: string) => Promise<void>;
  fail: () => Promise<void>;
}

/** A loader whose requests are answered by hand. */
function setUp() {
  let list: Slices<string> = noSlices();
  const requests: Request[] = [];
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const loader = createSliceLoader<string, SlicePage<string>>({
    fetch: (offset, limit) =>
      new Promise((resolve, reject) => {
        requests.push({
          offset,
          answer: (total = 1000, mark = 'row') => {
            const count = Math.max(0, Math.min(limit, total - offset));
            resolve({ total, rows: Array.from({ length: count }, (_, i) => `${mark} ${offset + i}`) });
            return settle();
          },
          fail: () => {
            reject(new Error('no'));
            return settle();
          },
        });
      }),
    read: () => list,
    write: (change) => {
      list = { ...list, ...change };
    },
  });
  return { loader, requests, list: () => list };
}

const take = (requests: Request[]) => {
  const request = requests.shift();
  if (!request) throw new Error('Nothing was requested');
  return request;
};

describe('createSliceLoader', () => {
  it('loads the first slice, then those that are scrolled to', async () => {
    const { loader, requests, list } = setUp();
    loader.reload();
    await take(requests).answer();
    expect(list()).toMatchObject({ total: 1000, loading: false, error: null });
    expect(rowAt(list(), 0)).toBe('row 0');
    expect(rowAt(list(), SLICE_SIZE)).toBeUndefined();

    loader.show(SLICE_SIZE - 5, SLICE_SIZE + 5);
    expect(requests.map((r) => r.offset)).toEqual([SLICE_SIZE]);
    await take(requests).answer();
    expect(rowAt(list(), SLICE_SIZE + 3)).toBe('row 103');
    loader.show(0, 20);
    expect(requests).toEqual([]);
  });

  it('drops late answers to an older question and keeps old rows until the new ones are here', async () => {
    const { loader, requests, list } = setUp();
    loader.reload();
    await take(requests).answer(1000, 'old');
    loader.ask();
    const slow = take(requests);
    expect(rowAt(list(), 0)).toBe('old 0');
    expect(list().loading).toBe(true);
    loader.ask();
    await take(requests).answer(3, 'new');
    await slow.answer(1000, 'stale');
    expect(list()).toMatchObject({ total: 3, question: 2, loading: false });
    expect(rowAt(list(), 0)).toBe('new 0');
  });

  it('has few requests in flight and forgets rows that were scrolled past', async () => {
    const { loader, requests } = setUp();
    loader.reload();
    await take(requests).answer(100_000);
    for (let row = 1000; row <= 90_000; row += 1000) loader.show(row, row + 20);
    expect(requests.map((r) => r.offset)).toEqual([1000, 2000]);
    await take(requests).answer(100_000);
    await take(requests).answer(100_000);
    expect(requests.map((r) => r.offset)).toEqual([90_000]);
  });

  it('keeps the place when the same question is asked again', async () => {
    const { loader, requests, list } = setUp();
    loader.reload();
    await take(requests).answer();
    loader.show(510, 530);
    await take(requests).answer();
    loader.reload();
    const again = take(requests);
    expect(again.offset).toBe(500);
    await again.answer(1000, 'fresh');
    expect(rowAt(list(), 510)).toBe('fresh 510');
    expect(rowAt(list(), 0)).toBeUndefined();
    expect(list().question).toBe(0);
  });

  it('stops after a failure until asked again', async () => {
    const { loader, requests, list } = setUp();
    loader.reload();
    await take(requests).fail();
    expect(list().error?.code).toBe('UNEXPECTED');
    loader.show(0, 10);
    expect(requests).toEqual([]);
    loader.reload();
    await take(requests).answer();
    expect(list()).toMatchObject({ error: null, total: 1000 });
  });

  it('does not ask beyond the end', async () => {
    const { loader, requests } = setUp();
    loader.reload();
    await take(requests).answer(150);
    loader.show(90, 400);
    expect(requests.map((r) => r.offset)).toEqual([100]);
  });
});
