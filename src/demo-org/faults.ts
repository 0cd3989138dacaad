import { z } from 'zod';
import { allPermissions, PERMISSIONS, type PermissionName, type PermissionState } from './permissions';
import { NAMED_ERROR_NAMES } from './server/named-errors';
import { initialSwitches, SWITCHES, type SwitchValues } from './switches';

/** What a failing request answers; the first rule that matches is used up. */
const failRule = z.strictObject({
  /** Part of `METHOD /path?query`; absent matches everything but /__control. */
  match: z.string().optional(),
  /** HTTP status; 200 with a body replaces a good answer. Default 503. */
  status: z.int().min(200).max(599).optional(),
  /** An error by its code, with the text and status the platform gives it. */
  error: z.enum(NAMED_ERROR_NAMES).optional(),
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

/** Something done to the demo org once. */
interface Action<T> {
  schema: z.ZodType<T>;
  /** For help texts: what the value looks like. */
  value: string;
  effect: string;
}

const action = <T>(schema: z.ZodType<T>, value: string, effect: string): Action<T> => ({
  schema,
  value,
  effect,
});

/**
 * Everything that can be done to a running demo org, besides turning the switches of switches.ts. In tests call
 * `DemoOrg.control`; from another process POST the same command as JSON to `/__control` with header
 * `X-Control-Token` (only if the server was made with a control token). A command has any of these keys and of
 * the switches'.
 */
export const ACTIONS = {
  setUsed: action(
    z.union([z.int().nonnegative(), z.strictObject({ calls: z.int().nonnegative(), spread: z.boolean() })]),
    'n or {"calls": n, "spread": true}',
    'calls of the last 24 h become exactly n; spread lets them come free evenly',
  ),
  setDailyLimit: action(z.int().positive(), 'n', 'the org’s allowance per 24 h'),
  otherTrafficPerMinute: action(z.number().nonnegative(), 'n', 'others use n calls a minute from now on'),
  expireTokens: action(
    z.literal(true),
    'true',
    'every access token is over: the next call is a 401, a new grant gives a new token',
  ),
  failNext: action(
    z.union([failRule, z.array(failRule)]),
    '{"match", "status", "error", "body", "html", "times", "retryAfter", "delayMs", "dropConnection", "passThrough", "charged"} or a list',
    'the next matching request fails, or the next so many; several rules queue up',
  ),
  serveTruncatedBody: action(
    z.union([z.literal(true), z.int().positive()]),
    'true or n',
    'the next (n) answers stop in the middle of the body',
  ),
  clearFaults: action(
    z.literal(true),
    'true',
    'forgets what waits to fail, the token error, latency, truncation',
  ),
  permissions: action(
    z.partialRecord(z.enum(permissionNames), z.boolean()),
    `{name: false, ...} with ${permissionNames.join(', ')}`,
    'changes what the run-as user may do, and its permission set',
  ),
  certificates: action(
    z.array(z.string()),
    'list of PEM texts',
    'replaces the app’s certificates, against which JWTs are checked',
  ),
  users: action(
    z.record(z.string(), z.strictObject({ active: z.boolean().optional(), frozen: z.boolean().optional() })),
    '{username: {"active": false, "frozen": true}}',
    '(de)activates, freezes or unfreezes users',
  ),
  bulkJobs: action(
    z.enum(['abort', 'delete']),
    '"abort" or "delete"',
    'somebody else aborts the query jobs that run, or deletes all of them',
  ),
  advanceClock: action(
    z.int().nonnegative(),
    'ms',
    'the server’s clock jumps ahead; people sign in meanwhile',
  ),
};

/** `{name: {schema}}` → `{name: schema}` */
function schemas<T extends Record<string, { schema: z.ZodType }>>(
  table: T,
): { [K in keyof T]: T[K]['schema'] } {
  return Object.fromEntries(Object.entries(table).map(([name, { schema }]) => [name, schema])) as {
    [K in keyof T]: T[K]['schema'];
  };
}

export const controlCommand = z.strictObject({ ...schemas(ACTIONS), ...schemas(SWITCHES) }).partial();

export type ControlCommand = z.infer<typeof controlCommand>;

/** Switches as they stand and failures that wait; read by the server on every request. */
export class Faults {
  permissions: PermissionState;
  readonly switches: SwitchValues = initialSwitches();
  rules: { rule: FailRule; left: number }[] = [];
  truncateNext = 0;

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
    this.truncateNext = 0;
    this.switches.tokenError = null;
    this.switches.latencyMs = 0;
    this.switches.bulkFails = null;
  }
}
