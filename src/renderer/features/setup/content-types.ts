import type { ReactNode } from 'react';
import type { SubStepId } from '../../../shared/model/setup';
import type { NoteTone } from '../../ui/note';

export type HelpTopic =
  | 'api-only-user'
  | 'external-client-app'
  | 'client-credentials'
  | 'jwt-bearer'
  | 'network-access'
  | 'my-domain'
  | 'api-limits';

/** What the checklist says about one sub-step. Its title is in `ui/setup-words.ts`. */
export interface SubStepText {
  id: SubStepId;
  /** Why it is needed, in a sentence. */
  why: string;
  /** The path in Salesforce, from Setup on. */
  where?: readonly string[];
  /** What to do, in order. */
  how: readonly ReactNode[];
  /** Values to paste or names to look for. */
  copy?: readonly { label: string; value: string }[];
  /** Permissions with what each is for, in groups. */
  permissions?: readonly PermissionGroup[];
  /** How the same thing is called elsewhere. */
  naming?: string;
  notes?: readonly { tone: NoteTone; text: string }[];
  help?: { topic: HelpTopic; label: string };
}

export interface PermissionGroup {
  title: string;
  permissions: readonly {
    /** As Salesforce writes it. */
    name: string;
    /** What Seatwatch reads with it. */
    unlocks: string;
  }[];
}

export interface StepText {
  number: 1 | 2 | 3;
  title: string;
  intro: string;
  subSteps: readonly SubStepText[];
}
