import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSummary } from '../../../test/builders/run';
import type { RunState, RunSummary } from '../../shared/model/run';
import { jitterFor, nextRun } from './schedule';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 2, 28, 12);

const org = { id: 'org-1', paused: false };

function run(startedAt: number, changes: Partial<RunSummary> = {}): RunSummary {
  const endedAt = new Date(startedAt + MINUTE).toISOString();
  return runSummary({ startedAt: new Date(startedAt).toISOString(), endedAt, ...changes });
}

const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });

describe('the next run', () => {
  it('is a day and the jitter after the last began, in any zone and season, however often one asks', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 400 * DAY }), fc.nat(), (startedAt, later, runId) => {
        const runs = [run(startedAt, { runId })];
        const planned = nextRun({ org, runs, daily: true, now: startedAt + later });
        // Across a change to summer time, too, a day is 24 hours: nothing here knows of zones.
        expect(planned).toEqual({ at: startedAt + DAY + jitterFor(`org-1:${runId}`), trigger: 'schedule' });
        expect(planned).toEqual(nextRun({ org, runs, daily: true, now: startedAt }));
      }),
    );
  });

  it('is the moment at which a stopped collection may go on, the daily one switched on or off', () => {
    const resumeAt = new Date(NOON + 12 * HOUR).toISOString();
    for (const state of ['paused-quota', 'paused-budget'] satisfies RunState[])
      for (const daily of [true, false])
        expect(nextRun({ org, runs: [run(NOON, { state, resumeAt })], daily, now: NOON + HOUR })).toEqual({
          at: NOON + 12 * HOUR,
          trigger: 'resume',
        });
    const stopped = [run(NOON, { state: 'paused-budget' })];
    expect(nextRun({ org, runs: stopped, daily: true, now: NOON })?.trigger).toBe('schedule');
    expect(nextRun({ org, runs: stopped, daily: false, now: NOON })).toBeNull();
  });

  it('is now when the last one was written down while the clock ran years ahead', () => {
    const ahead = NOON + 365 * DAY;
    expect(nextRun({ org, runs: [run(ahead)], daily: true, now: NOON })).toEqual({
      at: NOON,
      trigger: 'schedule',
    });
    const failed = [run(ahead, { state: 'failed' })];
    expect(nextRun({ org, runs: failed, daily: true, now: NOON })?.at).toBe(NOON);
    const resumeAt = new Date(ahead).toISOString();
    // The clock jumped during the run: it began in the present and was stopped in the future.
    const jumped = [run(NOON - HOUR, { state: 'paused-quota', resumeAt })];
    expect(nextRun({ org, runs: jumped, daily: false, now: NOON })).toEqual({ at: NOON, trigger: 'resume' });
  });

  /**
   * Real hours pass one by one; in between somebody sets the clock. Whatever it shows, each stretch in which
   * it runs undisturbed sees about one collection a day.
   */
  it('neither loops nor stops when the clock is set forth and back', () => {
    const stretch = fc.record({
      jump: fc.oneof(
        fc.integer({ min: -3 * DAY, max: 3 * DAY }),
        fc.integer({ min: -2000 * DAY, max: 2000 * DAY }),
      ),
      hours: fc.integer({ min: 1, max: 120 }),
      outcome: fc.constantFrom<RunState>('complete', 'paused-quota', 'interrupted', 'paused-budget'),
    });
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 12 }), (stretches) => {
        let clock = NOON;
        let runs = [run(clock)];
        for (const { jump, hours, outcome } of stretches) {
          clock += jump;
          let collected = 0;
          for (let hour = 0; hour < hours; hour++) {
            clock += HOUR;
            const planned = nextRun({ org, runs, daily: true, now: clock });
            if (planned === null) throw new Error('never again');
            if (planned.at > clock) continue;
            collected += 1;
            const resumeAt = outcome === 'paused-quota' ? new Date(clock + DAY).toISOString() : null;
            runs = [run(clock, { state: outcome, resumeAt, runId: runs.length + 1 }), ...runs].slice(0, 12);
          }
          expect(collected).toBeLessThanOrEqual(Math.floor(hours / 24) + 1);
          if (hours > 50) expect(collected).toBeGreaterThan(0);
        }
      }),
    );
  });
});
