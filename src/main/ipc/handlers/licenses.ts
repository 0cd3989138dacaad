import { userInfo } from 'node:os';
import type { Clock, Database } from '../../../core/ports';
import { createPortfolio } from '../../../core/licensing/portfolio';
import { licenseTrends } from '../../../core/licensing/trends';
import type { OrgService } from '../../../core/services';
import type { Settings } from '../../../shared/model/settings';
import type { Emit } from '../register';
import type { AllHandlers } from '../routes';

type Exports = Pick<AllHandlers['licenses'], 'export' | 'exportForManagers' | 'exportPdf'>;

export interface LicenseHandlerDeps {
  db: Database;
  orgs: Pick<OrgService, 'update'>;
  clock: Clock;
  settings: { get(): Settings; update(changes: Partial<Settings>): Settings };
  /** Other parts of the window show the threshold and the preferences too. */
  emit: Emit;
  exports: Exports;
}

/** Who decisions are signed by: the name in the settings, else that of the account on this computer. */
export function decider({ deciderName }: Pick<Settings, 'deciderName'>): string {
  if (deciderName !== '') return deciderName;
  try {
    return userInfo().username;
  } catch {
    // An account without an entry (containers); the name can still be set.
    return 'this computer';
  }
}

export function licenseHandlers({
  db,
  orgs,
  clock,
  settings,
  emit,
  exports,
}: LicenseHandlerDeps): AllHandlers['licenses'] {
  const signed = () => ({ by: decider(settings.get()), at: clock.now() });
  const ratesTo = async (reportingCurrency: string) => ({
    reportingCurrency,
    rates: await db.exchangeRates(reportingCurrency),
  });
  return {
    policy: ({ orgId }) => db.idlePolicy(orgId),
    setPolicy: async ({ orgId, inactiveDays, policy }) => {
      await db.setIdlePolicy(orgId, policy);
      await orgs.update({ orgId, inactiveDays });
      emit('orgs.changed', {});
    },
    setNeededAnyway: ({ orgId, neededAnyway }) => db.setNeededAnyway(orgId, neededAnyway),
    curve: ({ orgId, rule, asOf }) => db.idleCurve(orgId, rule, asOf),
    savings: ({ orgId, rule, asOf, by }) => db.savings(orgId, rule, by, asOf),
    suggestions: (query) => db.suggestions(query),
    person: ({ orgId, userId, asOf }) => db.personFacts(orgId, userId, asOf),

    decide: async ({ orgId, selection, decision, note }) => {
      const seats = 'seats' in selection ? selection.seats : { ...selection.query, orgId };
      return { seats: await db.decide(orgId, seats, { decision, note, ...signed() }) };
    },
    decisions: (query) => db.decisions(query, clock.now()),
    summary: ({ orgId }) => db.reclaimSummary(orgId, clock.now()),

    leave: ({ orgId }) => db.leave(orgId),
    setLeave: ({ orgId, userIds, reason, until }) =>
      db.setLeave(orgId, userIds, {
        reason,
        until: until === null ? null : Date.parse(until),
        ...signed(),
      }),
    endLeave: ({ orgId, userIds }) => db.endLeave(orgId, userIds),
    setMark: ({ orgId, userId, mark }) => {
      const { by, at } = signed();
      return db.setMark(orgId, userId, mark, by, at);
    },

    trend: ({ orgId, license, days }) => licenseTrends(db, orgId, license, days, clock),
    portfolio: () =>
      createPortfolio({ db, reportingCurrency: settings.get().reportingCurrency, now: clock.now() }),
    exchangeRates: ({ reportingCurrency }) => ratesTo(reportingCurrency ?? settings.get().reportingCurrency),
    setExchangeRates: async ({ reportingCurrency, rates: entered }) => {
      await db.setExchangeRates(reportingCurrency, entered, clock.now());
      settings.update({ reportingCurrency });
      emit('settings.changed', {});
      return ratesTo(reportingCurrency);
    },
    ...exports,
  };
}
