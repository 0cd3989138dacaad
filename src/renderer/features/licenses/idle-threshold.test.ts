import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type IdleRule } from '../../../shared/model/idle-rule';
import { makeLicense, pricedLicense } from '../../../../test/builders/license-rows';
import { makeOrg } from '../../../../test/fakes/bridge-orgs';
import { makeUsers } from '../../../../test/fakes/bridge-people';
import { createFakePolicy } from '../../../../test/fakes/bridge-licensing/policy';
import { createWorld } from '../../../../test/fakes/bridge-licensing/world';
import { atThreshold, seatsAt, thresholdPoints } from './idle-threshold';
import { totalsOf } from './license-groups';
import { rounds } from '../../../../test/builders/rounds';

const NOW = Date.parse('2026-11-20T12:00:00Z');

/** A made-up org whose list of seats is judged one by one, as a check on what the curve makes of them. */
const world = (() => {
  const org = makeOrg('acme', 'Acme', NOW, {});
  const users = makeUsers(400, NOW);
  return createWorld({ now: NOW, org: () => org, orgs: () => [org], users: () => users });
})();
const { curve: curveOf } = createFakePolicy({ world, setInactiveDays: () => undefined });

const days = fc.integer({ min: 1, max: 730 });
const ownDays = fc.option(fc.integer({ min: 1, max: 400 }), { nil: null });
const rules = fc.record<IdleRule>({
  inactiveDays: days,
  includeFree: fc.boolean(),
  graceDays: fc.integer({ min: 0, max: 60 }),
  newUserDays: fc.integer({ min: 0, max: 90 }),
  externalDays: ownDays,
  integration: fc.constantFrom('any-login', 'api-only'),
  integrationDays: ownDays,
  exceptions: fc.boolean(),
});

describe('atThreshold', () => {
  it('is what would have been answered for that threshold', async () => {
    await fc.assert(
      fc.asyncProperty(rules, days, async (rule, other) => {
        const curve = await curveOf({ orgId: 'acme', rule, asOf: null });
        const answered = world.licenses('acme', rule, null);
        const wanted = world.licenses('acme', { ...rule, inactiveDays: other }, null);
        expect(atThreshold(curve, answered, other)).toEqual(wanted);
      }),
      { numRuns: rounds(25) },
    );
  });

  it('counts a seat as idle on the very day', () => {
    const license = {
      always: 2,
      byDays: [
        [89, 1],
        [90, 10],
        [91, 100],
      ] as [number, number][],
    };
    expect([89, 90, 91, 92].map((at) => seatsAt(license, at))).toEqual([113, 112, 102, 2]);
  });

  it('leaves a license alone that the curve does not have, and rows that stay as they are', () => {
    const rows = [makeLicense({ name: 'A' }), makeLicense({ name: 'B', kind: 'package' })];
    const curve = { asOf: null, licenses: [{ kind: 'user' as const, id: 'A', always: 10, byDays: [] }] };
    const result = atThreshold(curve, rows, 30);
    expect([result[0] === rows[0], result[1] === rows[1]]).toEqual([true, true]);
  });

  it('costs nothing where seats are not what is paid', () => {
    const curve = { asOf: null, licenses: [{ kind: 'user' as const, id: 'A', always: 4, byDays: [] }] };
    const waste = (metering: 'seats' | 'logins' | 'unlimited') =>
      atThreshold(curve, [pricedLicense('A', 'USD', 0, { metering })], 30)[0]?.annualWaste;
    expect([waste('seats'), waste('logins'), waste('unlimited')]).toEqual([480, null, null]);
  });
});

describe('thresholdPoints', () => {
  it('adds up to the table at every threshold', () => {
    const curves = fc.array(
      fc.record({
        always: fc.nat(20),
        byDays: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 9 })), {
          selector: ([at]) => at,
        }),
        amount: fc.option(fc.integer({ min: 0, max: 50_000 }), { nil: null }),
        currency: fc.constantFrom('USD', 'EUR'),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(curves, fc.integer({ min: 1, max: 365 }), (made, at) => {
        const rows = made.map(({ amount, currency }, n) =>
          makeLicense({
            name: String(n),
            currency,
            price:
              amount === null ? null : { amount: amount / 100, per: 'month', currency, contractEnd: null },
          }),
        );
        const curve = {
          asOf: null,
          licenses: made.map(({ always, byDays }, n) => ({
            kind: 'user' as const,
            id: String(n),
            always,
            byDays,
          })),
        };
        const points = thresholdPoints(curve, rows, 365);
        const totals = totalsOf(
          atThreshold(
            curve,
            rows.map((row) => ({ ...row, unused: -1 })),
            at,
          ),
        );
        expect(points).toHaveLength(365);
        expect(points[at - 1]).toMatchObject({ days: at, seats: totals.unused });
        for (const { currency, amount } of totals.waste) {
          expect(points[at - 1]?.annual[currency]).toBeCloseTo(amount, 1);
        }
      }),
    );
  });

  it('never rises with the threshold', async () => {
    const rule = { ...DEFAULT_POLICY, inactiveDays: 90, includeFree: false };
    const curve = await curveOf({ orgId: 'acme', rule, asOf: null });
    const points = thresholdPoints(curve, world.licenses('acme', rule, null), 365);
    points.slice(1).forEach(({ seats }, n) => expect(seats).toBeLessThanOrEqual(points[n]?.seats ?? 0));
    expect(points[89]?.seats).toBe(world.seats('acme', rule, null).length);
  });
});
