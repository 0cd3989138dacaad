import { describe, expect, it } from 'vitest';
import { createQuotaGuard } from './guard';
import { LATE_CALLS } from './meter';
import { QuotaPause } from './pause';

const told = (used: number, max: number) => ({ sent: true, info: { api: { used, max }, app: null } });

function reasonOf(act: () => unknown): string {
  try {
    act();
    return 'allowed';
  } catch (error) {
    if (error instanceof QuotaPause) return error.reason;
    throw error;
  }
}

describe('quota guard', () => {
  it('stops at the threshold, counting requests in flight', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    guard.begin(1).settle(told(70, 100));
    // 70, plus 1 because the header may not count its own request, plus those in flight.
    const flying = [guard.begin(1), guard.begin(1), guard.begin(1), guard.begin(1)];
    expect(reasonOf(() => guard.begin(1))).toBe('threshold');
    flying[3]?.settle(told(74, 100));
    expect(reasonOf(() => guard.begin(1))).toBe('threshold');
  });

  it('says why, with the numbers', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    guard.begin(1).settle(told(80, 100));
    try {
      guard.begin(1);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        kind: 'paused',
        code: 'QUOTA_THRESHOLD',
        numbers: { used: 80, max: 100, line: 75 },
      });
    }
  });

  it('allows one request at a time to learn an unknown quota, and not for ever', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    const first = guard.begin(1);
    expect(reasonOf(() => guard.begin(1))).toBe('unknown');
    first.settle({ sent: true, info: null });
    for (let i = 1; i < 6; i += 1) guard.begin(1).settle({ sent: true, info: null });
    expect(reasonOf(() => guard.begin(1))).toBe('unknown');
  });

  it('does not charge what was never sent', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: 1 });
    guard.begin(1).settle({ sent: false, info: null });
    expect(guard.state()).toMatchObject({ made: 0, inFlight: 0 });
    expect(reasonOf(() => guard.begin(1))).toBe('allowed');
    expect(reasonOf(() => guard.begin(1))).toBe('budget');
  });

  it('takes the tighter of two limits', () => {
    const guard = createQuotaGuard({ thresholdPercent: 50, maxCalls: null });
    const info = { api: { used: 10, max: 100_000 }, app: { used: 4, max: 10, name: 'Seatwatch' } };
    guard.begin(1).settle({ sent: true, info });
    expect(reasonOf(() => guard.begin(1))).toBe('app-threshold');
  });

  it('treats negative Remaining and exhaustion as full', () => {
    const guard = createQuotaGuard({ thresholdPercent: 100, maxCalls: null });
    guard.observe({ used: 105, max: 100 });
    expect(reasonOf(() => guard.begin(1))).toBe('threshold');
    const other = createQuotaGuard({ thresholdPercent: 100, maxCalls: null });
    expect(other.exhaust().reason).toBe('exhausted');
    expect(reasonOf(() => other.begin(1))).toBe('exhausted');
  });

  it('lets stale limits raise what a header said, never lower it', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    guard.begin(1).settle(told(60, 100));
    guard.observe({ used: 10, max: 100 });
    expect(guard.state().used).toBe(60);
    guard.observe({ used: 75, max: 100 });
    expect(reasonOf(() => guard.begin(1))).toBe('threshold');
  });

  it('believes a count that sinks, because requests of yesterday leave the window', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    guard.begin(1).settle(told(700, 1_000));
    expect(guard.room().callsLeft).toBe(49);
    guard.begin(1).settle(told(301, 1_000));
    // The count could run late and lack the first request.
    expect(guard.room().callsLeft).toBe(750 - 301 - 2);
    for (let i = 0; i < 2 * LATE_CALLS; i += 1) guard.begin(1).settle(told(302 + i, 1_000));
    expect(guard.room().callsLeft).toBe(750 - 501 - LATE_CALLS - 1);
  });

  it('keeps back what others used between two sightings, at worst, and forgets it in time', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    let used = 100;
    const call = (others: number) => guard.begin(1).settle(told((used += 1 + others), 1_000));
    call(0);
    expect(guard.room().reserve).toBe(0);
    call(20);
    call(5);
    expect(guard.room().reserve).toBe(20);
    const flying = [guard.begin(1), guard.begin(1)];
    expect(guard.room().reserve).toBe(60);
    for (const ticket of flying) ticket.settle({ sent: false, info: null });
    for (let i = 0; i < 31; i += 1) call(1);
    expect(guard.room().reserve).toBe(5);
    while (guard.room().callsLeft !== 0) call(5);
    expect(used).toBeLessThanOrEqual(750);
    expect(used).toBeGreaterThan(750 - 2 * 6);
  });

  it('takes requests that got no answer for requests that never arrived, when it reckons how fast others are', () => {
    for (const sent of [true, false]) {
      const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
      guard.begin(1).settle(told(100, 1_000));
      guard.begin(1).settle({ sent, info: null });
      guard.begin(1).settle(told(106, 1_000));
      // Five of theirs beside one of ours, not beside two.
      expect(guard.room().reserve).toBe(5);
    }
  });

  it('stops at its own budget of the day, whatever the run made of it', () => {
    const guard = createQuotaGuard({
      thresholdPercent: 75,
      maxCalls: 10,
      daily: { budget: 100, used: 97 },
    });
    guard.begin(1).settle(told(10, 1_000));
    expect(guard.room().callsLeft).toBe(2);
    guard.begin(1);
    guard.begin(1);
    expect(reasonOf(() => guard.begin(1))).toBe('day-budget');
    try {
      guard.begin(1);
    } catch (error) {
      expect(error).toMatchObject({ code: 'DAILY_BUDGET', numbers: { budget: 100, madeToday: 100 } });
    }
  });

  it('ignores limits of 0 of 0', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    guard.observe({ used: 0, max: 0 });
    expect(reasonOf(() => guard.begin(1))).toBe('allowed');
  });

  it('remembers the use before its first request', () => {
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    guard.begin(1).settle(told(121, 1_000));
    guard.begin(1).settle(told(122, 1_000));
    expect(guard.state()).toMatchObject({ usedBefore: 120, used: 122, made: 2 });
  });
});
