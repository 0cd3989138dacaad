import type { Inputs } from '../../inputs';

const kept = new WeakMap<Inputs, Map<string, unknown>>();

/** What several checks of one evaluation ask alike is found out once. `key` names the question, values included. */
export function once<T>(inputs: Inputs, key: string, make: () => T): T {
  let answers = kept.get(inputs);
  if (answers === undefined) kept.set(inputs, (answers = new Map<string, unknown>()));
  if (!answers.has(key)) answers.set(key, make());
  return answers.get(key) as T;
}
