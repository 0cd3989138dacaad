import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { orgId } from './orgs';

/**
 * What became of rows after they were first collected: one entry per row and commit that added, changed or
 * removed it, written in that commit. Undoing the entries newer than a moment, newest first, gives the row
 * as it was then. The first full pass of a stream makes no entries: see `stream_checkpoint.tracked_since`.
 */
export const rowChange = sqliteTable(
  'row_change',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: orgId(),
    runId: integer('run_id').notNull(),
    /** Epoch ms: the clock of the commit, but never before that of an earlier commit (clocks are corrected). */
    at: integer('at').notNull(),
    stream: text('stream').notNull(),
    rowId: text('row_id').notNull(),
    kind: text('kind', { enum: ['added', 'changed', 'removed'] }).notNull(),
    /** Name of the row for people, as of then ("Ada Lovelace"). */
    label: text('label').notNull(),
    /** User the row belongs to, for the history of one person; null: none. */
    userId: text('user_id'),
    /** JSON object: `changed`: the fields that differ with their old values; `removed`: the whole row; else null. */
    before: text('before'),
    /** JSON object: `changed`: the same fields with their new values; `added`: the whole row; else null. */
    after: text('after'),
  },
  (t) => [
    index('row_change_time').on(t.orgId, t.at, t.stream, t.kind),
    // Holds all that a list is filtered by, so that entries are counted without being read.
    index('row_change_user').on(t.orgId, t.userId, t.at, t.stream, t.kind, t.runId),
    // Labels that are not the names of people who are there: a few thousand different ones to search through.
    index('row_change_label')
      .on(t.orgId, t.label, t.at, t.stream, t.kind, t.runId)
      .where(sql`kind = 'removed' OR stream NOT IN ('users', 'userLogins', 'twoFactorMethods')`),
  ],
);

/** How many entries each commit made; a list of a million changes is counted and paged through by these. */
export const rowChangeCount = sqliteTable(
  'row_change_count',
  {
    orgId: orgId(),
    at: integer('at').notNull(),
    runId: integer('run_id').notNull(),
    stream: text('stream').notNull(),
    kind: text('kind', { enum: ['added', 'changed', 'removed'] }).notNull(),
    changes: integer('changes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.at, t.runId, t.stream, t.kind] })],
);

/**
 * Values of `sf_user.last_login_at` that were overwritten or removed and that no stored login bears witness
 * to: sign-ins from before the login history we have. Without them, looking back would take somebody who came
 * back after years for somebody who had never been there.
 */
export const formerLastLogin = sqliteTable(
  'former_last_login',
  {
    orgId: orgId(),
    userId: text('user_id').notNull(),
    /** Epoch ms of the commit up to which the value held. */
    until: integer('until').notNull(),
    lastLoginAt: integer('last_login_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId, t.until] })],
);

/**
 * Which fields of a stream were read, so that a field becoming readable is not taken for a change of every
 * row. Names are JSON arrays; one flag of a list is "features.MarketingUser".
 */
export const streamFields = sqliteTable(
  'stream_fields',
  {
    orgId: orgId(),
    stream: text('stream').notNull(),
    /** The full pass that `selected` speaks of. */
    pass: integer('pass').notNull(),
    /** Read with every page of that pass so far. */
    selected: text('selected').notNull(),
    /** Read of every row at some time: differences are changes. */
    known: text('known').notNull(),
    /** Once known, then left out for a while: only differences of values that were surely read are changes. */
    lapsed: text('lapsed').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.stream] })],
);
