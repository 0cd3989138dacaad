import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQuotaGuard, type Ticket } from './guard';
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

describe('quota guard, for every order of replies and every traffic of others', () => {
  type Step =
    | { kind: 'begin'; cost: number }
    | { kind: 'reply'; pick: number; header: boolean }
    | { kind: 'others'; calls: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constant('begin' as const), cost: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('reply' as const), pick: fc.nat(20), header: fc.boolean() }),
    fc.record({ kind: fc.constant('others' as const), calls: fc.integer({ min: 0, max: 5 }) }),
  );

  it('asks nothing after the line was shown, keeps its budget, and alone never passes the line', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 200 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 5, max: 120 }),
        fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }),
        fc.boolean(),
        fc.nat(60),
        (steps, thresholdPercent, max, maxCalls, includesCurrent, usedAtStart) => {
          const guard = createQuotaGuard({ thresholdPercent, maxCalls });
          const line = Math.floor((max * thresholdPercent) / 100);
          // The server: counts a request when it arrives, which is when it is sent here.
          let used = usedAtStart;
          let others = 0;
          let own = 0;
          let shownPastLine = false;
          const flying: { ticket: Ticket; shows: number; cost: number }[] = [];
          let learned = false;
          for (const one of steps) {
            if (one.kind === 'others') {
              used += one.calls;
              others += one.calls;
            } else if (one.kind === 'begin') {
              const usedBefore = used;
              try {
                const ticket = guard.begin(one.cost);
                expect(shownPastLine).toBe(false);
                own += one.cost;
                used += one.cost;
                if (maxCalls !== null) expect(own).toBeLessThanOrEqual(maxCalls);
                // Without others in between, knowing the use means never passing the line.
                if (learned && others === 0) expect(used).toBeLessThanOrEqual(line);
                flying.push({ ticket, shows: includesCurrent ? used : usedBefore, cost: one.cost });
              } catch (error) {
                if (!(error instanceof QuotaPause)) throw error;
              }
            } else if (flying.length > 0) {
              const [reply] = flying.splice(one.pick % flying.length, 1);
              if (reply === undefined) continue;
              const api = one.header ? { used: reply.shows, max } : null;
              reply.ticket.settle({ sent: true, info: { api, app: null } });
              if (api !== null) {
                learned = true;
                if (api.used >= line) shownPastLine = true;
              }
            }
          }
          expect(guard.state().made + guard.state().inFlight).toBe(own);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
