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
  /** When a paused collection goes on; null unless paused by the quota. */
  resumeAt: z.string().nullable(),
  apiCalls: ApiCalls,
  /** Rows stored for this org per table when the run ended, by camelCase table name. */
  rows: z.record(z.string(), z.number().int()),
  error: RunError.nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

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
});
export type CollectProgress = z.infer<typeof CollectProgress>;
