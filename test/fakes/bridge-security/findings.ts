import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import { SEVERITIES } from '../../../src/shared/model/checks';
import type {
  Finding,
  FindingEvent,
  FindingSelection,
  FindingsFilter,
  FindingsQuery,
} from '../../../src/shared/model/findings';
import { byWorst, countBySeverity, type FakeOrgSecurity } from './world';

type Security = Handlers<ContractType['security']>;
type Part = Pick<
  Security,
  'findings' | 'finding' | 'acknowledge' | 'reopen' | 'mutes' | 'mute' | 'unmute' | 'export'
>;

/** Findings over made-up ones: filtered, grouped, acknowledged, muted. */
export function createFakeFindings(world: (orgId: string) => FakeOrgSecurity, now: () => number): Part {
  const iso = () => new Date(now()).toISOString();
  const record = (org: FakeOrgSecurity, finding: Finding, event: Omit<FindingEvent, 'at' | 'by'>) => {
    org.history.set(finding.id, [...historyOf(org, finding), { at: iso(), by: 'Kim Doe', ...event }]);
  };
  const chosen = (org: FakeOrgSecurity, selection: FindingSelection) =>
    'ids' in selection
      ? org.findings.filter(({ id }) => selection.ids.includes(id))
      : org.findings.filter(matcher(selection.filter));
  return {
    findings: (query) => {
      const org = world(query.orgId);
      const { offset, limit, descending } = query;
      const found = org.findings.filter(matcher(query));
      const sorted = [...found].sort(
        (a, b) => compare(a, b, query.sort) * (descending ? -1 : 1) || b.id - a.id,
      );
      return {
        total: found.length,
        rows: sorted.slice(offset, offset + limit),
        counts: countBySeverity(found),
        byCheck: groups(found, ({ check }) => check)
          .map(([check, members]) => ({
            check,
            title: members[0]?.title ?? check,
            counts: countBySeverity(members),
          }))
          .sort(byWorst),
        byUser: groups(found, ({ userId }) => userId)
          .map(([userId, members]) => ({
            userId,
            username: members[0]?.username ?? null,
            name: members[0]?.name ?? null,
            counts: countBySeverity(members),
          }))
          .sort(byWorst)
          .slice(0, 100),
        evaluatedAt: org.evaluatedAt,
      };
    },
    finding: ({ orgId, id }) => {
      const org = world(orgId);
      const finding = org.findings.find((one) => one.id === id);
      return finding ? { finding, history: historyOf(org, finding) } : null;
    },
    acknowledge: ({ orgId, selection, reason, until }) => {
      const org = world(orgId);
      const all = chosen(org, selection).filter(({ status }) => status !== 'resolved');
      for (const finding of all) {
        record(org, finding, { kind: 'acknowledged', note: reason });
        finding.status = 'acknowledged';
        finding.acknowledgement = { by: 'Kim Doe', at: iso(), reason, until };
      }
      return { findings: all.length };
    },
    reopen: ({ orgId, selection, note }) => {
      const org = world(orgId);
      const all = chosen(org, selection).filter(({ status }) => status === 'acknowledged');
      for (const finding of all) {
        record(org, finding, { kind: 'reopened', note: note === '' ? null : note });
        finding.status = 'open';
        finding.acknowledgement = null;
      }
      return { findings: all.length };
    },
    mutes: ({ orgId }) => world(orgId).mutes,
    mute: ({ orgId, check, target, value, reason, until }) => {
      const org = world(orgId);
      const touched = org.findings.filter((one) => isAbout(one, check, target, value));
      for (const finding of touched) finding.muted = true;
      const label = target === 'user' ? (touched[0]?.name ?? value) : value;
      const id = Math.max(0, ...org.mutes.map((mute) => mute.id)) + 1;
      org.mutes = [
        { id, check, target, value, label, reason, by: 'Kim Doe', at: iso(), until },
        ...org.mutes,
      ];
    },
    unmute: ({ orgId, id }) => {
      const org = world(orgId);
      const mute = org.mutes.find((one) => one.id === id);
      org.mutes = org.mutes.filter((one) => one !== mute);
      if (!mute) return;
      for (const finding of org.findings)
        if (isAbout(finding, mute.check, mute.target, mute.value)) finding.muted = false;
    },
    export: ({ orgId, filter, format }) => ({
      path: `/home/kim/Documents/findings.${format === 'csv' ? 'csv' : format === 'json' ? 'json' : 'ndjson'}`,
      rows: world(orgId).findings.filter(matcher(filter)).length,
    }),
  };
}

function isAbout(
  finding: Finding,
  check: string | null,
  target: 'user' | 'ip' | 'app',
  value: string,
): boolean {
  const is = { user: finding.userId, ip: finding.ip, app: finding.app }[target];
  return is === value && (check === null || check === finding.check);
}

function historyOf(org: FakeOrgSecurity, finding: Finding): FindingEvent[] {
  const known = org.history.get(finding.id);
  if (known) return known;
  const events: FindingEvent[] = [{ at: finding.foundAt, kind: 'found', by: null, note: null }];
  const { acknowledgement: ack, resolvedAt } = finding;
  if (finding.id % 3 === 0)
    events.push({ at: finding.foundAt, kind: 'worse', by: null, note: 'From medium to high.' });
  if (ack) events.push({ at: ack.at, kind: 'acknowledged', by: ack.by, note: ack.reason });
  if (resolvedAt) events.push({ at: resolvedAt, kind: 'resolved', by: null, note: 'No longer true.' });
  return events;
}

function matcher(filter: FindingsFilter): (finding: Finding) => boolean {
  const { severities, checks, statuses, category, userId, ip, app, muted } = filter;
  const words = filter.search.trim().toLowerCase();
  return (one) =>
    (severities.length === 0 || severities.includes(one.severity)) &&
    (checks.length === 0 || checks.includes(one.check)) &&
    (statuses.length === 0 || statuses.includes(one.status)) &&
    (category === null || category === one.category) &&
    (userId === null || userId === one.userId) &&
    (ip === null || ip === one.ip) &&
    (app === null || app === one.app) &&
    (muted === 'with' || one.muted === (muted === 'only')) &&
    (words === '' ||
      [one.summary, one.username, one.name, one.ip, one.app, one.title].some((text) =>
        text?.toLowerCase().includes(words),
      ));
}

function compare(a: Finding, b: Finding, by: FindingsQuery['sort']): number {
  switch (by) {
    case 'severity':
      return (
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.lastSeenAt.localeCompare(a.lastSeenAt)
      );
    case 'lastSeenAt':
    case 'firstSeenAt':
      return a[by].localeCompare(b[by]);
    case 'check':
      return a.title.localeCompare(b.title);
    case 'user':
      return (a.name ?? '~').localeCompare(b.name ?? '~');
  }
}

function groups(
  findings: readonly Finding[],
  key: (finding: Finding) => string | null,
): [string, Finding[]][] {
  const made = new Map<string, Finding[]>();
  for (const one of findings) {
    const of = key(one);
    if (of === null) continue;
    const members = made.get(of) ?? [];
    members.push(one);
    made.set(of, members);
  }
  return [...made];
}
