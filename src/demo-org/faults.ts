/**
 * Every switch of a running demo org. In tests call the methods of `DemoOrg.control`; from another process
 * POST one of the same commands as JSON to `/__control` with header `X-Control-Token` (only if the server was
 * made with a control token). A command is an object with any of these keys:
 *
 * | key | value | effect |
 * | --- | --- | --- |
 * | `setUsed` | n or `{calls, spread}` | calls of the last 24 h become exactly n; `spread` lets them come free evenly |
 * | `setDailyLimit` | n | the org's allowance per 24 h |
 * | `otherTrafficPerMinute` | n | others use n calls a minute from now on |
 * | `otherTrafficPerCall` | n | with every charged call of ours, others make n |
 * | `expireTokens` | true | every access token is over: next call 401, a new grant gives a new token |
 * | `failNext` | FailRule or a list | the next matching request(s) fail; several rules queue up |
 * | `clearFaults` | true | forgets failNext rules, token error, latency and truncation |
 * | `tokenError` | name or null | the token endpoint refuses so, see server/token-errors.ts |
 * | `permissions` | partial, see permissions.ts | changes what the run-as user may do, and its permission set |
 * | `latencyMs` | n | every answer waits |
 * | `serveTruncatedBody` | true or n | the next (n) answers stop in the middle of the body |
 * | `advanceClock` | ms | the server's clock jumps ahead; people sign in meanwhile |
 * | `apiScope` | false | tokens lack the `api` scope: 401 "not valid for use with the REST API" |
 * | `restApiDisabled` | true | 403 API_DISABLED_FOR_ORG on everything |
 * | `perAppUsage` | false/true | adds `per-app-api-usage` to the limit header |
 * | `limitInfoExcludesCurrent` | true | header counts calls before this one (undocumented either way) |
 * | `limitsLag` | n | /limits reports n calls fewer than were made (it may be five minutes stale) |
 * | `loginBumpsModstamp` | true | a sign-in moves User.SystemModstamp (undocumented either way) |
 * | `strictLoginHistoryFilters` | true | SourceIp and others cannot be filtered (the documentation contradicts itself) |
 */
import { z } from 'zod';
import { allPermissions, PERMISSIONS, type PermissionName, type PermissionState } from './permissions';
import { TOKEN_ERROR_NAMES, type TokenErrorName } from './server/token-errors';

/** What a failing request answers; the first rule that matches is used up. */
const failRule = z.strictObject({
  /** Part of `METHOD /path?query`; absent matches everything but /__control. */
  match: z.string().optional(),
  /** HTTP status; 200 with a body replaces a good answer. Default 503. */
  status: z.int().min(200).max(599).optional(),
  /** JSON body. Default: an error array that fits the status. */
  body: z.unknown().optional(),
  /** An HTML page instead of JSON, as maintenance and gateways send. `''` is an empty body. */
  html: z.string().optional(),
  /** How many requests. Default 1. */
  times: z.int().positive().optional(),
  /** `Retry-After` in seconds. */
  retryAfter: z.int().nonnegative().optional(),
  /** Waits first. */
  delayMs: z.int().nonnegative().optional(),
  /** Closes the connection instead of answering. */
  dropConnection: z.boolean().optional(),
  /** Answers properly, but only after `delayMs`. */
  passThrough: z.boolean().optional(),
  /** Whether the failed request used up a call. Default true. */
  charged: z.boolean().optional(),
});

export type FailRule = z.infer<typeof failRule>;

const permissionNames = Object.keys(PERMISSIONS) as [PermissionName, ...PermissionName[]];

export const controlCommand = z.strictObject({
  setUsed: z
    .union([z.int().nonnegative(), z.strictObject({ calls: z.int().nonnegative(), spread: z.boolean() })])
    .optional(),
  setDailyLimit: z.int().positive().optional(),
  otherTrafficPerMinute: z.number().nonnegative().optional(),
  otherTrafficPerCall: z.int().nonnegative().optional(),
  expireTokens: z.literal(true).optional(),
  failNext: z.union([failRule, z.array(failRule)]).optional(),
  clearFaults: z.literal(true).optional(),
  tokenError: z
    .enum(TOKEN_ERROR_NAMES as [TokenErrorName, ...TokenErrorName[]])
    .nullable()
    .optional(),
  permissions: z.partialRecord(z.enum(permissionNames), z.boolean()).optional(),
  latencyMs: z.int().nonnegative().optional(),
  serveTruncatedBody: z.union([z.literal(true), z.int().positive()]).optional(),
  advanceClock: z.int().nonnegative().optional(),
  apiScope: z.boolean().optional(),
  restApiDisabled: z.boolean().optional(),
  perAppUsage: z.boolean().optional(),
  limitInfoExcludesCurrent: z.boolean().optional(),
  limitsLag: z.int().nonnegative().optional(),
  loginBumpsModstamp: z.boolean().optional(),
  strictLoginHistoryFilters: z.boolean().optional(),
});

export type ControlCommand = z.infer<typeof controlCommand>;

/** Switches as they stand; read by the server on every request. */
export class Faults {
  permissions: PermissionState;
  rules: { rule: FailRule; left: number }[] = [];
  tokenError: TokenErrorName | null = null;
  latencyMs = 0;
  truncateNext = 0;
  otherTrafficPerCall = 0;
  apiScope = true;
  restApiDisabled = false;
  perAppUsage = false;
  limitInfoExcludesCurrent = false;
  limitsLag = 0;
  strictLoginHistoryFilters = false;

  constructor(permissions: Partial<PermissionState> = {}) {
    this.permissions = allPermissions(permissions);
  }

  failNext(...rules: FailRule[]): void {
    for (const rule of rules) this.rules.push({ rule, left: rule.times ?? 1 });
  }

  /** The rule for this request, used up once. */
  take(request: string): FailRule | undefined {
    const at = this.rules.findIndex(({ rule }) => rule.match === undefined || request.includes(rule.match));
    const found = this.rules[at];
    if (!found) return undefined;
    if (--found.left === 0) this.rules.splice(at, 1);
    return found.rule;
  }

  clear(): void {
    this.rules = [];
    this.tokenError = null;
    this.latencyMs = 0;
    this.truncateNext = 0;
  }
}
