import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ModelOrg, type ModelOrgOptions } from '../testing/model-quota';
import type { QuotaGuardOptions } from './guard';
import { LATE_CALLS } from './meter';
import { rounds } from '../../../test/builders/rounds';

/** Scripts per property. */
const numRuns = rounds(200);
vi.setConfig({ testTimeout: 30_000 + 30 * numRuns });

type Step =
  | { do: 'ask' }
  | { do: 'arrive'; pick: number }
  | { do: 'reply'; pick: number; header: boolean; now: boolean }
  | { do: 'lose'; pick: number; how: 'unsent' | 'lost' | 'unanswered' }
  | { do: 'traffic'; calls: number }
  | { do: 'max'; max: number }
  | { do: 'limits'; ago: number };

const pick = fc.nat(12);
const ask = fc.constant<Step>({ do: 'ask' });
const arrive = fc.record({ do: fc.constant('arrive' as const), pick });
const reply = fc.record({
  do: fc.constant('reply' as const),
  pick,
  header: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  now: fc.boolean(),
});
const lose = fc.record({
  do: fc.constant('lose' as const),
  pick,
  how: fc.constantFrom('unsent' as const, 'lost' as const, 'unanswered' as const),
});
const rise = fc.record({ do: fc.constant('traffic' as const), calls: fc.integer({ min: 0, max: 9 }) });
const roll = fc.record({ do: fc.constant('traffic' as const), calls: fc.integer({ min: -40, max: -1 }) });
const limits = fc.record({ do: fc.constant('limits' as const), ago: fc.nat(8) });
const resize = fc.record({ do: fc.constant('max' as const), max: fc.integer({ min: 0, max: 200 }) });

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
/** Requests under way, answered in any order, some lost and made again. */
const ours = [often(5, ask), often(4, arrive), often(4, reply), often(1, lose)];
const steps = (...kinds: { weight: number; arbitrary: fc.Arbitrary<Step> }[]) =>
  fc.array(fc.oneof(...ours, ...kinds), { minLength: 1, maxLength: 150, size: 'max' });

const threshold = fc.integer({ min: 1, max: 100 });
/** An org by what is left below the line at the start, so that every script gets near it. */
type Start = Omit<ModelOrgOptions, 'used'> & { room: number };
const org = (changes: { [K in keyof Start]?: fc.Arbitrary<Start[K]> } = {}): fc.Arbitrary<Start> =>
  fc.record({
    max: fc.integer({ min: 1, max: 400 }),
    room: fc.integer({ min: -2, max: 40 }),
    includesCurrent: fc.boolean(),
    late: fc.constant(0),
    pace: fc.constant(0),
    app: fc.constant(null),
    ...changes,
  });
function modelOf({ room, ...start }: Start, guard: QuotaGuardOptions): ModelOrg {
  const line = Math.floor((start.max * guard.thresholdPercent) / 100);
  return new ModelOrg(guard, { ...start, used: Math.max(0, line - room) });
}
const anApp = fc.option(fc.record({ max: fc.integer({ min: 1, max: 100 }), used: fc.nat(60) }), {
  nil: null,
});
const budget = fc.option(fc.integer({ min: 1, max: 40 }), { nil: null });

function play(model: ModelOrg, script: readonly Step[], inOrder = false): void {
  for (const step of script) {
    switch (step.do) {
      case 'ask':
        model.ask();
        break;
      case 'arrive':
        model.arrive(inOrder ? 0 : step.pick);
        break;
      case 'reply':
        model.reply(step.pick, step);
        break;
      case 'lose':
        model.lose(step.pick, step.how);
        break;
      case 'traffic':
        model.traffic(step.calls);
        break;
      case 'max':
        model.setMax(step.max);
        break;
      case 'limits':
        model.limits(step.ago);
        break;
    }
  }
}

/** Plays scripts against orgs and judges each afterwards. */
function check(
  script: fc.Arbitrary<Step[]>,
  options: fc.Arbitrary<Start>,
  judge: (model: ModelOrg) => void,
  inOrder = false,
): void {
  fc.assert(
    fc.property(script, options, threshold, (played, chosen, thresholdPercent) => {
      const model = modelOf(chosen, { thresholdPercent, maxCalls: null });
      play(model, played, inOrder);
      judge(model);
    }),
    { numRuns },
  );
}

function neverPast(model: ModelOrg): void {
  expect(model.trespasses).toEqual([]);
  expect(model.appTrespasses).toBe(0);
}

describe('once use was seen, no request of ours arrives past the line', () => {
  it('unless others rose by more than the reserve since the sighting it was allowed by', () => {
    check(steps(often(3, rise), often(1, limits), often(1, resize)), org(), (model) => {
      expect(model.trespasses.filter(({ rise: risen, reserve }) => risen <= reserve)).toEqual([]);
    });
  });

  it('while others keep still or yesterday’s requests leave the window', () => {
    check(steps(often(1, roll), often(1, limits), often(1, resize)), org({ app: anApp }), neverPast);
  });

  it('while others keep their pace, after two sightings', () => {
    const busy = org({ pace: fc.integer({ min: 1, max: 9 }), room: fc.integer({ min: 0, max: 200 }) });
    check(
      steps(),
      busy,
      (model) => {
        expect(model.trespasses.filter(({ sightings }) => sightings >= 2)).toEqual([]);
      },
      true,
    );
  });

  it('when the counter runs late by any number of requests', () => {
    check(steps(often(1, limits)), org({ late: fc.nat(150) }), neverPast);
  });

  it(`when it runs up to ${String(LATE_CALLS)} requests late and the window rolls on`, () => {
    check(steps(often(1, roll), often(1, limits)), org({ late: fc.nat(LATE_CALLS) }), neverPast);
  });
});

describe('the guard', () => {
  it('allows nothing after a sighting at or past the line', () => {
    const all = steps(often(3, rise), often(1, roll), often(1, limits), often(1, resize));
    check(all, org({ app: anApp }), (model) => {
      expect(model.allowedAfterLine).toBe(0);
    });
  });

  it('never exceeds the budgets, requests in flight and lost ones included', () => {
    const used = fc.nat(30);
    fc.assert(
      fc.property(
        steps(often(1, rise)),
        org(),
        budget,
        budget,
        used,
        (script, options, maxCalls, day, before) => {
          const daily = day === null ? null : { budget: day, used: before };
          const model = modelOf(
            { ...options, max: 10_000, room: 9_000 },
            { thresholdPercent: 100, maxCalls, daily },
          );
          const left = day === null ? Infinity : Math.max(0, day - before);
          const most = Math.min(maxCalls ?? Infinity, left);
          const broken = script.filter((step) => {
            play(model, [step]);
            const { made, inFlight } = model.guard.state();
            return made + inFlight > most || model.own > made + inFlight;
          });
          expect(broken).toEqual([]);
        },
      ),
      { numRuns },
    );
  });

  it('allows when there is room: for itself, the reserve, and those of ours that the newest sighting may lack', () => {
    fc.assert(
      fc.property(
        steps(),
        org({ pace: fc.nat(3), app: anApp, max: fc.integer({ min: 1, max: 400 }) }),
        threshold,
        fc.boolean(),
        (script, options, thresholdPercent, alone) => {
          const model = modelOf(options, { thresholdPercent, maxCalls: null });
          const answered = script
            .filter(({ do: what }) => what !== 'lose')
            .map((step) => (step.do === 'reply' ? { ...step, header: true } : step));
          play(model, answered, true);
          model.settle();
          if (alone) {
            model.ask();
            model.settle();
          }
          const { reserve, callsLeft } = model.guard.room();
          const room = Math.min(model.line - model.used, model.appLine - model.appUsed) - reserve;
          const { uncertain } = model;
          const allowed = model.ask();
          expect(allowed).toBe((callsLeft ?? 1) > 0);
          if (room > uncertain) expect(allowed).toBe(true);
        },
      ),
      { numRuns },
    );
  });
});
