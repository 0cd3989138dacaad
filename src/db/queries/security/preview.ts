import { judgeNeeds } from '../../../checks/coverage';
import { together } from '../../../checks/engine/accumulate';
import { withDefaults } from '../../../checks/parameters';
import { findCheck } from '../../../checks/registry';
import {
  type CheckPreview,
  NO_COUNTS,
  type ParameterValues,
  SEVERITIES,
  type Severity,
  type SeverityCounts,
} from '../../../shared/model/checks';
import type { Connection } from '../../connection';
import type { Slices } from '../../slices';
import { iso } from '../time';
import { asOfOf } from '../user-state';
import { requireValues, unknownCheck } from './check-settings';
import { foundOf, openForOf, stateDrafts } from './drafts';
import { foldLogins, settledThrough } from './fold-logins';
import { createInputs, type DatabaseInputs } from './inputs';
import { orgChecks } from './stored-checks';

/** One finding that would be open. */
interface Would {
  severity: Severity;
  summary: string;
  at: number;
}

interface Outcome {
  findings: Map<string, Would>;
  notes: readonly string[];
  notEvaluated: string | null;
}

const EXAMPLES = 10;

/** What one check finds with these values and with those in force; keeps nothing. */
export function* preview(
  db: Connection,
  orgId: string,
  id: string,
  values: ParameterValues,
): Slices<CheckPreview> {
  const org = db.orgKey(orgId);
  const check = findCheck(id);
  const current = orgChecks(db, org).find((one) => one.check === check);
  if (check === null || current === undefined) throw unknownCheck(id);
  const asked = withDefaults(check.info.parameters, requireValues(id, values));
  const inputs = createInputs(db, org, asOfOf(db, org) ?? 0);
  const would = yield* outcome(db, org, inputs, { check, values: asked });
  const now = current.enabled
    ? yield* outcome(db, org, inputs, { check, values: current.values })
    : { findings: new Map<string, Would>() };
  const added = [...would.findings].filter(([key]) => !now.findings.has(key)).map(([, finding]) => finding);
  const gone = [...now.findings].filter(([key]) => !would.findings.has(key)).map(([, finding]) => finding);
  return {
    status: would.notEvaluated === null ? 'evaluated' : 'not-evaluated',
    reason: would.notEvaluated,
    notes: [...would.notes],
    now: countsOf(now.findings.values()),
    would: countsOf(would.findings.values()),
    added: added.length,
    gone: gone.length,
    examples: [...examples('added', added), ...examples('gone', gone)],
  };
}

function examples(change: 'added' | 'gone', findings: readonly Would[]): CheckPreview['examples'] {
  return [...findings]
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.at - a.at)
    .slice(0, EXAMPLES)
    .map(({ severity, summary, at }) => ({ change, severity, summary, at: iso(at) }));
}

function countsOf(findings: Iterable<Would>): SeverityCounts {
  const counts = { ...NO_COUNTS };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

function* outcome(
  db: Connection,
  org: number,
  inputs: DatabaseInputs,
  { check, values }: { check: NonNullable<ReturnType<typeof findCheck>>; values: ParameterValues },
): Slices<Outcome> {
  const findings = new Map<string, Would>();
  const { notEvaluated, notes } = judgeNeeds(check.info.needs, inputs.coverage);
  if (notEvaluated !== null) return { findings, notes, notEvaluated };
  if (check.kind === 'state') {
    const verdict = yield* stateDrafts({ check, values }, inputs);
    if (verdict.notEvaluated !== undefined) return { findings, notes, notEvaluated: verdict.notEvaluated };
    for (const [key, draft] of verdict.drafts) {
      const { severity, summary, firstAt, lastAt } = foundOf(draft, null, inputs.asOf);
      findings.set(key, { severity, summary, at: lastAt ?? firstAt });
    }
    return { findings, notes: [...notes, ...(verdict.notes ?? [])], notEvaluated: null };
  }
  const checked = check.population(inputs, values);
  if (checked.notEvaluated !== undefined) return { findings, notes, notEvaluated: checked.notEvaluated };
  const place = { since: null, through: settledThrough(db, org, null) };
  const { fold } = yield* foldLogins(db, org, inputs, { ...place, checks: [{ check, values }] });
  const { settled, tail } = fold.of(check.info.id);
  for (const key of new Set([...settled.keys(), ...tail.keys()])) {
    const found = together(settled.get(key) ?? null, tail.get(key) ?? null);
    if (found === null || found.lastAt + openForOf(values) <= inputs.asOf) continue;
    findings.set(key, { severity: found.severity, summary: found.summary, at: found.lastAt });
  }
  return { findings, notes: [...notes, ...(checked.notes ?? [])], notEvaluated: null };
}
