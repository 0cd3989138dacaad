import { z } from 'zod';
import { Certificate } from './certificate';
import { AuthKind } from './org';

/**
 * The sub-steps of the setup checklist: step 1 the API-only user, step 2 the External Client App
 * (formerly connected app), step 3 the integration in Seatwatch. The words live in the renderer. Some
 * belong to one way of signing in only, see `subStepsFor`.
 */
export const SubStepId = z.enum([
  'user.edition',
  'user.license',
  'user.create',
  'user.api-only',
  'user.view-setup',
  'user.manage-users',
  'user.permission-set',
  'user.ip-restrictions',
  'user.trusted-ranges',
  'app.certificate',
  'app.create',
  'app.oauth',
  'app.client-credentials',
  'app.jwt-bearer',
  'app.key-secret',
  'app.consumer-key',
  'app.run-as',
  'app.pre-authorize',
  'app.my-domain',
  'app.wait',
  'integration.details',
  'integration.test',
  'integration.collect',
]);
export type SubStepId = z.infer<typeof SubStepId>;

/** Sub-steps of one way of signing in; all others belong to both. */
const ONLY: Readonly<Partial<Record<SubStepId, AuthKind>>> = {
  'app.client-credentials': 'client-credentials',
  'app.key-secret': 'client-credentials',
  'app.run-as': 'client-credentials',
  'user.permission-set': 'jwt-bearer',
  'user.trusted-ranges': 'jwt-bearer',
  'app.certificate': 'jwt-bearer',
  'app.jwt-bearer': 'jwt-bearer',
  'app.consumer-key': 'jwt-bearer',
  'app.pre-authorize': 'jwt-bearer',
};

/** The checklist for one way of signing in, in order. */
export function subStepsFor(auth: AuthKind): SubStepId[] {
  return SubStepId.options.filter((id) => (ONLY[id] ?? auth) === auth);
}

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
export const SetupDraft = z.object({
  name: z.string(),
  url: z.string(),
  consumerKey: z.string(),
  auth: AuthKind,
  /** The user to act as; JWT bearer only. */
  username: z.string(),
});
export type SetupDraft = z.infer<typeof SetupDraft>;

export const SetupProgress = z.object({
  /** null: the org being added. */
  orgId: z.string().nullable(),
  steps: z.array(SubStepState),
  draft: SetupDraft,
  /** Of the key prepared for the org being added (its private half is in the vault); null: none yet. */
  draftCertificate: Certificate.nullable(),
});
export type SetupProgress = z.infer<typeof SetupProgress>;
