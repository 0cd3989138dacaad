import { type ActiveCheck, LoginFold, type SubjectRun, SUBJECT_KEY, SUBJECTS } from '../engine/fold';
import type { LoginContext, LoginEvent } from '../logins/event';

/** What was stored of each subject, by kind and key. */
export type States = ReadonlyMap<string, string>;

/**
 * Shows checks these logins, going on from what was stored. Gives the fold and what is to be stored. Logins in any
 * order: they are sorted by time and id, as the database does.
 */
export function foldAll(
  checks: readonly ActiveCheck[],
  context: LoginContext,
  logins: readonly LoginEvent[],
  { through = Number.POSITIVE_INFINITY, stored = new Map() }: { through?: number; stored?: States } = {},
): { fold: LoginFold; states: Map<string, string> } {
  const fold = new LoginFold(checks, context, through);
  const runs = new Map<string, SubjectRun>();
  const sorted = [...logins].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  for (const login of sorted) {
    for (const kind of SUBJECTS) {
      const key = SUBJECT_KEY[kind](login);
      if (key === null) continue;
      const name = `${kind} ${key}`;
      let run = runs.get(name);
      if (run === undefined) {
        const state = stored.get(name);
        runs.set(name, (run = fold.subject(kind, state === undefined ? undefined : JSON.parse(state))));
      }
      run.step(login);
    }
  }
  const states = new Map(stored);
  for (const [name, run] of runs) {
    const state = run.state();
    if (state !== null) states.set(name, state);
  }
  return { fold, states };
}
