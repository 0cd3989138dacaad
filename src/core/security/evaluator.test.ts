import { describe, expect, it, vi } from 'vitest';
import { NO_COUNTS, type EvaluationSummary } from '../../shared/model/checks';
import { AppError } from '../../shared/model/errors';
import { createCheckEvaluator } from './evaluator';

const SUMMARY: EvaluationSummary = {
  orgId: 'org-1',
  evaluatedAt: '2026-06-30T12:00:00.000Z',
  scope: 'new-data',
  logins: 3,
  millis: 1,
  found: 1,
  resolved: 0,
  open: NO_COUNTS,
  notEvaluated: 0,
  newCritical: [],
  newCriticalCount: 0,
};

function rig(isDue: boolean, evaluateChecks: () => Promise<EvaluationSummary>) {
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const onEvaluated = vi.fn();
  const evaluator = createCheckEvaluator({
    db: {
      evaluateChecks: vi.fn(evaluateChecks),
      isEvaluationDue: () => Promise.resolve(isDue),
      listOrgs: () => Promise.resolve([]),
    },
    clock: { now: () => 0 },
    log,
    onEvaluated,
  });
  return { evaluator, log, onEvaluated };
}

describe('evaluating after a collection', () => {
  it('tells what came of it', async () => {
    const { evaluator, onEvaluated } = rig(true, () => Promise.resolve(SUMMARY));
    expect(await evaluator.afterCollection('org-1')).toEqual(SUMMARY);
    expect(onEvaluated).toHaveBeenCalledExactlyOnceWith(SUMMARY);
  });

  it('does nothing where nothing is new', async () => {
    const { evaluator, onEvaluated } = rig(false, () => Promise.resolve(SUMMARY));
    expect(await evaluator.afterCollection('org-1')).toBeNull();
    expect(onEvaluated).not.toHaveBeenCalled();
  });

  it('leaves the collection alone when it fails, and writes that down', async () => {
    const { evaluator, log } = rig(true, () => Promise.reject(new Error('disk')));
    expect(await evaluator.afterCollection('org-1')).toBeNull();
    expect(log.error).toHaveBeenCalledOnce();
    await expect(evaluator.evaluate('org-1', true)).rejects.toThrow('disk');
  });

  it('takes closing for no failure', async () => {
    const closing = new AppError({ code: 'EVALUATION_BROKE_OFF', kind: 'canceled', message: '', fix: '' });
    const { evaluator, log } = rig(true, () => Promise.reject(closing));
    expect(await evaluator.afterCollection('org-1')).toBeNull();
    expect(log.error).not.toHaveBeenCalled();
  });
});
