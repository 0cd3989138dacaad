import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/model/errors';
import { createLatest, notLoaded, type Load } from './table-load';

describe('createLatest', () => {
  it('lets only the newest request write', async () => {
    let state: Load<string> = notLoaded();
    const latest = createLatest<string>((change) => {
      state = { ...state, ...change };
    });
    let answerFirst: (value: string) => void = () => undefined;
    const first = latest(() => new Promise((resolve) => (answerFirst = resolve)));
    await latest(() => Promise.resolve('second'));
    answerFirst('first');
    await first;
    expect(state).toEqual({ data: 'second', error: null, loading: false });
  });

  it('keeps the data when a newer request fails', async () => {
    let state: Load<string> = { data: 'known', error: null, loading: false };
    const latest = createLatest<string>((change) => {
      state = { ...state, ...change };
    });
    await latest(() =>
      Promise.reject(new AppError({ code: 'X', kind: 'data', message: 'It failed.', fix: 'Try again.' })),
    );
    expect(state).toMatchObject({ data: 'known', error: { code: 'X' }, loading: false });
  });
});
