import { describe, expect, it } from 'vitest';
import { makeLicense } from '../../../test/builders/license-rows';
import { DEFAULT_POLICY, type IdleRule } from '../../shared/model/idle-rule';
import type { LicenseTableRow } from '../../shared/model/licenses';
import type { Org } from '../../shared/model/org';
import type { CurrencyAmount, SeatPrice } from '../../shared/model/prices';
import { createPortfolio, type PortfolioInput } from './portfolio';

const NOW = Date.UTC(2026, 5, 30, 12);
const price = (amount: number, currency = 'USD', changes: Partial<SeatPrice> = {}): SeatPrice => ({
  amount,
  per: 'month',
  currency,
  contractEnd: null,
  ...changes,
});

const license = (changes: Partial<LicenseTableRow> = {}): LicenseTableRow =>
  makeLicense({ name: 'Salesforce', ...changes });

interface FakeOrg {
  name: string;
  licenses?: LicenseTableRow[];
  saved?: CurrencyAmount[];
  inactiveDays?: number;
  dataAsOf?: string | null;
}

interface World {
  orgs: FakeOrg[];
  rates?: Record<string, number>;
  /** What `licenses` was asked for. */
  asked?: { orgId: string; rule: IdleRule }[];
}

function input({ orgs, rates = {}, asked = [] }: World, reportingCurrency = 'USD'): PortfolioInput {
  const find = (orgId: string) => orgs.find(({ name }) => name === orgId) ?? { name: orgId };
  const db: PortfolioInput['db'] = {
    listOrgs: () =>
      Promise.resolve(
        orgs.map(({ name, inactiveDays = 90, dataAsOf = new Date(NOW).toISOString() }): Org => ({
          id: name,
          name,
          url: 'https://acme.my.salesforce.com',
          auth: 'client-credentials',
          consumerKey: 'key',
          jwtUsername: null,
          certificates: null,
          paused: false,
          isDemo: false,
          thresholdPercent: 75,
          runBudget: null,
          dailyBudget: null,
          keepLoginsDays: null,
          inactiveDays,
          addedAt: new Date(NOW).toISOString(),
          dataAsOf,
          identity: {
            salesforceOrgId: null,
            organizationName: null,
            edition: 'Enterprise Edition',
            isSandbox: false,
            instanceName: null,
            apiVersion: null,
          },
        })),
      ),
    idlePolicy: (orgId) =>
      Promise.resolve({
        inactiveDays: find(orgId).inactiveDays ?? 90,
        policy: DEFAULT_POLICY,
        neededAnyway: [],
      }),
    licenses: (orgId, rule) => {
      asked.push({ orgId, rule });
      return Promise.resolve(find(orgId).licenses ?? []);
    },
    reclaimSummary: (orgId) =>
      Promise.resolve({
        keep: 0,
        ask: 0,
        open: 0,
        reclaimed: 0,
        returned: 0,
        openAnnual: [],
        reclaimedAnnual: [],
        savedSoFar: find(orgId).saved ?? [],
        unpriced: 0,
      }),
    exchangeRates: (to) =>
      Promise.resolve(
        Object.entries(rates)
          .filter(([currency]) => currency !== to)
          .map(([currency, rate]) => ({ currency, rate, at: new Date(NOW).toISOString() })),
      ),
  };
  return { db, reportingCurrency, now: NOW };
}

const nothing = { currency: 'USD', amount: 0, missing: [] };

describe('createPortfolio', () => {
  it('counts user seats apart from seats of all kinds', async () => {
    const { orgs, totals } = await createPortfolio(
      input({
        orgs: [
          {
            name: 'Acme',
            licenses: [
              license({ price: price(100) }),
              license({
                kind: 'user',
                paidPerSeat: false,
                total: 5_000,
                used: 3_000,
                free: 2_000,
                unused: 0,
              }),
              license({ kind: 'permissionSet', total: 30, used: 12, free: 18, unused: 4 }),
              license({ kind: 'feature', total: null, used: 9, free: null, unused: 3, price: price(10) }),
            ],
          },
        ],
      }),
    );
    expect(orgs).toMatchObject([{ paid: 100, used: 80, idle: 10, idleSeats: 17, unpricedIdleSeats: 4 }]);
    expect(orgs[0]?.waste).toEqual({ currency: 'USD', amount: 12_360, missing: [] });
    expect(orgs[0]?.free).toEqual({ currency: 'USD', amount: 24_000, missing: [] });
    expect(totals).toMatchObject({ paid: 100, used: 80, idle: 10, idleSeats: 17 });
  });

  it('asks every org by its own definition of idle, and those without data nothing', async () => {
    const asked: World['asked'] = [];
    const { orgs } = await createPortfolio(
      input({
        orgs: [
          { name: 'Acme', inactiveDays: 30 },
          { name: 'Beta', inactiveDays: 180 },
          { name: 'New', dataAsOf: null, licenses: [license()] },
        ],
        asked,
      }),
    );
    expect(asked.map(({ orgId, rule }) => [orgId, rule.inactiveDays, rule.integration])).toEqual([
      ['Acme', 30, 'api-only'],
      ['Beta', 180, 'api-only'],
    ]);
    expect(orgs.map(({ name, asOf, paid }) => [name, asOf !== null, paid])).toEqual([
      ['Acme', true, 0],
      ['Beta', true, 0],
      ['New', false, 0],
    ]);
  });

  it('converts what has a rate, and leaves the rest apart instead of guessing', async () => {
    const portfolio = await createPortfolio(
      input({
        orgs: [
          {
            name: 'Acme',
            licenses: [license({ price: price(10) })],
            saved: [{ currency: 'EUR', amount: 1.05 }],
          },
          {
            name: 'Beta',
            licenses: [
              license({ price: price(20, 'EUR', { per: 'year' }) }),
              license({ price: price(5, 'GBP'), unused: 1, free: 0 }),
              license({ price: price(3, 'JPY'), unused: 0, free: 0 }),
            ],
            saved: [{ currency: 'GBP', amount: 0.5 }],
          },
        ],
        rates: { EUR: 1.1 },
      }),
    );
    expect(portfolio.missingRates).toEqual(['GBP', 'JPY']);
    expect(portfolio.orgs.map(({ waste }) => waste)).toEqual([
      { currency: 'USD', amount: 1_200, missing: [] },
      { currency: 'USD', amount: 220, missing: [{ currency: 'GBP', amount: 60 }] },
    ]);
    expect(portfolio.totals).toMatchObject({
      waste: { currency: 'USD', amount: 1_420, missing: [{ currency: 'GBP', amount: 60 }] },
      free: { currency: 'USD', amount: 2_400 + 440, missing: [] },
      saved: { currency: 'USD', amount: 1.16, missing: [{ currency: 'GBP', amount: 0.5 }] },
    });
  });

  it('has totals that are the sums of what is shown', async () => {
    // Each is 0.3 cents too much when rounded by itself.
    const orgs = Array.from({ length: 10 }, (_, i) => ({
      name: `Org ${i}`,
      licenses: [license({ price: price(0.017, 'EUR', { per: 'year' }), unused: 1, free: 0 })],
    }));
    const { totals, orgs: shown } = await createPortfolio(input({ orgs, rates: { EUR: 1 } }));
    const sum = shown.reduce((all, org) => all + Math.round(org.waste.amount * 100), 0);
    expect(Math.round(totals.waste.amount * 100)).toBe(sum);
    expect(totals.waste.amount).toBe(0.2);
  });

  it('has no price of a seat where logins are paid, or one price for all', async () => {
    const { orgs } = await createPortfolio(
      input({
        orgs: [
          {
            name: 'Acme',
            licenses: [
              license({ metering: 'logins', paidPerSeat: false, price: price(2) }),
              license({
                metering: 'unlimited',
                paidPerSeat: false,
                total: null,
                free: null,
                price: price(900),
              }),
            ],
          },
        ],
      }),
    );
    expect(orgs).toMatchObject([{ paid: 0, waste: nothing, free: nothing }]);
  });

  it('counts no free seats where more are given than were bought', async () => {
    const licenses = [license({ total: 10, used: 14, free: -4, price: price(100) })];
    const { orgs } = await createPortfolio(input({ orgs: [{ name: 'Acme', licenses }] }));
    expect(orgs[0]?.free).toEqual(nothing);
  });

  it.each([
    ['the first to come', ['2028-01-31', '2026-09-30', '2027-01-31'], '2026-09-30'],
    ['one that ends today', ['2026-06-30', '2027-01-31'], '2026-06-30'],
    ['none that is over', ['2026-06-29'], null],
    ['none where none was entered', [null], null],
  ])('names %s of the contract ends', async (_, ends, expected) => {
    const licenses = ends.map((contractEnd) => license({ price: price(1, 'USD', { contractEnd }) }));
    const { orgs } = await createPortfolio(input({ orgs: [{ name: 'Acme', licenses }] }));
    expect(orgs[0]?.contractEnd).toBe(expected);
  });

  it('works without any org', async () => {
    expect(await createPortfolio(input({ orgs: [] }, 'EUR'))).toMatchObject({
      reportingCurrency: 'EUR',
      missingRates: [],
      orgs: [],
      totals: { paid: 0, waste: { currency: 'EUR', amount: 0, missing: [] } },
    });
  });
});
