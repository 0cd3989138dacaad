import type {
  Finding,
  FindingEventKind,
  FindingStatus,
  MuteTarget,
  ResolvedReason,
} from '../../../shared/model/findings';
import { formatTime, type Zone } from '../../ui/format';
import type { Tone } from '../../ui/org-state';

export const STATUS_WORDS: Record<FindingStatus, { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'warn' },
  acknowledged: { label: 'Acknowledged', tone: 'info' },
  resolved: { label: 'Resolved', tone: 'ok' },
};

export const RESOLVED_WORDS: Record<ResolvedReason, string> = {
  'no-longer-true': 'No longer true',
  quiet: 'Not seen again',
  'check-off': 'Check switched off',
};

export const EVENT_WORDS: Record<FindingEventKind, string> = {
  found: 'Found',
  'found-again': 'Found again',
  worse: 'Became worse',
  better: 'Became less severe',
  resolved: 'Resolved',
  acknowledged: 'Acknowledged',
  reopened: 'Reopened',
  'acknowledgement-ended': 'The acknowledgement ended',
};

export const TARGET_WORDS: Record<MuteTarget, { label: string; only: string }> = {
  user: { label: 'User', only: 'this user' },
  ip: { label: 'Address', only: 'this address' },
  app: { label: 'App', only: 'this app' },
};

export const CATEGORY_WORDS = { posture: 'Posture', threat: 'Threat' } as const;

/** "until Feb 3, 2027", "for good". */
export function untilWords(until: string | null, zone: Zone): string {
  return until === null ? 'for good' : `until ${formatTime(until, { zone, dateOnly: true })}`;
}

/** What the status column says under the status; null: nothing. */
export function statusDetail(finding: Finding, zone: Zone): string | null {
  const { status, acknowledgement, resolvedReason } = finding;
  if (status === 'acknowledged' && acknowledgement) return untilWords(acknowledgement.until, zone);
  if (status === 'resolved' && resolvedReason) return RESOLVED_WORDS[resolvedReason];
  return null;
}

/** Whom or what a finding is about: a name and, under it, what tells it apart. */
export function aboutWords({
  name,
  username,
  userId,
  ip,
  app,
}: Pick<Finding, 'name' | 'username' | 'userId' | 'ip' | 'app'>): { main: string; more: string | null } {
  if (userId !== null) return { main: name ?? username ?? userId, more: name === null ? null : username };
  if (app !== null) return { main: app, more: ip };
  return { main: ip ?? 'The org', more: null };
}

/** Names a row for screen readers. */
export function findingLabel(finding: Finding): string {
  return `${finding.severity}, ${finding.title}: ${finding.summary} ${STATUS_WORDS[finding.status].label}${finding.muted ? ', muted' : ''}`;
}
