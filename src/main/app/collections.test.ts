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
  plan: null,
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
  const onEnded = vi.fn();
  const collector: Collector = {
    collect: (_orgId, options = {}) => collect(options),
    progress: () => null,
    isCollecting: () => false,
  };
  return { emit, onEnded, collections: createCollections({ collector, emit, log: silentLog, onEnded }) };
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

  it('says what began a run, and tells whoever wants to know how it ended', async () => {
    const triggers: unknown[] = [];
    const { collections, onEnded } = setUp((options) => {
      triggers.push(options.trigger);
      options.onProgress?.(PROGRESS);
      return Promise.resolve(SUMMARY);
    });
    expect(collections.any()).toBe(false);
    await collections.start('a');
    const running = collections.run('b', 'resume');
    expect(collections.any()).toBe(true);
    await running;
    await vi.waitFor(() => {
      expect(onEnded.mock.calls).toEqual([
        [{ orgId: 'a', run: SUMMARY, trigger: 'manual' }],
        [{ orgId: 'b', run: SUMMARY, trigger: 'resume' }],
      ]);
    });
    expect(triggers).toEqual(['manual', 'resume']);
    expect(collections.any()).toBe(false);
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
