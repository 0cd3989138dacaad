import { z } from 'zod';
import { SubStepId } from './setup';

export const CheckStatus = z.enum(['pass', 'warn', 'fail', 'unknown']);
export type CheckStatus = z.infer<typeof CheckStatus>;

/**
 * What Test Connectivity verifies. The order is the order of evaluation and of display. `certificate` is left
 * out for orgs that sign in with a consumer secret.
 */
export const ConnectivityCheckId = z.enum([
  'url',
  'token',
  'certificate',
  'api-enabled',
  'api-version',
  'edition',
  'api-only-user',
  'run-as-license',
  'view-setup',
  'limits',
  'quota',
  'manage-users',
  'view-all-users',
  'login-history',
]);
export type ConnectivityCheckId = z.infer<typeof ConnectivityCheckId>;

export const ConnectivityCheck = z.object({
  id: ConnectivityCheckId,
  status: CheckStatus,
  summary: z.string(),
  /** What to do when the status is not "pass"; empty otherwise. */
  fix: z.string(),
  /** Salesforce's error code, kept for looking it up. */
  code: z.string().nullable(),
  /** The setup sub-step to go back to. */
  subStep: SubStepId.nullable(),
});
export type ConnectivityCheck = z.infer<typeof ConnectivityCheck>;

export const ConnectivityReport = z.object({
  org: z.string(),
  connected: z.boolean(),
  checks: z.array(ConnectivityCheck),
  /** ISO 8601 UTC. */
  at: z.string(),
  /** API requests this test cost. */
  callsMade: z.number().int(),
});
export type ConnectivityReport = z.infer<typeof ConnectivityReport>;
