import type { TimelineEntry } from '../../../shared/model/sign-in-map';
import type { Connection } from '../../connection';

/** An event, or several like ones, before it becomes an entry. */
export interface Event {
  /** Epoch ms; of several the newest. */
  at: number;
  /** Unique among the events of its source and moment. */
  id: string;
  kind: TimelineEntry['kind'];
  title: string;
  /** Those that are empty are left out. */
  details: (string | null)[];
  severity?: string;
  findingId?: number;
  count?: number;
  /** The oldest of several, epoch ms. */
  since?: number;
}

/** Events before a moment, and those of that moment with a lower id. Id null: none of that moment. */
export interface Bound {
  at: number;
  id: string | null;
}

/** Whose timeline it is. Somebody who is not among the users has no name. */
export interface Subject {
  org: number;
  userId: string;
  username: string | null;
  name: string | null;
}

/** The newest `limit` events within a bound: newest first, those of one moment by descending id. */
export type Source = (db: Connection, subject: Subject, bound: Bound, limit: number) => Event[];

export function subjectOf(db: Connection, org: number, userId: string): Subject {
  const known = db.get<{ username: string; name: string }>(
    'SELECT username, name FROM sf_user WHERE org_id = @org AND id = @userId',
    { org, userId },
  );
  return { org, userId, username: known?.username ?? null, name: known?.name ?? null };
}

/** What "(time, id) < (@at, @id)" binds where ids are texts: all of them come after ''. */
export const beforeText = ({ at, id }: Bound): { at: number; id: string } => ({ at, id: id ?? '' });

/** The same where ids are numbers from 1. */
export const beforeNumber = ({ at, id }: Bound): { at: number; id: number } => ({
  at,
  id: Number.parseInt(id ?? '0', 10) || 0,
});

/** "HardwareToken" → "Hardware token", "FailedInvalidCode" → "Failed invalid code"; "SMS" stays. */
export function spelledOut(value: string | null): string {
  const words = (value ?? '').replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[ _]+/);
  return words
    .map((word, i) => (i === 0 || /^[A-Z\d]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
}
