import type { PermissionName } from './permissions';

/** What a caller may choose; everything has a default. Times are epoch milliseconds unless said otherwise. */
export interface DemoOrgOptions {
  /** Same seed, same company, same consumer key and secret. Default 1. */
  seed?: number;
  /** Users of all kinds, 12 to 500,000. Default 1,200. */
  users?: number;
  /** Exactly this many LoginHistory rows at the start. Default: what such a company would make. */
  logins?: number;
  /** `YYYY-MM-DD` (UTC): the day the company's 180 days of history lead up to. Default: today. */
  anchor?: string;
  /** Whether people keep signing in while the server runs. Default true. */
  live?: boolean;
  /** Calls in 24 hours the org may use. Default: Enterprise Edition's formula over its licenses. */
  dailyLimit?: number;
  /** Calls a day of the company's own programs, which event log files list. Default: 9% of what the org may use. */
  programCalls?: number;
  /** 0 (default) takes any free port on 127.0.0.1. */
  port?: number;
  /** The clock; tests inject their own. Default `Date.now`. */
  now?: () => number;
  /** What the run-as user may do; missing names keep their default (everything). */
  permissions?: Partial<Record<PermissionName, boolean>>;
  /**
   * The app's certificates for the JWT bearer flow: PEM texts, each an X.509 certificate or a public key with an
   * RSA key. Without one every assertion is refused.
   */
  certificates?: readonly string[];
  /** Users admin-approved for the app: all (true, default), none, or these usernames. Only the JWT flow asks. */
  preauthorized?: boolean | string[];
  /** A sandbox: JWTs are addressed to test.salesforce.com and Organization.IsSandbox is true. Default false. */
  sandbox?: boolean;
  /** License of the run-as user. The API-only integration license is what the checklist warns about. */
  runAsLicense?: 'Salesforce' | 'Salesforce Integration';
  /** better-sqlite3's addon, needed where its JavaScript is bundled (Electron). */
  nativeBinding?: string;
  /** Opens `POST /__control` to whoever knows this token; without it the endpoint does not exist. */
  controlToken?: string;
  /** Gives up making the company; createDemoOrg then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called while the company is made: rows written so far and rows expected. */
  onProgress?: (progress: GenerationProgress) => void;
}

/** How far the data set is. */
export interface GenerationProgress {
  stage: 'people' | 'logins' | 'indexes';
  done: number;
  total: number;
}

export const DAY_MS = 86_400_000;
/** LoginHistory keeps six months. */
export const HISTORY_DAYS = 180;

/** What determines the data, and nothing else does. */
export interface DataPlan {
  seed: number;
  users: number;
  /** undefined: believable volume. */
  logins: number | undefined;
  /** Day number since 1970-01-01 (UTC). */
  anchorDay: number;
  live: boolean;
  /** undefined: a share of the daily limit. */
  programCalls: number | undefined;
  runAsLicense: 'Salesforce' | 'Salesforce Integration';
}

export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

function wholeNumber(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${name} must be a whole number from ${min} to ${max}`);
  return value;
}

/** Checks the options and fills in defaults; throws RangeError in words fit for a command line. */
export function planData(options: DemoOrgOptions, now: number): DataPlan {
  const anchorMs = options.anchor === undefined ? now : Date.parse(`${options.anchor}T00:00:00Z`);
  if (!Number.isFinite(anchorMs)) throw new RangeError('anchor must be a date like 2026-01-31');
  if (anchorMs > now) throw new RangeError('anchor must not lie in the future');
  return {
    seed: wholeNumber('seed', options.seed ?? 1, 0, 0xffff_ffff),
    users: wholeNumber('users', options.users ?? 1200, 12, 500_000),
    logins: options.logins === undefined ? undefined : wholeNumber('logins', options.logins, 0, 20_000_000),
    anchorDay: dayOf(anchorMs),
    live: options.live ?? true,
    programCalls:
      options.programCalls === undefined
        ? undefined
        : wholeNumber('programCalls', options.programCalls, 0, 1_000_000),
    runAsLicense: options.runAsLicense ?? 'Salesforce',
  };
}
