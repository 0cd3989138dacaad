import type { RunSummary, RunTrigger } from '../../shared/model/run';
import type { Notice } from './notifier';

export interface NoticeInput {
  run: RunSummary;
  trigger: RunTrigger;
  /** The run before it; null: none. */
  previous: RunSummary | null;
  /** How times are written: the system's language, and the zone of the settings (undefined: this computer's). */
  locale: string;
  timeZone: string | undefined;
}

/**
 * What the system should tell a person about a run that ended, or null. A stop by the quota is told once, not
 * again with every look in vain; a failure once, and only when nobody is waiting for it in the window.
 */
export function runNotice(input: NoticeInput): Notice | null {
  const { run, trigger, previous } = input;
  if (run.state === previous?.state) return null;
  switch (run.state) {
    case 'paused-quota':
      return { title: `${run.org}: collection paused by the quota`, body: pausedWords(input) };
    case 'failed':
      return trigger === 'manual' || run.error === null
        ? null
        : { title: `${run.org}: collection failed`, body: `${run.error.message} ${run.error.fix}`.trim() };
    case 'complete':
    case 'paused-budget':
    case 'interrupted':
      return null;
  }
}

function pausedWords({ run, locale, timeZone }: NoticeInput): string {
  const { orgUsedAfter: used, orgMax: max, thresholdPercent } = run.apiCalls;
  const number = new Intl.NumberFormat(locale);
  const why =
    run.error?.message ??
    (used === null || max === null
      ? 'The org’s API requests of the last 24 hours are used up to your threshold.'
      : `${number.format(used)} of ${number.format(max)} API requests of the last 24 hours are used; Seatwatch stops at ${number.format(thresholdPercent)}%.`);
  if (run.resumeAt === null) return why;
  const moment = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  return `${why} It goes on by itself on ${moment.format(new Date(run.resumeAt))}.`;
}
