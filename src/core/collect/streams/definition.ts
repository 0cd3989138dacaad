import type { SubStepId } from '../../../shared/model/setup';
import type { SfRecord } from '../../salesforce/envelopes';
import type { StreamName, StreamRecords } from '../records';

export interface StreamField {
  /** As in SOQL; "LoginGeo.City" reads a parent's field. */
  path: string;
  /** Without it the rows make no sense. All others are dropped when Salesforce refuses them. */
  required?: boolean;
}

/**
 * How a stream is read again.
 * - `full`: every pass reads everything; rows not seen any more are removed at its end.
 * - `changes`: big tables are asked for what changed since; `COUNT()` tells whether rows vanished.
 * - `append`: rows never change or vanish; read on from the newest one stored.
 */
export type StreamMode = 'full' | 'changes' | 'append';

/** One kind of record: what to read, since when, and how it becomes a row. */
export interface StreamDefinition<S extends StreamName = StreamName> {
  name: S;
  /** For people, in progress displays. */
  title: string;
  object: string;
  mode: StreamMode;
  fields: readonly StreamField[];
  /** Date-time fields that move when a record changes (`changes`) or that order it (`append`). */
  clocks: readonly string[];
  /** Null when the record lacks what a row must have: it is skipped and counted. */
  map(record: SfRecord): StreamRecords[S] | null;
  /** Without it a collection has failed, however much else was read. */
  essential: boolean;
  /** What the run-as user lacks when the object cannot be read. */
  needs: { permission: string; subStep: SubStepId };
}

export const VIEW_SETUP = { permission: 'View Setup and Configuration', subStep: 'user.view-setup' } as const;
export const MANAGE_USERS = { permission: 'Manage Users', subStep: 'user.manage-users' } as const;
