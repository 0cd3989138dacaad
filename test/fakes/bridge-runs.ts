import type { OrgSummary } from '../../src/shared/model/org';
import type { CollectPlan, RunDetail, RunSummary, StreamRun, Via } from '../../src/shared/model/run';
import { DAY, iso } from './bridge-people';
import { makeRun } from './bridge-orgs';

/** Made-up plans and run logs for the fake bridge. */

interface FakeStream {
  stream: string;
  title: string;
  via: Via;
  rows: number;
  calls: number;
  seconds: number;
  note?: string;
}

/** Most valuable first, as the planner orders them. */
const FIRST_RUN: readonly FakeStream[] = [
  { stream: 'organization', title: 'Organization', via: 'composite', rows: 1, calls: 1, seconds: 0.6 },
  { stream: 'userLicenses', title: 'User licenses', via: 'composite', rows: 12, calls: 1, seconds: 0.5 },
  {
    stream: 'permissionSetLicenses',
    title: 'Permission set licenses',
    via: 'composite',
    rows: 24,
    calls: 0,
    seconds: 0.2,
  },
  {
    stream: 'packageLicenses',
    title: 'Package licenses',
    via: 'composite',
    rows: 6,
    calls: 0,
    seconds: 0.1,
  },
  { stream: 'profiles', title: 'Profiles', via: 'composite', rows: 31, calls: 0, seconds: 0.2 },
  { stream: 'users', title: 'Users', via: 'rest', rows: 1243, calls: 1, seconds: 1.4 },
  { stream: 'userLogins', title: 'Frozen and locked users', via: 'rest', rows: 1243, calls: 1, seconds: 0.9 },
  {
    stream: 'permissionSetLicenseAssignments',
    title: 'Permission set license assignments',
    via: 'rest',
    rows: 2310,
    calls: 2,
    seconds: 1.7,
  },
  { stream: 'loginHistory', title: 'Login history', via: 'bulk', rows: 184_220, calls: 52, seconds: 148 },
  {
    stream: 'permissionSetAssignments',
    title: 'Permission set assignments',
    via: 'rest',
    rows: 6044,
    calls: 4,
    seconds: 3.1,
  },
  { stream: 'setupAuditTrail', title: 'Setup audit trail', via: 'rest', rows: 4120, calls: 3, seconds: 2.2 },
  { stream: 'authSessions', title: 'Sessions', via: 'rest', rows: 402, calls: 1, seconds: 0.7 },
  {
    stream: 'twoFactorMethods',
    title: 'Verification methods',
    via: 'skipped',
    rows: 0,
    calls: 0,
    seconds: 0,
    note: 'The run-as user lacks Manage Multi-Factor Authentication in API.',
  },
  {
    stream: 'eventLogFiles',
    title: 'Event log files',
    via: 'skipped',
    rows: 0,
    calls: 0,
    seconds: 0,
    note: 'View Event Log Files is not granted to the run-as user.',
  },
];

const sum = (streams: readonly FakeStream[], pick: (stream: FakeStream) => number) =>
  streams.reduce((total, stream) => total + pick(stream), 0);

/** `tight`: five times as many logins, and not enough requests left for them. */
export function makePlan(org: OrgSummary, at: number, tight = false): CollectPlan {
  const streams = FIRST_RUN.map((one) =>
    tight && one.stream === 'loginHistory' ? { ...one, rows: 9_211_000, calls: 2604, seconds: 4100 } : one,
  );
  const calls = sum(streams, (one) => one.calls) + 4;
  const line = org.quota ? Math.floor((org.quota.max * org.thresholdPercent) / 100) : null;
  return {
    at: iso(at),
    calls,
    seconds: sum(streams, (one) => one.seconds) + 8,
    percentOfQuota: org.quota ? (calls / org.quota.max) * 100 : null,
    callsLeft: tight ? 640 : line === null || !org.quota ? null : line - org.quota.used,
    edition: org.identity.edition ?? 'Enterprise Edition',
    streams: streams.map(({ note = null, rows, ...one }) => ({
      ...one,
      rows: one.via === 'skipped' ? null : rows,
      note,
    })),
  };
}

/** The newest first. */
export function makeRuns(org: OrgSummary, now: number): RunSummary[] {
  if (org.dataAsOf === null) return [];
  const states = [
    'complete',
    'complete',
    'paused-quota',
    'complete',
    'interrupted',
    'failed',
    'complete',
  ] as const;
  const runs = states.map((state, i) => makeRun(org.name, 41 - i, state, now - 8_000_000 - i * DAY));
  return org.lastRun && org.lastRun.runId > 41 ? [org.lastRun, ...runs] : runs;
}

const TRIGGERS = { 41: 'schedule', 40: 'resume', 39: 'schedule', 38: 'manual', 42: 'manual' } as const;

export function makeRunDetail(org: OrgSummary, runId: number, now: number): RunDetail | null {
  const run = makeRuns(org, now).find((one) => one.runId === runId);
  if (!run) return null;
  const plan = run.state === 'failed' ? null : makePlan(org, Date.parse(run.startedAt) + 3000);
  return {
    run,
    trigger: TRIGGERS[runId as keyof typeof TRIGGERS] ?? 'schedule',
    plan,
    streams: plan === null ? [] : plan.streams.map((one, i) => streamRun(run, one, i)),
    changes:
      run.state === 'complete' ? { added: 7, changed: 21, removed: 3 } : { added: 0, changed: 0, removed: 0 },
  };
}

function streamRun(run: RunSummary, one: CollectPlan['streams'][number], index: number): StreamRun {
  const reached = run.state === 'complete' || index < 8;
  const skipped = one.via === 'skipped' || !reached;
  const refused = one.stream === 'authSessions' && run.state === 'complete';
  const rows = skipped || refused ? 0 : Math.round((one.rows ?? 0) * (run.runId % 2 ? 1 : 0.04));
  return {
    stream: one.stream,
    title: one.title,
    calls: skipped ? 0 : one.calls,
    rows,
    bytes: rows * 214,
    seconds: skipped ? 0 : one.seconds * 0.9,
    via: skipped ? 'skipped' : one.via,
    complete: !skipped && !refused,
    error: refused
      ? {
          code: 'INVALID_TYPE',
          message: 'Salesforce does not let the run-as user read AuthSession: Manage Users is missing.',
        }
      : null,
  };
}
