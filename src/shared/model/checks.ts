import { z } from 'zod';

// The security checks as the rest of the program sees them. What each does is in src/checks, one file per check.

/** Worst first. The values are part of the headless contract. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** Posture: how the org is set up and used. Threat: something that happened. */
export const CheckCategory = z.enum(['posture', 'threat']);
export type CheckCategory = z.infer<typeof CheckCategory>;

/** A list holds texts (countries, permissions, fields). */
export const ParameterValue = z.union([
  z.number(),
  z.boolean(),
  z.array(z.string().trim().min(1).max(200)).max(500),
]);
export type ParameterValue = z.infer<typeof ParameterValue>;
export const ParameterValues = z.record(z.string(), ParameterValue);
export type ParameterValues = z.infer<typeof ParameterValues>;

/** Something about a check that the admin can set. */
export const ParameterInfo = z.object({
  id: z.string(),
  /** "Quiet for at least". */
  title: z.string(),
  help: z.string().nullable(),
  /** "days", "km/h", "%"; '' for lists and switches. */
  unit: z.string(),
  kind: z.enum(['number', 'flag', 'list']),
  default: ParameterValue,
  /** Numbers only; both ends included. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  step: z.number().nullable(),
  /** Lists only: what may be chosen (value and label); empty: free text. */
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
});
export type ParameterInfo = z.infer<typeof ParameterInfo>;

/** Collected data a check reads. */
export const CheckNeed = z.object({
  /** Name of a stream (model/streams.ts). */
  stream: z.string(),
  /** Salesforce's names of the fields without which the stream does not help. */
  fields: z.array(z.string()),
  /** Null: without it the check is not evaluated. Otherwise what it cannot tell then. */
  without: z.string().nullable(),
});
export type CheckNeed = z.infer<typeof CheckNeed>;

/** A check's definition, in words: the catalog and the documentation pages show nothing else. */
export const CheckInfo = z.object({
  /** kebab-case of its name, for ever. */
  id: z.string(),
  title: z.string(),
  category: CheckCategory,
  /** Other names (and ids) it is known and found by. */
  alsoKnownAs: z.array(z.string()),
  finds: z.string(),
  matters: z.string(),
  /** How a finding gets its severity. */
  severityRule: z.string(),
  /** What is counted as checked, for the posture score ("active users"). */
  subjects: z.string(),
  needs: z.array(CheckNeed),
  parameters: z.array(ParameterInfo),
  /** What each entry of a finding's evidence says. */
  evidence: z.record(z.string(), z.string()),
  /** Steps in Salesforce's own menus. */
  remediation: z.array(z.string()),
  /** MITRE ATT&CK techniques, and what else a reader may look up. */
  references: z.array(z.object({ id: z.string(), title: z.string(), url: z.string().nullable() })),
  /** Share in the posture score; 0: not part of it. */
  weight: z.number(),
});
export type CheckInfo = z.infer<typeof CheckInfo>;

/** What became of a check when it was last evaluated. */
export const CheckResult = z.object({
  /** ISO 8601 UTC. */
  evaluatedAt: z.string(),
  status: z.enum(['evaluated', 'not-evaluated', 'off']),
  /** "not evaluated because …"; null when it was evaluated. */
  reason: z.string().nullable(),
  /** Sentences: what the verdict is based on, and what limits it. */
  notes: z.array(z.string()),
  /** How many were checked (`CheckInfo.subjects`); null: does not apply. */
  population: z.number().int().nullable(),
});
export type CheckResult = z.infer<typeof CheckResult>;

const counts = z.object({
  critical: z.number().int(),
  high: z.number().int(),
  medium: z.number().int(),
  low: z.number().int(),
  info: z.number().int(),
});
export const SeverityCounts = counts;
export type SeverityCounts = z.infer<typeof SeverityCounts>;

export const NO_COUNTS: SeverityCounts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };

/** A check of one org. */
export const CheckState = z.object({
  info: CheckInfo,
  enabled: z.boolean(),
  /** Every parameter, defaults included. */
  values: ParameterValues,
  changedBy: z.string().nullable(),
  changedAt: z.string().nullable(),
  /** Null: never evaluated. */
  result: CheckResult.nullable(),
  /** Open findings that are not muted. */
  open: counts,
  acknowledged: z.number().int(),
  muted: z.number().int(),
});
export type CheckState = z.infer<typeof CheckState>;

/** What other settings of one check would find, without keeping anything. */
export const CheckPreview = z.object({
  status: z.enum(['evaluated', 'not-evaluated']),
  reason: z.string().nullable(),
  notes: z.array(z.string()),
  /** Findings that would be open, by severity; those of the settings in force. */
  now: counts,
  would: counts,
  /** Open now, and not with these settings. */
  gone: z.number().int(),
  /** Open with these settings, and not now. */
  added: z.number().int(),
  /** Some of those added and gone, worst and newest first. */
  examples: z.array(
    z.object({
      change: z.enum(['added', 'gone']),
      severity: Severity,
      summary: z.string(),
      at: z.string(),
    }),
  ),
});
export type CheckPreview = z.infer<typeof CheckPreview>;

/** One check's part in the posture score. */
export const ScorePart = z.object({
  check: z.string(),
  title: z.string(),
  weight: z.number(),
  population: z.number().int(),
  affected: z.number().int(),
  /** 0 to 1: the share that passes. */
  passing: z.number(),
});
export type ScorePart = z.infer<typeof ScorePart>;

/** 100 × sum(weight × passing) / sum(weight), over the posture checks that were evaluated. */
export const PostureScore = z.object({
  /** 0 to 100; null: nothing has been evaluated. */
  score: z.number().nullable(),
  evaluatedAt: z.string().nullable(),
  parts: z.array(ScorePart),
  /** Posture checks that do not count, and why. */
  leftOut: z.array(z.object({ check: z.string(), title: z.string(), reason: z.string() })),
  /** One point a day, oldest first. */
  trend: z.array(z.object({ day: z.string(), score: z.number() })),
});
export type PostureScore = z.infer<typeof PostureScore>;

/** What an evaluation did. */
export const EvaluationSummary = z.object({
  orgId: z.string(),
  evaluatedAt: z.string(),
  /** Everything again, or what came since the last time. */
  scope: z.enum(['all-history', 'new-data']),
  /** Logins looked at. */
  logins: z.number().int(),
  millis: z.number(),
  found: z.number().int(),
  resolved: z.number().int(),
  open: counts,
  notEvaluated: z.number().int(),
  /** Open, critical, not muted and not known before: what a person is told at once. At most 20. */
  newCritical: z.array(
    z.object({ id: z.number().int(), check: z.string(), title: z.string(), summary: z.string() }),
  ),
  newCriticalCount: z.number().int(),
});
export type EvaluationSummary = z.infer<typeof EvaluationSummary>;
