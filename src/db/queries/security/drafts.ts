import type { StateCheck, StateDraft } from '../../../checks/define';
import { days, type Verdict } from '../../../checks/engine/merge';
import type { ParameterValues } from '../../../shared/model/checks';
import type { Slices } from '../../slices';
import type { DatabaseInputs } from './inputs';

// What checks yield, on its way to becoming findings.

/** Drafts yielded by a state check between two slices. */
const DRAFTS = 500;

interface StateVerdict {
  drafts: Map<string, StateDraft>;
  population: number | null;
  notes?: readonly string[];
  notEvaluated?: string;
}

export function* stateDrafts(
  { check, values }: { check: StateCheck; values: ParameterValues },
  inputs: DatabaseInputs,
): Slices<StateVerdict> {
  const drafts = new Map<string, StateDraft>();
  const found = check.evaluate(inputs, values);
  for (;;) {
    const next = found.next();
    if (next.done === true) return { drafts, ...next.value };
    if (drafts.has(next.value.key)) throw new Error(`${check.info.id} found “${next.value.key}” twice.`);
    drafts.set(next.value.key, next.value);
    if (drafts.size % DRAFTS === 0) yield;
  }
}

/** A draft of a state as a finding; what is not said is as it was, or as of now. */
export function foundOf(
  draft: StateDraft,
  firstSeenAt: number | null,
  asOf: number,
): NonNullable<Verdict['found']> {
  const { severity, summary, evidence, userId = null, ip = null, app = null, occurrences = 0 } = draft;
  return {
    ...{ severity, summary, evidence, userId, ip, app, occurrences },
    firstAt: draft.firstAt ?? firstSeenAt ?? asOf,
    lastAt: draft.lastAt ?? null,
  };
}

export const openForOf = (values: ParameterValues): number => days(Number(values['openDays']));
