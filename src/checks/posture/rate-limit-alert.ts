import { defineState } from '../define';
import { DAY_MS, HOUR_MS, isoOf } from '../logins/event';
import { list, number } from '../parameters';
import { apiCallers, CALLERS_EVIDENCE } from './lib/api-callers';

const DAILY_API = 'DailyApiRequests';

/** Allowances of programs, per 24 hours (REST API Developer Guide, Limits). An org has those it has. */
const LIMITS = [
  DAILY_API,
  'DailyBulkApiBatches',
  'DailyBulkApiRequests',
  'DailyBulkV2QueryJobs',
  'DailyBulkV2QueryFileStorageMB',
  'DailyAsyncApexExecutions',
  'DailyStreamingApiEvents',
  'DailyGenericStreamingApiEvents',
  'DailyDurableStreamingApiEvents',
  'DailyDurableGenericStreamingApiEvents',
  'DailyDeliveredPlatformEvents',
];

interface Row {
  name: string;
  at: number;
  used: number;
  max: number;
}

/** Every sighting of the limits in the time looked at; the header of each reply tells the API use besides. */
const SEEN = `
  WITH seen AS (
    SELECT name, at, max - remaining AS used, max FROM limit_sample
    WHERE org_id = @org AND at > @since AND at <= @asOf AND max > 0
      AND name IN (SELECT value FROM json_each(@names))
    UNION ALL
    SELECT '${DAILY_API}', at, used, max FROM usage_sample
    WHERE org_id = @org AND minute >= @since / 60000 AND at > @since AND at <= @asOf AND max > 0
      AND '${DAILY_API}' IN (SELECT value FROM json_each(@names)))`;
/** SQLite takes the other columns from the row of the maximum. */
const PEAKS = `${SEEN} SELECT name, at, used, max, max(1.0 * used / max) AS share FROM seen GROUP BY name ORDER BY name`;
const NEWEST = `${SEEN} SELECT name, used, max, max(at) AS at FROM seen GROUP BY name`;

const OWN_CALLS = `
  SELECT coalesce(sum(calls), 0) AS n FROM own_calls WHERE org_id = @org AND hour > @from AND hour <= @to`;

export default defineState(
  {
    id: 'rate-limit-alert',
    title: 'Rate Limit Alert',
    category: 'posture',
    alsoKnownAs: ['Rate Limit Alert'],
    finds:
      'Allowances of the API that were nearly or wholly used up within 24 hours, and which users and programs use the API most.',
    matters:
      'When the requests are used up every integration stops, this one and those that watch for security among them. A sudden rise may also be somebody carrying the data away.',
    severityRule: 'High from the upper threshold on, medium from the lower one.',
    subjects: 'allowances of the API',
    needs: [{ stream: 'eventLogFiles', without: 'Who uses the API is not known.' }],
    parameters: {
      mediumPercent: number({ title: 'Medium from', unit: '%', default: 80, min: 1, max: 1000 }),
      highPercent: number({ title: 'High from', unit: '%', default: 95, min: 1, max: 1000 }),
      days: number({
        title: 'Highest use of the last',
        help: 'An allowance is over 24 hours and frees itself: what was near the end yesterday may look well today.',
        unit: 'days',
        default: 7,
        min: 1,
        max: 90,
      }),
      limits: list({
        title: 'Allowances',
        help: 'Names as in the limits resource of the REST API (Limits page).',
        default: LIMITS,
      }),
    },
    evidence: {
      limit: 'Name of the allowance, as in the limits resource',
      percent: 'Highest use seen in the days looked at, % of the allowance',
      used: 'How much that was',
      max: 'The allowance then',
      at: 'When it was seen. Seatwatch looks while it collects: the true peak may have been higher',
      latestUsed: 'Newest use seen',
      latestAt: 'When',
      ownCalls: 'Requests Seatwatch made itself in the 24 hours before the peak',
      ...CALLERS_EVIDENCE,
    },
    remediation: [
      'Ask the owners of the users and programs named for fewer, larger requests: Bulk API 2.0, composite requests, change data capture instead of polling.',
      'Setup > Company Information: API Requests, Last 24 Hours. Setup > API Usage Notifications > New: mails before the next time.',
      'An app you do not know: Setup > Connected Apps OAuth Usage > Block.',
      'In Seatwatch: the org’s threshold and budgets keep it from taking part.',
    ],
    references: ['T1567', 'T1213.004'],
    weight: 4,
  },
  function* (inputs, { mediumPercent, highPercent, days, limits }) {
    const { asOf } = inputs;
    const looked = { since: asOf - days * DAY_MS, names: JSON.stringify(limits) };
    const newest = new Map(inputs.rows<Row>(NEWEST, looked).map((row) => [row.name, row]));
    const peaks = inputs.rows<Row>(PEAKS, looked);
    if (peaks.length === 0)
      return {
        population: null,
        notEvaluated: `no use of these allowances was seen in the ${String(days)} days before ${isoOf(asOf)}.`,
      };
    for (const { name, at, used, max } of peaks) {
      const percent = (100 * used) / max;
      if (percent < Math.min(mediumPercent, highPercent)) continue;
      const latest = newest.get(name);
      const [own] = inputs.rows<{ n: number }>(OWN_CALLS, { from: at - DAY_MS - HOUR_MS, to: at });
      yield {
        key: name,
        severity: percent >= highPercent ? 'high' : 'medium',
        summary: `${name}: ${rounded(percent)} % of the allowance was used (${String(used)} of ${String(max)}).`,
        evidence: {
          limit: name,
          percent: Number(rounded(percent)),
          used,
          max,
          at: isoOf(at),
          latestUsed: latest?.used ?? null,
          latestAt: latest === undefined ? null : isoOf(latest.at),
          ownCalls: own?.n ?? 0,
          ...apiCallers(inputs, at),
        },
      };
    }
    return { population: peaks.length };
  },
);

/** Down, so that 94.96 is not shown as the 95 it did not reach. */
const rounded = (percent: number): string => (Math.floor(percent * 10) / 10).toString();
