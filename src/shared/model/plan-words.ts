import { counted } from './counted';
import type { CollectPlan } from './run';

const grouped = new Intl.NumberFormat('en-US');

/**
 * The plan of a collection in a line: "about 70 calls, 3 minutes; 0.07% of today's quota". When the requests
 * will not do: "…; only 40 can be made now, the most valuable data comes first".
 */
export function describePlan(plan: CollectPlan): string {
  const { calls, callsLeft, percentOfQuota } = plan;
  const parts = [`about ${counted(calls, 'call')}, ${spoken(plan.seconds)}`];
  if (percentOfQuota !== null) parts.push(`${percent(percentOfQuota)} of today’s quota`);
  if (callsLeft !== null && callsLeft < calls) {
    parts.push(`only ${grouped.format(callsLeft)} can be made now, the most valuable data comes first`);
  }
  return parts.join('; ');
}

/** "less than a minute", "3 minutes", "2 hours": an estimate promises nothing finer. */
function spoken(seconds: number): string {
  if (seconds < 45) return 'less than a minute';
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 90) return counted(minutes, 'minute');
  return counted(Math.round(minutes / 60), 'hour');
}

/** Two figures that count: 0.07%, 1.2%, 35%. */
function percent(share: number): string {
  if (share > 0 && share < 0.01) return 'less than 0.01%';
  return `${share.toLocaleString('en-US', { maximumFractionDigits: share < 1 ? 2 : share < 10 ? 1 : 0 })}%`;
}
