import { z } from 'zod';

/** The org's daily API quota as last seen. Counts are API requests in a rolling 24 hours, org-wide. */
export const QuotaSnapshot = z.object({
  used: z.number().int(),
  max: z.number().int(),
  /** ISO 8601 UTC. */
  at: z.string(),
  thresholdPercent: z.number(),
  /** Requests Seatwatch itself made in the last 24 hours. */
  ownCalls24h: z.number().int(),
});
export type QuotaSnapshot = z.infer<typeof QuotaSnapshot>;

export const LimitRow = z.object({
  name: z.string(),
  max: z.number(),
  remaining: z.number(),
  used: z.number(),
  /** 0-100, null when max is 0. */
  usedPercent: z.number().nullable(),
});
export type LimitRow = z.infer<typeof LimitRow>;

export const LimitPoint = z.object({ at: z.string(), max: z.number(), remaining: z.number() });
export const LimitSeries = z.object({ name: z.string(), points: z.array(LimitPoint) });
export type LimitSeries = z.infer<typeof LimitSeries>;

export const DailyApi = z.object({
  max: z.number(),
  used: z.number(),
  thresholdPercent: z.number(),
  ownCallsToday: z.number(),
});

/** `seatwatch limits --json`. */
export const LimitsReport = z.object({
  org: z.string(),
  asOf: z.string().nullable(),
  limits: z.array(LimitRow),
  dailyApi: DailyApi.nullable(),
});
export type LimitsReport = z.infer<typeof LimitsReport>;

/** One point of the API-usage chart: org-wide use, of which our own calls. */
export const UsagePoint = z.object({
  at: z.string(),
  used: z.number(),
  max: z.number(),
  own: z.number(),
});
export type UsagePoint = z.infer<typeof UsagePoint>;
