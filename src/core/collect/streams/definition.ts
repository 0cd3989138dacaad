import { STREAM_TITLES } from '../../../shared/model/streams';
import type { SubStepId } from '../../../shared/model/setup';
import type { QueryPage } from '../../salesforce/client';
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

/** One kind of record: what to read, since when, what it is worth, and how it becomes a row. */
export interface StreamDefinition<S extends StreamName = StreamName> {
  name: S;
  /** For people, in progress displays. */
  title: string;
  object: string;
  mode: StreamMode;
  fields: readonly StreamField[];
  /**
   * Boolean fields that differ between orgs are selected by their common beginning ("UserPermissions"): those
   * that describe lists, or, before describe was asked, those of `known` (each is then dropped when refused).
   */
  flags?: { prefix: string; known: readonly string[]; all: boolean };
  /** Date-time fields that move when a record changes (`changes`) or that order it (`append`). */
  clocks: readonly string[];
  /** SOQL condition on every query of the stream, `COUNT()` included. */
  where?: string;
  /** `append`: a first collection looks back this far, ms. Missing: as far as Salesforce remembers. */
  since?: number;
  /**
   * `append`: a first collection begins with the rows of this last time, ms, and then goes backwards from there:
   * what happened lately is worth the most. Needs a REST query that can be ordered by the clock.
   */
  recent?: number;
  /** What is read first, when the requests may not do for all: the higher the earlier. */
  value: number;
  /** Read again only after so many ms. Missing: with every run. */
  refreshEvery?: number;
  /**
   * Changes only through Setup: not read again as long as the audit trail has nothing newer than the last read
   * (and can be read). A weekly full pass is made anyway.
   */
  follows?: 'setupAuditTrail';
  /** First API version that knows the object, e.g. 52. Older orgs are not asked. */
  minVersion?: number;
  /**
   * Many orgs lack the object, or do well without it: its absence is a line in the run's log, not a warning.
   */
  optional?: true;
  /** Without the permission Salesforce answers with the run-as user's own rows (`userId`), and no error. */
  ownRowsOnly?: true;
  /** The Bulk API does not take the object. */
  restOnly?: true;
  /**
   * For objects that SOQL pages differently: reads everything by itself, in place of query and cursor. A pass
   * goes on at `place` after a break. Each request is one charged call, made through `source`.
   */
  read?: (source: StreamSource, place: string | null) => AsyncGenerator<StreamBatch<S>, void, undefined>;
  /**
   * Where to find the same when Salesforce does not let the object be queried: one charged query to the Tooling API,
   * which a composite request cannot carry. `records` makes of its answer what `map` understands; null: cannot.
   */
  instead?: { object: string; soql: string; records: (answer: readonly SfRecord[]) => SfRecord[] | null };
  /** Null when the record lacks what a row must have: it is skipped and counted. */
  map(record: SfRecord): StreamRecords[S] | null;
  /** Without it a collection has failed, however much else was read. */
  essential: boolean;
  /** What the run-as user lacks when the object cannot be read. */
  needs: { permission: string; subStep: SubStepId };
}

/** What a stream's own `read` may use. */
export interface StreamSource {
  /** Paths to select. */
  fields: readonly string[];
  /** Rows there are according to `COUNT()`; null: not asked. */
  count: number | null;
  query: (soql: string) => Promise<QueryPage>;
  next: (cursor: string) => Promise<QueryPage>;
}

/** Rows of a stream's own `read`, ready to be stored. */
export interface StreamBatch<S extends StreamName = StreamName> {
  rows: StreamRecords[S][];
  /** Records read for them. */
  records: number;
  /** Where to go on when the run breaks off now; null: this was the last batch of the pass. */
  place: string | null;
}

export const titleOf = (name: StreamName): string => STREAM_TITLES[name];

const HOUR_MS = 3_600_000;
/** "Once a day" leaves room for a schedule that is not exact to the hour. */
export const DAILY = 20 * HOUR_MS;
export const WEEKLY = 6.5 * 24 * HOUR_MS;

export const VIEW_SETUP = { permission: 'View Setup and Configuration', subStep: 'user.view-setup' } as const;
export const MANAGE_USERS = { permission: 'Manage Users', subStep: 'user.manage-users' } as const;
export const MANAGE_MFA = { permission: 'Manage MFA in API', subStep: 'user.manage-users' } as const;
export const VIEW_EVENT_LOGS = {
  permission: 'View Event Log Files',
  subStep: 'user.manage-users',
} as const;
export const CUSTOMIZE_APPLICATION = {
  permission: 'Customize Application',
  subStep: 'user.manage-users',
} as const;
/** Optional in the setup checklist, where these are listed beside the permissions that are needed. */
export const VIEW_CLIENT_APPS = {
  permission: 'View all External Client Apps',
  subStep: 'user.manage-users',
} as const;
