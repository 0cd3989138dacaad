import type { AddressList, AddressPurpose, AddressRange } from '../shared/model/addresses';
import type {
  CheckPreview,
  CheckState,
  EvaluationSummary,
  ParameterValues,
  PostureScore,
} from '../shared/model/checks';
import type {
  FindingDetail,
  FindingSelection,
  FindingsPage,
  FindingsQuery,
  Mute,
  MuteTarget,
} from '../shared/model/findings';
import type { CountryLogins, HeatMap, TimelinePage } from '../shared/model/sign-in-map';

/** Who did it, and when (epoch ms). */
export interface Signature {
  by: string;
  at: number;
}

/** The part of the database port (ports.ts) about security checks. */
export interface SecurityDatabase {
  /**
   * Evaluates the checks over what came since the last time, or over everything: when asked to, the first time,
   * after a change of settings, and when older logins arrived. A few milliseconds at a time.
   */
  evaluateChecks(orgId: string, now: number, allHistory?: boolean): Promise<EvaluationSummary>;
  /** Whether something was stored or set since the last evaluation, or nothing was ever evaluated. */
  isEvaluationDue(orgId: string): Promise<boolean>;
  findings(query: FindingsQuery, now: number): Promise<FindingsPage>;
  finding(orgId: string, id: number, now: number): Promise<FindingDetail | null>;
  acknowledge(
    orgId: string,
    selection: FindingSelection,
    how: Signature & { reason: string; until: number | null },
  ): Promise<number>;
  reopen(orgId: string, selection: FindingSelection, how: Signature & { note: string }): Promise<number>;
  mutes(orgId: string, now: number): Promise<Mute[]>;
  mute(
    orgId: string,
    mute: Signature & {
      check: string | null;
      target: MuteTarget;
      value: string;
      reason: string;
      until: number | null;
    },
  ): Promise<void>;
  unmute(orgId: string, id: number): Promise<void>;
  checks(orgId: string, now: number): Promise<CheckState[]>;
  /** Rejects UNKNOWN_CHECK, or INVALID_PARAMETER for values out of range. Nothing is evaluated yet. */
  setCheck(
    orgId: string,
    check: string,
    enabled: boolean,
    values: ParameterValues | null,
    how: Signature,
  ): Promise<void>;
  previewCheck(orgId: string, check: string, values: ParameterValues): Promise<CheckPreview>;
  postureScore(orgId: string, now: number): Promise<PostureScore>;
  addressLists(orgId: string): Promise<AddressList[]>;
  /** Rejects INVALID_ADDRESS. */
  saveAddressList(
    orgId: string,
    list: Signature & {
      id: number | null;
      everyOrg: boolean;
      name: string;
      purpose: AddressPurpose;
      ranges: readonly AddressRange[];
    },
  ): Promise<void>;
  removeAddressList(orgId: string, id: number): Promise<void>;
  countryLogins(orgId: string, days: number): Promise<CountryLogins[]>;
  /** `timeZone` null: the org's own. */
  heatMap(orgId: string, days: number, userId: string | null, timeZone: string | null): Promise<HeatMap>;
  timeline(orgId: string, userId: string, before: string | null, limit: number): Promise<TimelinePage>;
}
