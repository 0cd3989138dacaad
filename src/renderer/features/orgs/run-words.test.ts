import { describe, expect, it } from 'vitest';
import { makeOrg } from '../../../../test/fakes/bridge-orgs';
import { makeRunDetail } from '../../../../test/fakes/bridge-runs';
import type { RunDetail, StreamRun } from '../../../shared/model/run';
import { changesWords, comparisons, quotaWords, streamLines, streamResult } from './run-words';

const NOW = Date.UTC(2026, 10, 22, 11);
const org = makeOrg('a', 'A', NOW);
const detail = (runId: number): RunDetail => {
  const found = makeRunDetail(org, runId, NOW);
  if (!found) throw new Error(`no run ${runId}`);
  return found;
};

describe('plan and result', () => {
  it('stand side by side', () => {
    const [calls, rows, time] = comparisons(detail(41));
    expect(calls).toEqual({ name: 'API calls', planned: '70', actual: '63' });
    expect(rows?.planned).toBe('199,656');
    expect(time).toEqual({ name: 'Time', planned: '2 min 48 s', actual: '1 min 14 s' });
  });

  it('leave out what was never known', () => {
    const [calls, rows, time] = comparisons({ ...detail(36), run: { ...detail(36).run, endedAt: null } });
    expect([calls?.planned, rows?.planned, time?.planned, time?.actual]).toEqual(['–', '–', '–', '–']);
  });
});

it('shows planned streams that the run never got to', () => {
  const full = detail(41);
  const [first, ...others] = full.streams;
  const { lines, notReached } = streamLines({ ...full, streams: first ? [first] : [] });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.planned?.stream).toBe(first?.stream);
  expect(notReached.map((one) => one.stream)).toEqual(others.map((one) => one.stream));
  // A stream that was not planned is shown all the same.
  expect(streamLines({ plan: null, streams: full.streams }).lines).toHaveLength(full.streams.length);
});

it('tells how a stream ended', () => {
  const run: StreamRun = {
    stream: 'users',
    title: 'Users',
    calls: 1,
    rows: 1,
    bytes: 1,
    seconds: 1,
    via: 'rest',
    complete: true,
    error: null,
  };
  const error = { code: 'INVALID_TYPE', message: 'No.' };
  expect([
    streamResult(run).label,
    streamResult({ ...run, complete: false }).label,
    streamResult({ ...run, via: 'skipped', complete: false }).label,
    // A refused stream is skipped, but the refusal is what matters.
    streamResult({ ...run, via: 'skipped', error }).label,
  ]).toEqual(['Complete', 'Not finished', 'Skipped', 'Error']);
});

it('sums changes and quota up', () => {
  expect(changesWords({ added: 1200, changed: 0, removed: 3 })).toBe('1,200 added, 3 removed');
  expect(changesWords({ added: 0, changed: 0, removed: 0 })).toBeNull();
  expect(quotaWords(detail(41).run)).toBe('38,410 before, 38,473 after, of 106,000 requests');
  const unseen = { ...detail(41).run.apiCalls, orgUsedBefore: null, orgUsedAfter: null };
  expect(quotaWords({ ...detail(41).run, apiCalls: unseen })).toBe('Not seen');
});
