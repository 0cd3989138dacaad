import { z } from 'zod';
import { CollectProgress, RunDetail, RunSummary } from '../model/run';
import { method } from './define';

const ById = z.object({ orgId: z.string() });

export const collect = {
  /** Collect Now. Resolves as soon as the run has started; progress and the end arrive as events. */
  start: method(ById, z.object({ runId: z.number().int() })),
  /** Stops after the rows in hand are stored; what was collected stays. */
  cancel: method(ById, z.void()),
  progress: method(ById, CollectProgress.nullable()),
  runs: method(
    z.object({ orgId: z.string(), limit: z.number().int().min(1).max(200).default(20) }),
    z.array(RunSummary),
  ),
  /** The log of one run; null: there is none of that number. */
  run: method(z.object({ orgId: z.string(), runId: z.number().int() }), RunDetail.nullable()),
};
