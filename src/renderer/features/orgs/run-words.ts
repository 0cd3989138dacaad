import type { CollectPlan, RunDetail, RunTrigger, StreamRun } from '../../../shared/model/run';
import { formatCount, formatDuration, formatNumber, NO_VALUE } from '../../ui/format';

export const TRIGGER_WORDS: Record<RunTrigger, string> = {
  manual: 'Collect Now',
  schedule: 'Daily schedule',
  resume: 'Quota free again',
  command: 'Command line',
};

/** A stream of a run beside what was planned for it. */
export interface StreamLine {
  run: StreamRun;
  planned: CollectPlan['streams'][number] | null;
}

/** Streams in the order of the run, then planned ones that it never got to. */
export function streamLines({ streams, plan }: Pick<RunDetail, 'streams' | 'plan'>): {
  lines: StreamLine[];
  notReached: CollectPlan['streams'];
} {
  const planned = new Map((plan?.streams ?? []).map((one) => [one.stream, one]));
  const lines = streams.map((run) => ({ run, planned: planned.get(run.stream) ?? null }));
  const ran = new Set(streams.map((one) => one.stream));
  return { lines, notReached: (plan?.streams ?? []).filter((one) => !ran.has(one.stream)) };
}

export interface Comparison {
  name: string;
  planned: string;
  actual: string;
}

/** What was expected beside what happened. */
export function comparisons({ run, plan, streams }: RunDetail): Comparison[] {
  const rows = streams.reduce((sum, one) => sum + one.rows, 0);
  const took = run.endedAt === null ? null : Date.parse(run.endedAt) - Date.parse(run.startedAt);
  const plannedRows = plan?.streams.some((one) => one.rows !== null)
    ? plan.streams.reduce((sum, one) => sum + (one.rows ?? 0), 0)
    : null;
  return [
    {
      name: 'API calls',
      planned: plan === null ? NO_VALUE : formatNumber(plan.calls),
      actual: formatNumber(run.apiCalls.made),
    },
    {
      name: 'Rows read',
      planned: formatNumber(plannedRows),
      actual: formatNumber(rows),
    },
    {
      name: 'Time',
      planned: plan === null ? NO_VALUE : formatDuration(plan.seconds * 1000),
      actual: took === null ? NO_VALUE : formatDuration(took),
    },
  ];
}

/** What a stream came to, in a word or two, and how good that is. */
export function streamResult(run: StreamRun): { label: string; tone: 'ok' | 'warn' | 'bad' | 'quiet' } {
  if (run.error !== null) return { label: 'Error', tone: 'bad' };
  if (run.via === 'skipped') return { label: 'Skipped', tone: 'quiet' };
  return run.complete ? { label: 'Complete', tone: 'ok' } : { label: 'Not finished', tone: 'warn' };
}

/** "7 added, 21 changed, 3 removed"; null when nothing was. */
export function changesWords({ added, changed, removed }: RunDetail['changes']): string | null {
  const parts = [
    added > 0 ? `${formatNumber(added)} added` : '',
    changed > 0 ? `${formatNumber(changed)} changed` : '',
    removed > 0 ? `${formatNumber(removed)} removed` : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** "38,410 before, 38,473 after, of 106,000": the org-wide use around the run. */
export function quotaWords({ apiCalls }: RunDetail['run']): string {
  const { orgUsedBefore, orgUsedAfter, orgMax } = apiCalls;
  if (orgUsedBefore === null && orgUsedAfter === null) return 'Not seen';
  return `${formatNumber(orgUsedBefore)} before, ${formatNumber(orgUsedAfter)} after, of ${formatCount(orgMax ?? 0, 'request')}`;
}
