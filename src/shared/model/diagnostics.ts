import { z } from 'zod';

/** A crash that was written down on this computer and sent nowhere. */
export const CrashReport = z.object({
  name: z.string(),
  /** ISO 8601 UTC. */
  at: z.string(),
  /** "main", "window", "database", "native" … */
  process: z.string(),
  summary: z.string(),
});
export type CrashReport = z.infer<typeof CrashReport>;

export const DiagnosticsReport = z.object({
  logFile: z.string(),
  crashes: z.array(CrashReport),
  /** The metrics endpoint, e.g. http://127.0.0.1:9464/metrics; null: off. */
  metricsUrl: z.string().nullable(),
  /** Why it is not served although it should be (the port is taken, say). */
  metricsProblem: z.string().nullable(),
});
export type DiagnosticsReport = z.infer<typeof DiagnosticsReport>;
