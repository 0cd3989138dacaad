import { z } from 'zod';

/**
 * The sub-steps of the setup checklist: step 1 the API-only user, step 2 the External Client App
 * (formerly connected app), step 3 the integration in Seatwatch. The words live in the renderer.
 */
export const SubStepId = z.enum([
  'user.edition',
  'user.license',
  'user.create',
  'user.api-only',
  'user.view-setup',
  'user.manage-users',
  'user.ip-restrictions',
  'app.create',
  'app.oauth',
  'app.client-credentials',
  'app.key-secret',
  'app.run-as',
  'app.my-domain',
  'app.wait',
  'integration.details',
  'integration.test',
  'integration.collect',
]);
export type SubStepId = z.infer<typeof SubStepId>;

export const SubStepState = z.object({
  id: SubStepId,
  /** "app": verified by Test Connectivity or a collection; "user": ticked by hand. */
  doneBy: z.enum(['user', 'app']).nullable(),
  /** Set when the last test failed here: what to fix, for display beside the sub-step. */
  problem: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
export type SubStepState = z.infer<typeof SubStepState>;

/** What the person typed so far for an org that is not saved yet. No secret is ever kept here. */
export const SetupDraft = z.object({ name: z.string(), url: z.string(), consumerKey: z.string() });
export type SetupDraft = z.infer<typeof SetupDraft>;

export const SetupProgress = z.object({
  /** null: the org being added. */
  orgId: z.string().nullable(),
  steps: z.array(SubStepState),
  draft: SetupDraft,
});
export type SetupProgress = z.infer<typeof SetupProgress>;
