import { describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../core/testing/fakes';
import type { CollectOptions, Collector } from '../../core/services';
import type { CollectProgress, RunSummary } from '../../shared/model/run';
import { createCollections } from './collections';

const PROGRESS: CollectProgress = {
  orgId: 'a',
  runId: 7,
  phase: 'connecting',
  activity: 'Connecting',
  rowsDone: 0,
  rowsExpected: null,
  rowsPerSecond: 0,
  callsMade: 0,
  orgUsed: null,
  orgMax: null,
  startedAt: '2026-01-01T00:00:00.000Z',
};
const SUMMARY: RunSummary = {
  org: 'Acme',
  state: 'complete',
  runId: 7,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:00:01.000Z',
  resumeAt: null,
  apiCalls: { made: 1, orgUsedBefore: 1, orgUsedAfter: 2, orgMax: 100, thresholdPercent: 75 },
  rows: {},
  error: null,
};

function setUp(collect: (options: CollectOptions) => Promise<RunSummary>) {
  const emit = vi.fn();
  const collector: Collector = {
    collect: (_orgId, options = {}) => collect(options),
    progress: () => null,
    isCollecting: () => false,
  };
  return { emit, collections: createCollections({ collector, emit, log: silentLog }) };
}

describe('collections', () => {
  it('answers with the run id as soon as there is one, and tells of the end', async () => {
    let end: (run: RunSummary) => void = () => undefined;
    const { collections, emit } = setUp((options) => {
      options.onProgress?.(PROGRESS);
      return new Promise((resolve) => {
        end = resolve;
      });
    });
    expect(await collections.start('a')).toEqual({ runId: 7 });
    expect(emit).toHaveBeenCalledWith('collect.progressed', PROGRESS);
    end(SUMMARY);
    await vi.waitFor(() => {
      expect(emit).toHaveBeenCalledWith('collect.ended', { orgId: 'a', run: SUMMARY });
    });
  });

  it('runs one collection of an org at a time', async () => {
    const { collections } = setUp((options) => {
      options.onProgress?.(PROGRESS);
      return new Promise(() => undefined);
    });
    await collections.start('a');
    await expect(collections.start('a')).rejects.toMatchObject({ code: 'ALREADY_COLLECTING' });
    await expect(collections.start('b')).resolves.toEqual({ runId: 7 });
  });

  it('passes on why a collection could not start', async () => {
    const { collections } = setUp(() => Promise.reject(new Error('vault locked')));
    await expect(collections.start('a')).rejects.toThrow('vault locked');
    await expect(collections.start('a')).rejects.toThrow('vault locked');
  });

  it('cancels and waits until the rows in hand are stored', async () => {
    let stored = false;
    const { collections } = setUp(
      (options) =>
        new Promise((resolve) => {
          options.onProgress?.(PROGRESS);
          options.signal?.addEventListener('abort', () => {
            stored = true;
            resolve({ ...SUMMARY, state: 'interrupted' });
          });
        }),
    );
    await collections.start('a');
    await collections.cancelAll();
    expect(stored).toBe(true);
  });
});
