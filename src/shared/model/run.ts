import { z } from 'zod';

/** How a collection ended. The values are part of the headless contract. */
export const RunState = z.enum(['complete', 'paused-quota', 'paused-budget', 'failed', 'interrupted']);
export type RunState = z.infer<typeof RunState>;

export const RunError = z.object({ code: z.string(), message: z.string(), fix: z.string() });
export type RunError = z.infer<typeof RunError>;

export const ApiCalls = z.object({
  /** Requests of this run charged to the org's quota (token requests are not). */
  made: z.number().int(),
  orgUsedBefore: z.number().int().nullable(),
  orgUsedAfter: z.number().int().nullable(),
  orgMax: z.number().int().nullable(),
  thresholdPercent: z.number(),
});
export type ApiCalls = z.infer<typeof ApiCalls>;

/** `collect --json` and `status.lastRun`. Times are ISO 8601 UTC. */
export const RunSummary = z.object({
  org: z.string(),
  state: RunState,
  runId: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** When a paused collection goes on by itself; null unless paused by the quota or by our own daily budget. */
  resumeAt: z.string().nullable(),
  apiCalls: ApiCalls,
  /** Rows stored for this org per table when the run ended, by camelCase table name. */
  rows: z.record(z.string(), z.number().int()),
  error: RunError.nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** What began a collection: a person in the window, the daily schedule, the quota's return, or a command. */
export const RunTrigger = z.enum(['manual', 'schedule', 'resume', 'command']);
export type RunTrigger = z.infer<typeof RunTrigger>;

/** How the rows of one stream travel; `skipped`: nothing to read this time. */
export const Via = z.enum(['composite', 'rest', 'bulk', 'skipped']);
export type Via = z.infer<typeof Via>;

/** What is expected of one stream. */
export const StreamEstimate = z.object({
  stream: z.string(),
  /** For people ("Login history"). */
  title: z.string(),
  /** Rows still to be read; null: not known. */
  rows: z.number().int().nullable(),
  calls: z.number().int(),
  seconds: z.number(),
  via: Via,
  /** Why it is skipped, or cannot be read, in words; null: it is read. */
  note: z.string().nullable(),
});
export type StreamEstimate = z.infer<typeof StreamEstimate>;

/** The plan of a collection, made after its first replies and before the bulk of its requests. */
export const CollectPlan = z.object({
  /** ISO 8601 UTC. */
  at: z.string(),
  /** Requests of the whole run, those already made included. */
  calls: z.number().int(),
  /** Seconds the whole run is expected to take. */
  seconds: z.number(),
  /** `calls` as a share of the org's daily requests, 0-100; null: quota unknown. */
  percentOfQuota: z.number().nullable(),
  /**
   * Requests this run can make in all before the threshold or a budget stops it, those already made included:
   * less than `calls` means that it will not get to the end. Null: unknown.
   */
  callsLeft: z.number().int().nullable(),
  edition: z.string().nullable(),
  streams: z.array(StreamEstimate),
});
export type CollectPlan = z.infer<typeof CollectPlan>;

/** What one run did about one stream. */
export const StreamRun = z.object({
  stream: z.string(),
  title: z.string(),
  /** Requests charged; one shared by several streams counts for the first of them. */
  calls: z.number().int(),
  rows: z.number().int(),
  bytes: z.number().int(),
  seconds: z.number(),
  via: Via,
  complete: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type StreamRun = z.infer<typeof StreamRun>;

/** One page of the run log. */
export const RunDetail = z.object({
  run: RunSummary,
  trigger: RunTrigger,
  plan: CollectPlan.nullable(),
  streams: z.array(StreamRun),
  /** Rows that the run added, changed and removed, as far as changes were tracked by then. */
  changes: z.object({ added: z.number().int(), changed: z.number().int(), removed: z.number().int() }),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** Where one stream stands. */
export const StreamCheckpoint = z.object({
  /** ISO 8601 UTC of the newest row stored, for incremental streams. */
  watermark: z.string().nullable(),
  /** True when the stream's last pass reached its end. */
  complete: z.boolean(),
  updatedAt: z.string(),
});
export type StreamCheckpoint = z.infer<typeof StreamCheckpoint>;

/** `status --json`. */
export const OrgStatus = z.object({
  org: z.string(),
  state: z.union([RunState, z.literal('idle')]),
  lastRun: RunSummary.nullable(),
  nextRun: z.string().nullable(),
  checkpoint: z.record(z.string(), StreamCheckpoint),
  rows: z.record(z.string(), z.number().int()),
  historySince: z.string().nullable(),
  historyUntil: z.string().nullable(),
});
export type OrgStatus = z.infer<typeof OrgStatus>;

/** Pushed to the window at most a few times per second while a collection runs. */
export const CollectProgress = z.object({
  orgId: z.string(),
  runId: z.number().int(),
  phase: z.enum(['connecting', 'collecting', 'finishing']),
  /** The stream now being read, in words ("Login history"). */
  activity: z.string(),
  rowsDone: z.number().int(),
  /** Best estimate of all rows of this run; null until known. */
  rowsExpected: z.number().int().nullable(),
  rowsPerSecond: z.number(),
  callsMade: z.number().int(),
  orgUsed: z.number().int().nullable(),
  orgMax: z.number().int().nullable(),
  startedAt: z.string(),
  /** Null until made. */
  plan: CollectPlan.nullable(),
});
export type CollectProgress = z.infer<typeof CollectProgress>;
