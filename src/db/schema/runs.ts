import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { orgId } from './orgs';

/** Collections. `state` null: still running, or the process died (see `closeDanglingRuns`). */
export const run = sqliteTable(
  'run',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: orgId(),
    state: text('state', { enum: ['complete', 'paused-quota', 'paused-budget', 'failed', 'interrupted'] }),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
    resumeAt: integer('resume_at'),
    callsMade: integer('calls_made').notNull().default(0),
    orgUsedBefore: integer('org_used_before'),
    orgUsedAfter: integer('org_used_after'),
    orgMax: integer('org_max'),
    thresholdPercent: real('threshold_percent').notNull(),
    /** Row counts per table when the run ended, as JSON. */
    rows: text('rows'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    errorFix: text('error_fix'),
    /** What began it. */
    trigger: text('trigger', { enum: ['manual', 'schedule', 'resume', 'command'] })
      .notNull()
      .default('manual'),
    /** The estimate made before the first page was read (`CollectPlan` as JSON). */
    plan: text('plan'),
  },
  (t) => [index('run_org').on(t.orgId, t.id)],
);

/** What one run did about one stream. */
export const runStream = sqliteTable(
  'run_stream',
  {
    runId: integer('run_id')
      .notNull()
      .references(() => run.id, { onDelete: 'cascade' }),
    stream: text('stream').notNull(),
    /** What the stream was called then, for people. */
    title: text('title').notNull(),
    /** Requests charged; a request shared by several streams is charged to the first of them. */
    calls: integer('calls').notNull(),
    rows: integer('rows').notNull(),
    /** Bytes received, as far as known. */
    bytes: integer('bytes').notNull(),
    /** Time spent asking, waiting and storing, ms. */
    millis: integer('millis').notNull(),
    via: text('via', { enum: ['composite', 'rest', 'bulk', 'skipped'] }).notNull(),
    complete: integer('complete', { mode: 'boolean' }).notNull(),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
  },
  (t) => [primaryKey({ columns: [t.runId, t.stream] })],
);

/** Where each stream stands; written in the transaction of the rows it speaks of. */
export const streamCheckpoint = sqliteTable(
  'stream_checkpoint',
  {
    orgId: orgId(),
    stream: text('stream').notNull(),
    watermark: integer('watermark'),
    cursor: text('cursor'),
    pass: integer('pass').notNull(),
    complete: integer('complete', { mode: 'boolean' }).notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** End of the first full pass, epoch ms: from then on `row_change` tells everything. Null: not yet. */
    trackedSince: integer('tracked_since'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.stream] })],
);

/** Fields this org's user may not read. */
export const droppedField = sqliteTable(
  'dropped_field',
  { orgId: orgId(), object: text('object').notNull(), field: text('field').notNull() },
  (t) => [primaryKey({ columns: [t.orgId, t.object, t.field] })],
);

/** What describe said about an object: names of fields, and of relationships with a dot behind. */
export const objectDescription = sqliteTable(
  'object_description',
  {
    orgId: orgId(),
    object: text('object').notNull(),
    apiVersion: text('api_version').notNull(),
    at: integer('at').notNull(),
    /** JSON array; null: Salesforce would not describe it. */
    names: text('names'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.object] })],
);

/** Every limit of /limits each time it was read. */
export const limitSample = sqliteTable(
  'limit_sample',
  {
    orgId: orgId(),
    name: text('name').notNull(),
    at: integer('at').notNull(),
    max: real('max').notNull(),
    remaining: real('remaining').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.name, t.at] }), index('limit_sample_at').on(t.orgId, t.at)],
);

/** Org-wide API use as replies report it, at most one row a minute. */
export const usageSample = sqliteTable(
  'usage_sample',
  {
    orgId: orgId(),
    minute: integer('minute').notNull(),
    at: integer('at').notNull(),
    used: integer('used').notNull(),
    max: integer('max').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.minute] })],
);

/** Our own API calls by hour; `hour` is the epoch ms at which it began. */
export const ownCalls = sqliteTable(
  'own_calls',
  { orgId: orgId(), hour: integer('hour').notNull(), calls: integer('calls').notNull() },
  (t) => [primaryKey({ columns: [t.orgId, t.hour] })],
);
