import { z } from 'zod';
import { CheckCategory, Severity, SeverityCounts } from './checks';

export const FindingStatus = z.enum(['open', 'acknowledged', 'resolved']);
export type FindingStatus = z.infer<typeof FindingStatus>;

/** Facts, never ages: "lastLoginAt", not "91 days", so that a finding does not change by itself every day. */
export const Evidence = z.record(z.string(), z.json());
export type Evidence = z.infer<typeof Evidence>;

/** Why a finding is no longer open. */
export const ResolvedReason = z.enum(['no-longer-true', 'quiet', 'check-off']);
export type ResolvedReason = z.infer<typeof ResolvedReason>;

export const Acknowledgement = z.object({
  by: z.string(),
  at: z.string(),
  reason: z.string(),
  /** ISO 8601 UTC; null: for good. */
  until: z.string().nullable(),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

export const Finding = z.object({
  id: z.number().int(),
  check: z.string(),
  title: z.string(),
  category: CheckCategory,
  severity: Severity,
  status: FindingStatus,
  /** Null: about the org, an app or an address. */
  userId: z.string().nullable(),
  username: z.string().nullable(),
  name: z.string().nullable(),
  ip: z.string().nullable(),
  app: z.string().nullable(),
  /** ISO 8601 UTC: when it happened or began, as far as the data tells. */
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  summary: z.string(),
  evidence: Evidence,
  /** Sign-ins or other events behind it; 0 for a state. */
  occurrences: z.number().int(),
  /** When Seatwatch found it. */
  foundAt: z.string(),
  resolvedAt: z.string().nullable(),
  resolvedReason: ResolvedReason.nullable(),
  acknowledgement: Acknowledgement.nullable(),
  muted: z.boolean(),
});
export type Finding = z.infer<typeof Finding>;

export const FINDING_SORTS = ['severity', 'lastSeenAt', 'firstSeenAt', 'check', 'user'] as const;

export const FindingsFilter = z.object({
  /** In summary, username, name, address, app and check title. */
  search: z.string().max(200).default(''),
  severities: z.array(Severity).default([]),
  checks: z.array(z.string()).default([]),
  statuses: z.array(FindingStatus).default(['open']),
  category: CheckCategory.nullable().default(null),
  userId: z.string().nullable().default(null),
  ip: z.string().nullable().default(null),
  app: z.string().nullable().default(null),
  muted: z.enum(['without', 'with', 'only']).default('without'),
});
export type FindingsFilter = z.infer<typeof FindingsFilter>;

export const FindingsQuery = FindingsFilter.extend({
  orgId: z.string(),
  sort: z.enum(FINDING_SORTS).default('severity'),
  descending: z.boolean().default(false),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(5_000).default(100),
});
export type FindingsQuery = z.infer<typeof FindingsQuery>;

/** Findings of the filter, whatever the page: by check, and by user (the first hundred with the worst). */
export const FindingsPage = z.object({
  total: z.number().int(),
  rows: z.array(Finding),
  counts: SeverityCounts,
  byCheck: z.array(z.object({ check: z.string(), title: z.string(), counts: SeverityCounts })),
  byUser: z.array(
    z.object({
      userId: z.string(),
      username: z.string().nullable(),
      name: z.string().nullable(),
      counts: SeverityCounts,
    }),
  ),
  /** Newest evaluation, ISO; null: never evaluated. */
  evaluatedAt: z.string().nullable(),
});
export type FindingsPage = z.infer<typeof FindingsPage>;

export const FindingEventKind = z.enum([
  'found',
  'found-again',
  'worse',
  'better',
  'resolved',
  'acknowledged',
  'reopened',
  'acknowledgement-ended',
]);
export type FindingEventKind = z.infer<typeof FindingEventKind>;

export const FindingEvent = z.object({
  at: z.string(),
  kind: FindingEventKind,
  /** Null: Seatwatch itself. */
  by: z.string().nullable(),
  note: z.string().nullable(),
});
export type FindingEvent = z.infer<typeof FindingEvent>;

/** One finding with all that became of it, oldest first. */
export const FindingDetail = z.object({ finding: Finding, history: z.array(FindingEvent) });
export type FindingDetail = z.infer<typeof FindingDetail>;

export const MuteTarget = z.enum(['user', 'ip', 'app']);
export type MuteTarget = z.infer<typeof MuteTarget>;

/** Findings about somebody or something that nobody wants to see. They go on being kept. */
export const Mute = z.object({
  id: z.number().int(),
  /** Null: of every check. */
  check: z.string().nullable(),
  target: MuteTarget,
  /** User.Id, address or name of the app. */
  value: z.string(),
  /** What to show instead of an id. */
  label: z.string(),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  until: z.string().nullable(),
});
export type Mute = z.infer<typeof Mute>;

/** Findings by number, or all that a filter lists. */
export const FindingSelection = z.union([
  z.object({ ids: z.array(z.number().int()).min(1).max(5_000) }),
  z.object({ filter: FindingsFilter }),
]);
export type FindingSelection = z.infer<typeof FindingSelection>;
