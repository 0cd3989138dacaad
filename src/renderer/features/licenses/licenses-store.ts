import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import {
  DEFAULT_POLICY,
  type IdleCurve,
  type IdlePolicy,
  type IdleRule,
} from '../../../shared/model/idle-rule';
import type { LicenseRef, LicenseTableRow } from '../../../shared/model/licenses';
import type { SeatPrice } from '../../../shared/model/prices';
import type { ReclaimSummary } from '../../../shared/model/reclaim';
import { createLatest, notLoaded, type Load } from '../../ui/table-load';
import { atThreshold } from './idle-threshold';
import type { LicenseSort } from './license-groups';

export interface LicensesAnswer {
  asOf: string | null;
  licenses: LicenseTableRow[];
  /** What the answer counted by, and the moment that was asked for. */
  rule: IdleRule;
  lookedAt: string | null;
}

export interface CurveAnswer {
  curve: IdleCurve;
  /** What the curve was made with; its threshold does not matter. */
  rule: IdleRule;
  lookedAt: string | null;
}

export interface LicensesState {
  /** What the page counts by: the org's own definition until somebody tries another. */
  rule: IdleRule;
  /** The org's own definition. The tabs are drawn once it is known. */
  own: Load<IdleRule>;
  /** Whether `rule` differs from the org's own. Including free licenses is a view, not part of the definition. */
  isChanged: boolean;
  /** The moment looked back to, ISO 8601 UTC; null: the newest data. */
  asOf: string | null;
  sort: LicenseSort;
  table: Load<LicensesAnswer>;
  curve: Load<CurveAnswer>;
  summary: Load<ReclaimSummary>;
  /** People on leave now; null: not known yet. */
  onLeave: number | null;
  /** Threshold under the pointer, in days; null: nobody is trying one. */
  trying: number | null;
  /** What the next price form begins with. */
  lastPrice: Pick<SeatPrice, 'per' | 'currency' | 'contractEnd'>;
  exporting: boolean;
  /** Reads the org's definition. A changed rule stays. */
  loadOwn(): Promise<void>;
  /** Reads the table, the curve and the summary by the rule in force. */
  load(): Promise<void>;
  setAsOf(asOf: string | null): void;
  setRule(change: Partial<IdleRule>): void;
  /** Draws another threshold from the curve, without asking. `setRule` ends it. */
  tryDays(days: number | null): void;
  /** Back to the org's own definition. */
  resetRule(): void;
  /** Makes the rule the org's own. Rejects when it could not be saved. */
  saveRule(): Promise<void>;
  setSort(sort: LicenseSort): void;
  /** One price for several licenses; null removes it. Rejects when it could not be saved. */
  setPrice(licenses: readonly LicenseRef[], price: SeatPrice | null): Promise<void>;
  /** Different prices at once. Rejects when one could not be saved. */
  setPrices(prices: readonly { license: LicenseRef; price: SeatPrice | null }[]): Promise<void>;
  /** Every idle seat as CSV. Resolves with null when the person canceled. Rejects when it could not be written. */
  exportUnused(): Promise<{ path: string; rows: number } | null>;
}

export type LicensesStore = StoreApi<LicensesState>;

export interface LicensesStoreOptions {
  orgId: string;
  /** The org's own threshold, until its whole definition is known. */
  inactiveDays: number;
  asOf?: string | null;
}

/** Whether two rules mean the same, whatever is shown besides. */
export function sameDefinition(a: IdleRule, b: IdleRule): boolean {
  return a.inactiveDays === b.inactiveDays && sameCurve(a, { ...b, includeFree: a.includeFree });
}

/** Whether two rules have the same curve: all but the threshold is the same. */
export function sameCurve(a: IdleRule, b: IdleRule): boolean {
  return (
    a.includeFree === b.includeFree &&
    a.graceDays === b.graceDays &&
    a.newUserDays === b.newUserDays &&
    a.externalDays === b.externalDays &&
    a.integration === b.integration &&
    a.integrationDays === b.integrationDays &&
    a.exceptions === b.exceptions
  );
}

/**
 * The licenses as they are at a threshold that may not have been asked for yet. Until the exact answer is there,
 * its idle seats are taken from the curve, if that was made the same way.
 */
export function licensesAt(
  table: LicensesAnswer,
  curve: CurveAnswer | null,
  days: number,
): readonly LicenseTableRow[] {
  if (table.rule.inactiveDays === days || curve === null) return table.licenses;
  const fits = sameCurve(curve.rule, table.rule) && curve.lookedAt === table.lookedAt;
  return fits ? atThreshold(curve.curve, table.licenses, days) : table.licenses;
}

/** The part of a rule that belongs to the org. */
export function policyOf(rule: IdleRule): IdlePolicy {
  const { graceDays, newUserDays, externalDays, integration, integrationDays, exceptions } = rule;
  return { graceDays, newUserDays, externalDays, integration, integrationDays, exceptions };
}

export function createLicensesStore(
  api: Pick<Api, 'review' | 'licenses'>,
  { orgId, inactiveDays, asOf = null }: LicensesStoreOptions,
): LicensesStore {
  return createStore<LicensesState>()((set, get) => {
    const latestOwn = createLatest<IdleRule>((change) => set((s) => ({ own: { ...s.own, ...change } })));
    const latestTable = createLatest<LicensesAnswer>((change) =>
      set((s) => ({ table: { ...s.table, ...change } })),
    );
    const latestCurve = createLatest<CurveAnswer>((change) =>
      set((s) => ({ curve: { ...s.curve, ...change } })),
    );
    const latestSummary = createLatest<ReclaimSummary>((change) =>
      set((s) => ({ summary: { ...s.summary, ...change } })),
    );

    const loadTable = () => {
      const { rule, asOf } = get();
      return latestTable(async () => ({
        ...(await api.review.licenses({ orgId, rule, asOf })),
        rule,
        lookedAt: asOf,
      }));
    };
    const loadCurve = () => {
      const { rule, asOf } = get();
      return latestCurve(async () => ({
        curve: await api.licenses.curve({ orgId, rule, asOf }),
        rule,
        lookedAt: asOf,
      }));
    };
    const loadLeave = async () => {
      try {
        const entries = await api.licenses.leave({ orgId });
        set({ onLeave: entries.filter(({ isExpired }) => !isExpired).length });
      } catch {
        // The sentence then does without the number; the table says what is wrong.
        set({ onLeave: null });
      }
    };
    const compared = (rule: IdleRule) => {
      const own = get().own.data;
      return { rule, isChanged: own !== null && !sameDefinition(rule, own) };
    };

    return {
      rule: { ...DEFAULT_POLICY, inactiveDays, includeFree: false },
      own: notLoaded(),
      isChanged: false,
      asOf,
      sort: { column: 'unused', descending: true },
      table: notLoaded(),
      curve: notLoaded(),
      summary: notLoaded(),
      onLeave: null,
      trying: null,
      lastPrice: { per: 'month', currency: 'USD', contractEnd: null },
      exporting: false,

      loadOwn: async () => {
        const { isChanged: wasChanged, own: before } = get();
        await latestOwn(async () => {
          const { inactiveDays: own, policy } = await api.licenses.policy({ orgId });
          return { ...policy, inactiveDays: own, includeFree: false };
        });
        const own = get().own.data;
        if (own === null) return;
        const { rule, table } = get();
        const next = wasChanged ? rule : { ...own, includeFree: rule.includeFree };
        set(compared(next));
        // Somebody else changed the definition, e.g. on the org's details.
        if (before.data !== null && table.data !== null && !sameDefinition(next, rule)) void get().load();
      },
      load: async () => {
        const curve = loadCurve();
        const summary = latestSummary(() => api.licenses.summary({ orgId }));
        const leave = loadLeave();
        await loadTable();
        const priced = get().table.data?.licenses.find(({ price }) => price !== null)?.price;
        if (priced) {
          const { per, currency, contractEnd } = priced;
          set({ lastPrice: { per, currency, contractEnd } });
        }
        await Promise.all([curve, summary, leave]);
      },
      setAsOf: (moment) => {
        if (moment === get().asOf) return;
        set({ asOf: moment });
        void get().load();
      },
      setRule: (change) => {
        const before = get().rule;
        const rule = { ...before, ...change };
        set({ ...compared(rule), trying: null });
        if (sameDefinition(rule, before) && rule.includeFree === before.includeFree) return;
        void loadTable();
        if (!sameCurve(rule, before)) void loadCurve();
      },
      tryDays: (days) => set({ trying: days }),
      resetRule: () => {
        const own = get().own.data;
        if (own !== null) get().setRule({ ...own, includeFree: get().rule.includeFree });
      },
      saveRule: async () => {
        const { rule } = get();
        await api.licenses.setPolicy({ orgId, inactiveDays: rule.inactiveDays, policy: policyOf(rule) });
        set((s) => ({ own: { ...s.own, data: { ...rule, includeFree: false }, error: null } }));
        set(compared(get().rule));
      },
      setSort: (sort) => set({ sort }),
      setPrice: (licenses, price) =>
        get().setPrices(licenses.map(({ kind, id }) => ({ license: { kind, id }, price }))),
      setPrices: async (prices) => {
        try {
          for (const { license, price } of prices) {
            await api.review.setPrice({ orgId, kind: license.kind, licenseId: license.id, price });
          }
        } finally {
          // What was saved before one failed is shown, too.
          await get().load();
        }
      },
      exportUnused: async () => {
        if (get().exporting) return null;
        set({ exporting: true });
        try {
          const { rule, asOf } = get();
          return await api.licenses.export({ query: { orgId, asOf, rule }, format: 'csv' });
        } finally {
          set({ exporting: false });
        }
      },
    };
  });
}
