import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import type {
  CheckInfo,
  CheckResult,
  CheckState,
  EvaluationSummary,
  ParameterValues,
  PostureScore,
} from '../../../src/shared/model/checks';
import { DAY } from '../bridge-people';
import { FAKE_CHECKS } from './catalog';
import { countBySeverity, type FakeOrgSecurity } from './world';

type Security = Handlers<ContractType['security']>;

/** What could not be evaluated, and why. */
const NOT_EVALUATED: Readonly<Record<string, string>> = {
  'no-mfa-configured':
    'Salesforce did not let “Verification methods” be read (INSUFFICIENT_ACCESS). The run-as user needs “Manage Multi-Factor Authentication in API”.',
  'risky-parallel-sessions': '“Sessions” has not been collected yet.',
};
const NOTES: Readonly<Record<string, string[]>> = {
  'impossible-travel': ['2 of 10 sign-ins have no coordinates; they are not judged.'],
  'inactive-users': ['14 integration users are left out.'],
};

export interface FakeChecksOptions {
  world: (orgId: string) => FakeOrgSecurity;
  now: () => number;
  emit: (event: string, payload: unknown) => void;
  latencyMs: number;
}

/** Checks, their settings, evaluations and the score. */
export function createFakeChecks({
  world,
  now,
  emit,
  latencyMs,
}: FakeChecksOptions): Pick<Security, 'checks' | 'setCheck' | 'preview' | 'evaluate' | 'score'> {
  const evaluate = async (orgId: string, allHistory: boolean): Promise<EvaluationSummary> => {
    await new Promise((resolve) => setTimeout(resolve, latencyMs * 10));
    const org = world(orgId);
    org.evaluatedAt = new Date(now()).toISOString();
    const summary: EvaluationSummary = {
      orgId,
      evaluatedAt: org.evaluatedAt,
      scope: allHistory ? 'all-history' : 'new-data',
      logins: allHistory ? 185_536 : 1_204,
      millis: allHistory ? 2_140 : 118,
      found: 3,
      resolved: 1,
      open: countBySeverity(org.findings.filter(({ status, muted }) => status === 'open' && !muted)),
      notEvaluated: Object.keys(NOT_EVALUATED).length,
      newCritical: [],
      newCriticalCount: 0,
    };
    emit('security.evaluated', summary);
    return summary;
  };
  const stateOf = (org: FakeOrgSecurity, info: CheckInfo): CheckState => {
    const own = org.findings.filter(({ check }) => check === info.id);
    const changed = org.values.get(info.id);
    const enabled = !org.off.has(info.id);
    return {
      info,
      enabled,
      values: { ...defaultsOf(info), ...changed },
      changedBy: changed ? 'Kim Doe' : null,
      changedAt: changed ? new Date(now() - 12 * DAY).toISOString() : null,
      result: org.evaluatedAt === null ? null : resultOf(org.evaluatedAt, info, enabled),
      open: countBySeverity(own.filter(({ status, muted }) => status === 'open' && !muted)),
      acknowledged: own.filter(({ status }) => status === 'acknowledged').length,
      muted: own.filter(({ muted }) => muted).length,
    };
  };
  return {
    checks: ({ orgId }) => FAKE_CHECKS.map(({ info }) => stateOf(world(orgId), info)),
    setCheck: async ({ orgId, check, enabled, values }) => {
      const org = world(orgId);
      if (enabled) org.off.delete(check);
      else org.off.add(check);
      const info = FAKE_CHECKS.find((one) => one.info.id === check)?.info;
      const same =
        info &&
        values &&
        JSON.stringify({ ...defaultsOf(info), ...values }) === JSON.stringify(defaultsOf(info));
      if (values === null || same) org.values.delete(check);
      else org.values.set(check, values);
      await evaluate(orgId, false);
    },
    preview: async ({ orgId, check, values }) => {
      await new Promise((resolve) => setTimeout(resolve, latencyMs * 8));
      const org = world(orgId);
      const reason = NOT_EVALUATED[check] ?? null;
      const state = FAKE_CHECKS.find(({ info }) => info.id === check)?.info;
      const before = state ? sizeOf({ ...defaultsOf(state), ...org.values.get(check) }) : 1;
      const open = org.findings.filter((one) => one.check === check && one.status === 'open' && !one.muted);
      const ratio = before / Math.max(1, sizeOf(values));
      const kept = open.filter((_, index) => (index * 0.618) % 1 < ratio);
      const added = ratio > 1 ? Math.round(open.length * (ratio - 1)) : 0;
      const would = countBySeverity(kept);
      would.medium += added;
      const gone = open.filter((one) => !kept.includes(one));
      return {
        status: reason === null ? 'evaluated' : 'not-evaluated',
        reason,
        notes: NOTES[check] ?? [],
        now: countBySeverity(open),
        would,
        gone: gone.length,
        added,
        examples: [
          ...gone.slice(0, 5).map(({ severity, summary, lastSeenAt }) => ({
            change: 'gone' as const,
            severity,
            summary,
            at: lastSeenAt,
          })),
          ...open.slice(0, Math.min(5, added)).map(({ lastSeenAt }, index) => ({
            change: 'added' as const,
            severity: 'medium' as const,
            summary: `Uma Vargas ${String(index + 1)} has not signed in since 2026-09-0${String(index + 1)}.`,
            at: lastSeenAt,
          })),
        ],
      };
    },
    evaluate: ({ orgId, allHistory }) => evaluate(orgId, allHistory),
    score: ({ orgId }) => scoreOf(world(orgId), now()),
  };
}

const defaultsOf = (info: CheckInfo): ParameterValues =>
  Object.fromEntries(info.parameters.map(({ id, default: value }) => [id, value]));

/** A strictness in one number, so that a preview changes with what is set. */
function sizeOf(values: ParameterValues): number {
  return Object.values(values).reduce<number>(
    (sum, value) =>
      sum + (typeof value === 'number' ? value : Array.isArray(value) ? value.length * 10 : value ? 10 : 0),
    1,
  );
}

function resultOf(evaluatedAt: string, info: CheckInfo, enabled: boolean): CheckResult {
  const reason = NOT_EVALUATED[info.id] ?? null;
  return {
    evaluatedAt,
    status: !enabled ? 'off' : reason === null ? 'evaluated' : 'not-evaluated',
    reason: enabled ? reason : null,
    notes: NOTES[info.id] ?? [],
    population: !enabled || reason !== null ? null : info.category === 'posture' ? 1_204 : 986,
  };
}

function scoreOf(org: FakeOrgSecurity, now: number): PostureScore {
  const parts: PostureScore['parts'] = [];
  const leftOut: PostureScore['leftOut'] = [];
  if (org.evaluatedAt === null) return { score: null, evaluatedAt: null, parts, leftOut, trend: [] };
  for (const { info } of FAKE_CHECKS.filter(({ info: { weight } }) => weight > 0)) {
    const about = { check: info.id, title: info.title };
    const reason = NOT_EVALUATED[info.id] ?? (org.off.has(info.id) ? 'Switched off.' : null);
    if (reason !== null) {
      leftOut.push({ ...about, reason });
      continue;
    }
    const open = org.findings.filter((one) => one.check === info.id && one.status === 'open' && !one.muted);
    const population = Math.max(1_204, open.length);
    const affected = open.length * (org.findings.length > 1_000 ? 1 : 12);
    const passing = 1 - Math.min(affected, population) / population;
    parts.push({ ...about, weight: info.weight, population, affected, passing });
  }
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  const score = (100 * parts.reduce((sum, { weight, passing }) => sum + weight * passing, 0)) / weights;
  const trend = Array.from({ length: 60 }, (_, index) => ({
    day: new Date(now - (59 - index) * DAY).toISOString().slice(0, 10),
    score: index === 59 ? score : Math.min(100, Math.max(0, score - 9 + index / 7 + 1.4 * Math.sin(index))),
  }));
  return { score, evaluatedAt: org.evaluatedAt, parts, leftOut, trend };
}
