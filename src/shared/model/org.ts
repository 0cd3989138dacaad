import { z } from 'zod';
import { OrgCertificates } from './certificate';
import { QuotaSnapshot } from './quota';
import { RunState, RunSummary } from './run';

export const AuthKind = z.enum(['client-credentials', 'jwt-bearer']);
export type AuthKind = z.infer<typeof AuthKind>;

/** What the org told us about itself at the last collection or connectivity test. */
export const OrgIdentity = z.object({
  salesforceOrgId: z.string().nullable(),
  organizationName: z.string().nullable(),
  /** Organization.OrganizationType, e.g. "Enterprise Edition". */
  edition: z.string().nullable(),
  isSandbox: z.boolean().nullable(),
  instanceName: z.string().nullable(),
  /** E.g. "67.0". */
  apiVersion: z.string().nullable(),
  /** User.Id of whoever Seatwatch signs in as; null before the first collection. */
  runAsUserId: z.string().nullable().optional(),
});
export type OrgIdentity = z.infer<typeof OrgIdentity>;

/** A connected org as stored. Never holds a secret: those live in the vault only. */
export const Org = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  auth: AuthKind,
  consumerKey: z.string(),
  jwtUsername: z.string().nullable(),
  /** JWT bearer only; null for orgs that sign in with a consumer secret. */
  certificates: OrgCertificates.nullable(),
  paused: z.boolean(),
  /** True for the built-in demo org, whose server the app starts itself. */
  isDemo: z.boolean(),
  /** Share of DailyApiRequests (1-100) at which collection stops; org-wide use, not only ours. */
  thresholdPercent: z.number(),
  /** Requests one collection may make; null: only the threshold counts. */
  runBudget: z.number().int().nullable(),
  /** Requests Seatwatch may make in 24 hours; null: only the threshold counts. */
  dailyBudget: z.number().int().nullable(),
  /** Logins older than this many days are removed; null: kept for ever. */
  keepLoginsDays: z.number().int().nullable(),
  /** Days without a login after which a seat counts as idle in this org's views. */
  inactiveDays: z.number().int(),
  /** ISO 8601 UTC. */
  addedAt: z.string(),
  /** The moment up to which stored data speaks, ISO 8601 UTC; null before any data. */
  dataAsOf: z.string().nullable(),
  identity: OrgIdentity,
});
export type Org = z.infer<typeof Org>;

/** An org with what the list and the details page show. */
export const OrgSummary = Org.extend({
  state: z.union([RunState, z.enum(['idle', 'collecting'])]),
  lastRun: RunSummary.nullable(),
  resumeAt: z.string().nullable(),
  nextRunAt: z.string().nullable(),
  quota: QuotaSnapshot.nullable(),
  historySince: z.string().nullable(),
  historyUntil: z.string().nullable(),
});
export type OrgSummary = z.infer<typeof OrgSummary>;

export const OrgName = z.string().trim().min(1, 'Give the org a name.').max(80, 'At most 80 characters.');
export const ConsumerKey = z
  .string()
  .trim()
  .min(8, 'The consumer key is longer than that.')
  .max(512)
  .regex(/^[\w.!-]+$/, 'A consumer key has letters, digits, dots and underscores only.');
export const JwtUsername = z
  .string()
  .trim()
  .min(1, 'Enter the username of the API-only user.')
  .max(80, 'A Salesforce username has at most 80 characters.')
  .regex(/^\S+@\S+$/, 'A username looks like an email address.');
export const ThresholdPercent = z.number().min(1).max(100);
/** Requests; null: no limit of our own. A collection needs a few requests to get anywhere. */
export const CallBudget = z.number().int().min(5).max(10_000_000).nullable();
/** Salesforce keeps six months; less would throw away what it still tells. */
export const KeepLoginsDays = z.number().int().min(180).max(36_500).nullable();
