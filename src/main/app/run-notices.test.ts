import { describe, expect, it } from 'vitest';
import type { RunState, RunSummary, RunTrigger } from '../../shared/model/run';
import { runNotice } from './run-notices';

function run(state: RunState, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    org: 'Acme',
    state,
    runId: 2,
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:01:00.000Z',
    resumeAt: null,
    apiCalls: { made: 3, orgUsedBefore: 1, orgUsedAfter: 75_012, orgMax: 100_000, thresholdPercent: 75 },
    rows: {},
    error: null,
    ...changes,
  };
}

const notice = (summary: RunSummary, trigger: RunTrigger = 'schedule', previous: RunSummary | null = null) =>
  runNotice({ run: summary, trigger, previous, locale: 'en-GB', timeZone: 'UTC' });

describe('notices of runs', () => {
  it('tell of a stop by the quota, with numbers and when it goes on, whoever began the run', () => {
    for (const trigger of ['manual', 'schedule', 'resume'] satisfies RunTrigger[]) {
      const told = notice(run('paused-quota', { resumeAt: '2026-03-02T00:00:00.000Z' }), trigger);
      expect(told?.title).toBe('Acme: collection paused by the quota');
      // Commas in dates differ between versions of the language data.
      expect(told?.body.replaceAll(/,(?= )/g, '')).toBe(
        '75,012 of 100,000 API requests of the last 24 hours are used; Seatwatch stops at 75%. ' +
          'It goes on by itself on Mon 2 Mar 00:00.',
      );
    }
  });

  it('say it in the words of the run where it has its own, and without numbers where there are none', () => {
    const error = { code: 'REQUEST_LIMIT_EXCEEDED', message: 'All requests are used up.', fix: 'Wait.' };
    expect(notice(run('paused-quota', { error }))?.body).toBe('All requests are used up.');
    const apiCalls = { made: 1, orgUsedBefore: null, orgUsedAfter: null, orgMax: null, thresholdPercent: 75 };
    expect(notice(run('paused-quota', { apiCalls }))?.body).toContain('used up to your threshold');
  });

  it('are not repeated with every look in vain, and come again with the next stop', () => {
    const stopped = run('paused-quota', { runId: 1 });
    expect(notice(run('paused-quota'), 'resume', stopped)).toBeNull();
    expect(notice(run('paused-quota'), 'schedule', run('complete', { runId: 1 }))).not.toBeNull();
  });

  it('tell of a failure nobody waits for, once', () => {
    const error = { code: 'invalid_client', message: 'Refused.', fix: 'Enter the secret again.' };
    const failed = run('failed', { error });
    expect(notice(failed)).toEqual({
      title: 'Acme: collection failed',
      body: 'Refused. Enter the secret again.',
    });
    expect(notice(failed, 'manual')).toBeNull();
    expect(notice(failed, 'schedule', run('failed', { error, runId: 1 }))).toBeNull();
  });

  it('are not made of what needs nobody', () => {
    for (const state of ['complete', 'paused-budget', 'interrupted'] satisfies RunState[])
      expect(notice(run(state))).toBeNull();
  });
});
