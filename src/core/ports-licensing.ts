import type { IdleCurve, IdlePolicy, IdleRule } from '../shared/model/idle-rule';
import type { LicenseUse } from '../shared/model/license-trend';
import type { LicenseRef, SeatRef, SeatsQuery } from '../shared/model/licenses';
import type { ExchangeRate } from '../shared/model/prices';
import type {
  Decision,
  DecisionsPage,
  DecisionsQuery,
  GroupBy,
  LeaveEntry,
  PersonFacts,
  PersonMark,
  ReclaimSummary,
  SavingsGroup,
} from '../shared/model/reclaim';
import type { NeededAnyway, SuggestionsPage, SuggestionsQuery } from '../shared/model/suggestions';

/** The part of the database port (ports.ts) about seats: what is idle, what the admin says and decides. */
export interface LicensingDatabase {
  /** What is idle by the org's own definition (`orgs.updateOrg` changes the threshold itself). */
  idlePolicy(
    orgId: string,
  ): Promise<{ inactiveDays: number; policy: IdlePolicy; neededAnyway: NeededAnyway[] }>;
  setIdlePolicy(orgId: string, policy: IdlePolicy): Promise<void>;
  setNeededAnyway(orgId: string, neededAnyway: NeededAnyway[]): Promise<void>;
  idleCurve(orgId: string, rule: IdleRule, asOf?: string | null): Promise<IdleCurve>;
  /** Largest cost first, then most seats. */
  savings(orgId: string, rule: IdleRule, by: GroupBy, asOf?: string | null): Promise<SavingsGroup[]>;
  suggestions(query: SuggestionsQuery): Promise<SuggestionsPage>;
  personFacts(orgId: string, userId: string, asOf?: string | null): Promise<PersonFacts | null>;
  /** Writes one decision per seat; resolves with how many. Seats nobody holds are left out. */
  decide(
    orgId: string,
    seats: readonly SeatRef[] | SeatsQuery,
    decision: { decision: Decision | null; note: string; by: string; at: number },
  ): Promise<number>;
  decisions(query: DecisionsQuery, now: number): Promise<DecisionsPage>;
  reclaimSummary(orgId: string, now: number): Promise<ReclaimSummary>;
  leave(orgId: string): Promise<LeaveEntry[]>;
  setLeave(
    orgId: string,
    userIds: readonly string[],
    leave: { reason: string; until: number | null; by: string; at: number },
  ): Promise<void>;
  endLeave(orgId: string, userIds: readonly string[]): Promise<void>;
  setMark(orgId: string, userId: string, mark: PersonMark | null, by: string, at: number): Promise<void>;
  /** Rates to one currency. */
  exchangeRates(toCurrency: string): Promise<ExchangeRate[]>;
  /** Replaces them. */
  setExchangeRates(toCurrency: string, rates: readonly Omit<ExchangeRate, 'at'>[], at: number): Promise<void>;
  /**
   * Writes down what a complete collection found: every license (`license_use`), by the org's own definition
   * of idle, and which of the seats to be reclaimed are gone or came back. `at`: the collection's end, epoch ms.
   * `isWhole` false: people were hidden from the run-as user, so that no seat counts as gone.
   */
  recordLicenseUse(orgId: string, at: number, isWhole?: boolean): Promise<void>;
  /** One license or all, with the points since `since` (epoch ms), oldest first. */
  licenseUse(orgId: string, license: LicenseRef | null, since: number): Promise<LicenseUse[]>;
  /** UserLogin row ids by user id, for files that freeze people. */
  userLoginIds(orgId: string, userIds: readonly string[]): Promise<Record<string, string>>;
}
