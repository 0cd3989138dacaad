import type { Severity } from '../../shared/model/checks';
import type { FindingEventKind, ResolvedReason } from '../../shared/model/findings';
import { DAY_MS, isoOf } from '../logins/event';
import { type Accumulated, isWorse, together } from './accumulate';

// What an evaluation makes of the findings stored before it: pure, so that the rules can be read and tested in one
// place. Nothing is ever removed: what is no longer true is resolved, and what is found again is the same finding.

/** A finding as stored. Times are epoch ms. */
export interface StoredFinding {
  id: number;
  key: string;
  severity: Severity;
  userId: string | null;
  ip: string | null;
  app: string | null;
  firstSeenAt: number;
  /** Null: a state that goes on. */
  lastSeenAt: number | null;
  occurrences: number;
  summary: string;
  /** JSON. */
  evidence: string;
  settled: string | null;
  provisional: number;
  resolvedAt: number | null;
  resolvedReason: ResolvedReason | null;
  acknowledgedAt: number | null;
}

/** What is to be stored: all columns but the id and those of the acknowledgement. */
export type FindingRow = Omit<StoredFinding, 'id' | 'acknowledgedAt'>;

export interface FindingChange {
  /** Null: a new finding. */
  id: number | null;
  row: FindingRow;
  events: { kind: FindingEventKind; at: number; note: string | null }[];
  /** An acknowledgement was of something less bad: it is over. */
  endsAcknowledgement: boolean;
  /** Open now, and was not before. */
  opens: boolean;
}

/** What an evaluation says of one finding. Null in `found`: it is not true (any more). */
export interface Verdict {
  key: string;
  stored: StoredFinding | null;
  found: (Omit<Accumulated, 'lastAt'> & { lastAt: number | null }) | null;
  /** JSON of what only settled logins say; states have none. */
  settled: string | null;
  provisional: boolean;
}

export interface Moment {
  /** Of the evaluation: for the history. */
  now: number;
  /** The moment up to which the data speaks. */
  asOf: number;
  /** As of the evaluation before: until then a state that is over was last seen. Null: there was none. */
  previousAsOf: number | null;
  /** Milliseconds a finding stays open after it was last seen; null: as long as it is true. */
  openFor: number | null;
}

/** Null: nothing has changed. */
export function changeOf({ stored, found, ...verdict }: Verdict, moment: Moment): FindingChange | null {
  if (found === null) return stored === null ? null : gone(stored, verdict, moment);
  const { now, asOf, openFor } = moment;
  const quietAt = openFor === null || found.lastAt === null ? null : found.lastAt + openFor;
  const isQuiet = quietAt !== null && quietAt <= asOf;
  const evidence = JSON.stringify(found.evidence);
  const row: FindingRow = {
    key: verdict.key,
    severity: found.severity,
    userId: found.userId,
    ip: found.ip,
    app: found.app,
    firstSeenAt:
      openFor === null && stored !== null ? Math.min(stored.firstSeenAt, found.firstAt) : found.firstAt,
    lastSeenAt: found.lastAt,
    occurrences: found.occurrences,
    summary: found.summary,
    evidence,
    settled: verdict.settled,
    provisional: Number(verdict.provisional),
    resolvedAt: isQuiet ? quietAt : null,
    resolvedReason: isQuiet ? 'quiet' : null,
  };
  if (stored === null) {
    const events: FindingChange['events'] = [{ kind: 'found', at: now, note: null }];
    if (isQuiet) events.push({ kind: 'resolved', at: now, note: quietNote(found.lastAt) });
    return { id: null, row, events, endsAcknowledgement: false, opens: !isQuiet };
  }
  const events: FindingChange['events'] = [];
  const wasOpen = stored.resolvedAt === null;
  const opens = !wasOpen && !isQuiet;
  if (opens) events.push({ kind: 'found-again', at: now, note: null });
  if (wasOpen && isQuiet) events.push({ kind: 'resolved', at: now, note: quietNote(found.lastAt) });
  const isWorseNow = isWorse(found.severity, stored.severity);
  if (found.severity !== stored.severity)
    events.push({
      kind: isWorseNow ? 'worse' : 'better',
      at: now,
      note: `${stored.severity} → ${found.severity}`,
    });
  if (events.length === 0 && isSame(stored, row)) return null;
  const endsAcknowledgement = stored.acknowledgedAt !== null && (opens || (isWorseNow && !isQuiet));
  if (endsAcknowledgement)
    events.push({ kind: 'acknowledgement-ended', at: now, note: 'Found again, or worse.' });
  return { id: stored.id, row, events, endsAcknowledgement, opens: opens || (isWorseNow && !isQuiet) };
}

const quietNote = (lastAt: number | null): string => (lastAt === null ? '' : `Last seen ${isoOf(lastAt)}.`);

function gone(
  stored: StoredFinding,
  { settled, provisional }: Pick<Verdict, 'settled' | 'provisional'>,
  { now, asOf, previousAsOf }: Moment,
): FindingChange | null {
  const { id, acknowledgedAt: _, ...before } = stored;
  if (stored.resolvedAt !== null && stored.resolvedReason !== 'quiet') return null;
  const row: FindingRow = {
    ...before,
    settled,
    provisional: Number(provisional),
    lastSeenAt: stored.lastSeenAt ?? previousAsOf ?? asOf,
    resolvedAt: now,
    resolvedReason: 'no-longer-true',
  };
  return {
    id,
    row,
    events: [{ kind: 'resolved', at: now, note: 'No longer true.' }],
    endsAcknowledgement: false,
    opens: false,
  };
}

function isSame(stored: StoredFinding, row: FindingRow): boolean {
  return (Object.keys(row) as (keyof FindingRow)[]).every((column) => stored[column] === row[column]);
}

/** What is stored of the settled part, and back. */
export const settledText = (settled: Accumulated | null): string | null =>
  settled === null ? null : JSON.stringify(settled);
export const settledOf = (text: string | null): Accumulated | null =>
  text === null ? null : (JSON.parse(text) as Accumulated);

/** The verdict of a check of logins on one finding. `startsAnew`: everything was looked at again. */
export function loginVerdict(
  key: string,
  stored: StoredFinding | null,
  {
    settled,
    tail,
    startsAnew,
  }: { settled: Accumulated | null; tail: Accumulated | null; startsAnew: boolean },
): Verdict {
  const settledNow = together(startsAnew ? null : settledOf(stored?.settled ?? null), settled);
  const found = together(settledNow, tail);
  return { key, stored, found, settled: settledText(settledNow), provisional: tail !== null };
}

export const days = (count: number): number => count * DAY_MS;
