import type { TimelineEntry } from '../../../shared/model/sign-in-map';
import { formatCount, formatTime, type Zone } from '../../ui/format';
import type { Tone } from '../../ui/org-state';

export const ENTRY_WORDS: Record<TimelineEntry['kind'], { label: string; tone: Tone }> = {
  login: { label: 'Sign-in', tone: 'ok' },
  failure: { label: 'Failure', tone: 'bad' },
  verification: { label: 'Verification', tone: 'info' },
  finding: { label: 'Finding', tone: 'warn' },
  change: { label: 'Change', tone: 'info' },
  setup: { label: 'Setup', tone: 'info' },
  session: { label: 'Session', tone: 'quiet' },
  app: { label: 'App', tone: 'quiet' },
};

/** "14 times since 9:12 AM", with the day where it is another one; empty for a single event. */
export function repeatWords({ count, at, since }: TimelineEntry, zone: Zone): string {
  if (count <= 1) return '';
  const times = formatCount(count, 'time');
  if (since === at) return times;
  const day = (iso: string) => formatTime(iso, { zone, dateOnly: true });
  return `${times} since ${formatTime(since, { zone, timeOnly: day(since) === day(at) })}`;
}

export interface TimelineDay {
  /** As written in the zone chosen. */
  day: string;
  entries: TimelineEntry[];
}

/** Entries, newest first, under the days they stand on. */
export function byDay(entries: readonly TimelineEntry[], zone: Zone): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const entry of entries) {
    const day = formatTime(entry.at, { zone, dateOnly: true });
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
