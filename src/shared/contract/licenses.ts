import { z } from 'zod';
import { AsOf } from '../model/changes';
import { IdleCurve, IdlePolicy, IdleRule } from '../model/idle-rule';
import { LicenseRef, SeatRef, SeatsQuery } from '../model/licenses';
import { LicenseTrend, Portfolio } from '../model/license-trend';
import { Currency, ExchangeRate, ExchangeRates } from '../model/prices';
import {
  Decision,
  DecisionsPage,
  DecisionsQuery,
  GroupBy,
  LeaveEntry,
  Note,
  PersonFacts,
  PersonMark,
  ReclaimSummary,
  SavingsGroup,
} from '../model/reclaim';
import { NeededAnyway, SuggestionsPage, SuggestionsQuery } from '../model/suggestions';
import { method } from './define';

const days = z.number().int().min(1).max(3650);
const SavedFiles = z.object({
  /** What to show to the person: the file, or the folder of several. */
  path: z.string(),
  files: z.number().int(),
  rows: z.number().int(),
  /** Sentences: what is not in the files, and why. */
  notes: z.array(z.string()).optional(),
});
/** Seats by name, or all that a list shows. */
const Selection = z.union([
  z.object({ seats: z.array(SeatRef).min(1).max(5_000) }),
  z.object({ query: SeatsQuery }),
]);

/** What an org pays for and nobody uses: asking, deciding, writing down. Nothing here changes the org. */
export const licenses = {
  policy: method(
    z.object({ orgId: z.string() }),
    z.object({ inactiveDays: days, policy: IdlePolicy, neededAnyway: z.array(NeededAnyway) }),
  ),
  setPolicy: method(z.object({ orgId: z.string(), inactiveDays: days, policy: IdlePolicy }), z.void()),
  setNeededAnyway: method(
    z.object({ orgId: z.string(), neededAnyway: z.array(NeededAnyway).max(500) }),
    z.void(),
  ),
  curve: method(z.object({ orgId: z.string(), rule: IdleRule, asOf: AsOf }), IdleCurve),
  savings: method(
    z.object({ orgId: z.string(), rule: IdleRule, asOf: AsOf, by: GroupBy }),
    z.array(SavingsGroup),
  ),
  suggestions: method(SuggestionsQuery, SuggestionsPage),
  person: method(z.object({ orgId: z.string(), userId: z.string(), asOf: AsOf }), PersonFacts.nullable()),

  /** Answers with how many seats were decided. `decision` null takes a decision back. */
  decide: method(
    z.object({ orgId: z.string(), selection: Selection, decision: Decision.nullable(), note: Note }),
    z.object({ seats: z.number().int() }),
  ),
  decisions: method(DecisionsQuery, DecisionsPage),
  summary: method(z.object({ orgId: z.string() }), ReclaimSummary),

  leave: method(z.object({ orgId: z.string() }), z.array(LeaveEntry)),
  /** `until`: ISO moment at which the exception ends; null: until it is ended by hand. */
  setLeave: method(
    z.object({
      orgId: z.string(),
      userIds: z.array(z.string()).min(1).max(5_000),
      reason: Note.min(1, 'Say why, for whoever reads this later.'),
      until: z.iso.datetime().nullable(),
    }),
    z.void(),
  ),
  endLeave: method(z.object({ orgId: z.string(), userIds: z.array(z.string()).min(1).max(5_000) }), z.void()),
  setMark: method(z.object({ orgId: z.string(), userId: z.string(), mark: PersonMark.nullable() }), z.void()),

  /** Every license, or one; the points of the last `days` days. */
  trend: method(
    z.object({
      orgId: z.string(),
      license: LicenseRef.nullable(),
      days: z.number().int().min(1).max(3650),
    }),
    z.array(LicenseTrend),
  ),
  portfolio: method(z.void(), Portfolio),
  /** Rates to a currency; null: to the one of the settings. */
  exchangeRates: method(z.object({ reportingCurrency: Currency.nullable() }), ExchangeRates),
  setExchangeRates: method(
    z.object({ reportingCurrency: Currency, rates: z.array(ExchangeRate.omit({ at: true })).max(200) }),
    ExchangeRates,
  ),

  /** Native save dialog, then the file. Null when the person canceled. */
  export: method(
    z.object({
      query: SeatsQuery,
      format: z.enum(['csv', 'xlsx', 'deactivate', 'freeze', 'unassign']),
    }),
    SavedFiles.nullable(),
  ),
  /** A folder with a mail draft (.eml) and a CSV for each manager of people with seats on the list. */
  exportForManagers: method(
    z.object({ query: SeatsQuery, message: z.string().trim().max(2_000) }),
    SavedFiles.nullable(),
  ),
  /** A summary for the budget owner, printed to a PDF. */
  exportPdf: method(z.object({ orgId: z.string(), rule: IdleRule }), SavedFiles.nullable()),
};
