import type { AuthKind } from '../../../shared/model/org';
import {
  subStepsFor,
  type SetupProgress,
  type SubStepId,
  type SubStepState,
} from '../../../shared/model/setup';
import { APP_TEXTS, APP_TEXTS_SECRET } from './content-app';
import { APP_TEXTS_JWT } from './content-app-jwt';
import type { StepText, SubStepText } from './content-types';
import { USER_TEXTS } from './content-user';
import { USER_TEXTS_JWT } from './content-user-jwt';

export const STEP_OVERVIEW = [
  { number: 1, title: 'API-only user', prefix: 'user.' },
  { number: 2, title: 'External Client App', prefix: 'app.' },
  { number: 3, title: 'Connection', prefix: 'integration.' },
] as const;

const [USER, APP, INTEGRATION] = STEP_OVERVIEW;

const APP_INTRO: Record<AuthKind, string> = {
  'client-credentials':
    'The app gives Seatwatch a consumer key and a consumer secret, and says as which user it acts. External Client Apps took the place of connected apps.',
  'jwt-bearer':
    'The app gives Seatwatch a consumer key, knows its certificate, and says which users it may act as. External Client Apps took the place of connected apps.',
};

/** The first that has an id counts: what belongs to one way of signing in comes before what both share. */
const TEXTS: Record<AuthKind, readonly SubStepText[]> = {
  'client-credentials': [...APP_TEXTS_SECRET, ...USER_TEXTS, ...APP_TEXTS],
  'jwt-bearer': [...USER_TEXTS_JWT, ...APP_TEXTS_JWT, ...USER_TEXTS, ...APP_TEXTS],
};

/** Steps 1 and 2, which happen in Salesforce. */
export const GUIDE_STEPS: Record<AuthKind, readonly StepText[]> = {
  'client-credentials': guide('client-credentials'),
  'jwt-bearer': guide('jwt-bearer'),
};

/** The third step happens in Seatwatch and has forms instead of instructions. */
export const INTEGRATION_STEP = {
  number: INTEGRATION.number,
  title: INTEGRATION.title,
  intro: 'Enter what you noted, test it, and collect for the first time.',
} as const;

function guide(auth: AuthKind): StepText[] {
  const subSteps = (prefix: string) =>
    subStepsFor(auth)
      .filter((id) => id.startsWith(prefix))
      .flatMap((id) => TEXTS[auth].find((text) => text.id === id) ?? []);
  return [
    {
      number: USER.number,
      title: USER.title,
      intro:
        'Seatwatch reads Salesforce as a user of its own that can use the API and nothing else. Create it in Salesforce; you need to be an administrator there.',
      subSteps: subSteps(USER.prefix),
    },
    { number: APP.number, title: APP.title, intro: APP_INTRO[auth], subSteps: subSteps(APP.prefix) },
  ];
}

export interface StepCount {
  done: number;
  all: number;
  problems: number;
}

/** How far a step is. Sub-steps of the other way of signing in do not count, whatever their state. */
export function countStep(progress: SetupProgress, auth: AuthKind, prefix: string): StepCount {
  const steps = subStepsFor(auth)
    .filter((id) => id.startsWith(prefix))
    .map((id) => stateOf(progress, id));
  return {
    done: steps.filter(isDone).length,
    all: steps.length,
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

/** Sub-steps with instructions, in order. */
function guided(auth: AuthKind): SubStepId[] {
  return subStepsFor(auth).filter((id) => !id.startsWith(INTEGRATION.prefix));
}

/** What is unfolded at first: everything with a problem, otherwise the first open sub-step of steps 1 and 2. */
export function initiallyOpen(progress: SetupProgress, auth: AuthKind): SubStepId[] {
  const ids = guided(auth);
  const problems = ids.filter((id) => stateOf(progress, id).problem !== null);
  if (problems.length > 0) return problems;
  const next = ids.find((id) => !isDone(stateOf(progress, id)));
  return next ? [next] : [];
}

/** The sub-step after this one among those with instructions. */
export function nextGuided(id: SubStepId, auth: AuthKind): SubStepId | null {
  const ids = guided(auth);
  const place = ids.indexOf(id);
  return place === -1 ? null : (ids[place + 1] ?? null);
}
