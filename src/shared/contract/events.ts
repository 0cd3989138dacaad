import { z } from 'zod';
import { EvaluationSummary } from '../model/checks';
import { CollectProgress, RunSummary } from '../model/run';

/** What main tells the window, in the past tense. Parsed on arrival. */
export const events = {
  'collect.progressed': CollectProgress,
  'collect.ended': z.object({ orgId: z.string(), run: RunSummary }),
  /** Checks were evaluated: after a collection, or because somebody asked. */
  'security.evaluated': EvaluationSummary,
  'orgs.changed': z.object({}),
  /** Rows came or went otherwise than by a collection: a backup was merged, somebody was forgotten. */
  'data.changed': z.object({}),
  'settings.changed': z.object({}),
  /** The database process died and was started again (attempt n), or gave up. */
  'database.restarted': z.object({ gaveUp: z.boolean() }),
  /** The menu, or a notice that was clicked, asks the window to go somewhere. */
  'app.navigated': z.discriminatedUnion('to', [
    z.object({ to: z.enum(['orgs', 'add-org', 'settings', 'backups', 'updates']) }),
    z.object({ to: z.literal('findings'), orgId: z.string() }),
  ]),
};
export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>;
