import { ApiError } from '../errors';
import type { Org } from './org';

/** Calls one app may make a day where an org limits apps one by one. */
export const PER_APP_MAX = 250;

export const isCharged = (path: string): boolean => /^\/services\/data\/v\d/.test(path);

export function charge(org: Org, calls: number): void {
  org.stats.counted += calls;
  org.quota.charge(calls * (1 + org.faults.switches.otherTrafficPerCall));
}

/**
 * Refuses what the org may not do any more. Paid production orgs run on over their allowance up to a hard cap
 * (switch `hardCap`); trial, Developer and sandbox orgs do not (API Request Limits and Allocations).
 */
export function refuseOverLimit(org: Org): void {
  const { hardCap, sandbox, concurrencyExceeded } = org.faults.switches;
  if (concurrencyExceeded)
    throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.');
  const { used, max } = org.quota.state;
  if (used >= (sandbox ? max : Math.max(max, hardCap)))
    throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
}

/** `api-usage=18/5000`, perhaps with the app's own share, in either order. */
export function limitInfo(org: Org, cost: number): string {
  const { limitInfoExcludesCurrent, perAppUsage } = org.faults.switches;
  const { used, max } = org.quota.state;
  const shown = limitInfoExcludesCurrent ? Math.max(0, used - cost) : used;
  const whole = `api-usage=${shown}/${max}`;
  const app = `per-app-api-usage=${org.stats.counted}/${PER_APP_MAX}(appName=Seatwatch)`;
  switch (perAppUsage) {
    case false:
      return whole;
    case 'first':
      return `${app}, ${whole}`;
    case true:
      return `${whole}; ${app}`;
  }
}
