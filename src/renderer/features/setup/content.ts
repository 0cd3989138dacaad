import { SubStepId, type SetupProgress, type SubStepState } from '../../../shared/model/setup';
import { APP_STEP } from './content-app';
import { USER_STEP } from './content-user';

export const GUIDE_STEPS = [USER_STEP, APP_STEP] as const;

/** The third step happens in Seatwatch and has forms instead of instructions. */
export const INTEGRATION_STEP = {
  number: 3,
  title: 'Connection',
  intro: 'Enter what you noted, test it, and collect for the first time.',
} as const;

export const STEP_OVERVIEW = [
  { number: 1, title: USER_STEP.title, prefix: 'user.' },
  { number: 2, title: APP_STEP.title, prefix: 'app.' },
  { number: 3, title: INTEGRATION_STEP.title, prefix: 'integration.' },
] as const;

export interface StepCount {
  done: number;
  all: number;
  problems: number;
}

export function countStep(progress: SetupProgress, prefix: string): StepCount {
  const steps = progress.steps.filter((step) => step.id.startsWith(prefix));
  return {
    done: steps.filter(isDone).length,
    all: SubStepId.options.filter((id) => id.startsWith(prefix)).length,
    problems: steps.filter((step) => step.problem !== null).length,
  };
}

/** A sub-step with a problem is not done, whoever ticked it. */
export function isDone(step: SubStepState): boolean {
  return step.doneBy !== null && step.problem === null;
}

export function stateOf(progress: SetupProgress, id: SubStepId): SubStepState {
  return (
    progress.steps.find((step) => step.id === id) ?? { id, doneBy: null, problem: null, updatedAt: null }
  );
}

/** What is unfolded at first: everything with a problem, otherwise the first open sub-step of steps 1 and 2. */
export function initiallyOpen(progress: SetupProgress): SubStepId[] {
  const guided = SubStepId.options.filter((id) => !id.startsWith('integration.'));
  const problems = guided.filter((id) => stateOf(progress, id).problem !== null);
  if (problems.length > 0) return problems;
  const next = guided.find((id) => !isDone(stateOf(progress, id)));
  return next ? [next] : [];
}

/** The sub-step after this one among those with instructions. */
export function nextGuided(id: SubStepId): SubStepId | null {
  const next = SubStepId.options[SubStepId.options.indexOf(id) + 1];
  return next && !next.startsWith('integration.') ? next : null;
}
