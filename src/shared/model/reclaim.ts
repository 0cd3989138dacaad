import { z } from 'zod';
import { SeatReason } from './idle-rule';
import { CurrencyAmount } from './prices';

/** What the admin decided about a seat. Seatwatch only writes it down: it never changes the org. */
export const Decision = z.enum(['keep', 'reclaim', 'ask']);
export type Decision = z.infer<typeof Decision>;

/** What idle seats are added up by. `manager` values are user ids, the others texts. */
export const GroupBy = z.enum(['department', 'profile', 'manager', 'country']);
export type GroupBy = z.infer<typeof GroupBy>;

/** Idle seats of one department, profile, manager or country. */
export const SavingsGroup = z.object({
  /** Null: people of whom Salesforce names none. */
  value: z.string().nullable(),
  label: z.string().nullable(),
  /** People with an idle seat. */
  people: z.number().int(),
  seats: z.number().int(),
  /** Seats among them that have no price and so cost nothing here. */
  unpriced: z.number().int(),
  /** Per currency and year, largest first. */
  annual: z.array(CurrencyAmount),
});
export type SavingsGroup = z.infer<typeof SavingsGroup>;

const MAX_NOTE = 500;
export const Note = z.string().trim().max(MAX_NOTE);
/** Who decided: the name the person goes by on this computer, or typed in the settings. */
export const Decider = z.string().trim().min(1).max(100);

/** What became of a seat that was to be reclaimed, as the collections since then saw it. */
export const DecisionOutcome = z.enum(['open', 'reclaimed', 'returned']);
export type DecisionOutcome = z.infer<typeof DecisionOutcome>;

/** One seat of the review list. */
export const DecisionRow = z.object({
  kind: z.enum(['user', 'permissionSet', 'package', 'feature']),
  licenseId: z.string(),
  license: z.string(),
  userId: z.string(),
  name: z.string(),
  username: z.string(),
  department: z.string().nullable(),
  manager: z.string().nullable(),
  managerEmail: z.string().nullable(),
  decision: Decision,
  note: z.string(),
  decidedBy: z.string(),
  decidedAt: z.string(),
  /** As it was when decided. */
  reason: SeatReason.nullable(),
  daysIdle: z.number().int().nullable(),
  /** Whether the seat is on the unused list now. */
  isIdle: z.boolean(),
  /** Only what is to be reclaimed can be reclaimed; the others are 'open'. */
  outcome: DecisionOutcome,
  /** First collection without the seat; null: still held. */
  reclaimedAt: z.string().nullable(),
  /** Price of the seat per year when decided, or when reclaimed if it had none before. */
  annualPrice: z.number().nullable(),
  currency: z.string().nullable(),
  /** Since the seat was reclaimed, until now; 0 while it is held. */
  savedSoFar: z.number().nullable(),
});
export type DecisionRow = z.infer<typeof DecisionRow>;

export const DecisionsQuery = z.object({
  orgId: z.string(),
  decisions: z.array(Decision).default([]),
  outcomes: z.array(DecisionOutcome).default([]),
  search: z.string().max(200).default(''),
  sort: z
    .enum(['decidedAt', 'name', 'license', 'manager', 'annualPrice', 'reclaimedAt'])
    .default('decidedAt'),
  descending: z.boolean().default(true),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type DecisionsQuery = z.infer<typeof DecisionsQuery>;

export const DecisionsPage = z.object({ total: z.number().int(), rows: z.array(DecisionRow) });
export type DecisionsPage = z.infer<typeof DecisionsPage>;

/** What the review has come to. */
export const ReclaimSummary = z.object({
  keep: z.number().int(),
  ask: z.number().int(),
  /** To be reclaimed and still held. */
  open: z.number().int(),
  reclaimed: z.number().int(),
  returned: z.number().int(),
  /** Per year: of what is still to be reclaimed, and of what was. */
  openAnnual: z.array(CurrencyAmount),
  reclaimedAnnual: z.array(CurrencyAmount),
  /** Worth of reclaimed seats from the day each was gone until now. */
  savedSoFar: z.array(CurrencyAmount),
  /** Reclaimed seats that have no price. */
  unpriced: z.number().int(),
});
export type ReclaimSummary = z.infer<typeof ReclaimSummary>;

/** Somebody whose seats are not idle, whatever the logins say: parental leave, sabbatical, season work. */
export const LeaveEntry = z.object({
  userId: z.string(),
  name: z.string(),
  username: z.string(),
  reason: z.string(),
  /** The exception ends at this moment; null: until it is ended by hand. */
  until: z.string().nullable(),
  /** Judged by the newest data, like everything else. */
  isExpired: z.boolean(),
  by: z.string(),
  at: z.string(),
});
export type LeaveEntry = z.infer<typeof LeaveEntry>;

/** What the admin knows better than the signs. */
export const PersonMark = z.enum(['integration', 'person']);
export type PersonMark = z.infer<typeof PersonMark>;

/** Everything the window knows of one person's seats. */
export const PersonFacts = z.object({
  isExternal: z.boolean(),
  isIntegration: z.boolean(),
  /** What speaks for an integration user, strongest first. `name` and `only-api-logins` alone do not make one. */
  integrationSigns: z.array(z.enum(['mark', 'license', 'api-only-permission', 'only-api-logins', 'name'])),
  mark: PersonMark.nullable(),
  leave: LeaveEntry.nullable(),
  department: z.string().nullable(),
  country: z.string().nullable(),
  managerId: z.string().nullable(),
  manager: z.string().nullable(),
  userLastLoginAt: z.string().nullable(),
  storedLoginAt: z.string().nullable(),
  lastApiUseAt: z.string().nullable(),
  logins30d: z.number().int(),
  logins90d: z.number().int(),
  logins180d: z.number().int(),
  access: z.array(z.enum(['ui', 'api', 'mobile', 'sso'])),
});
export type PersonFacts = z.infer<typeof PersonFacts>;
