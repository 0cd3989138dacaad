import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { org, orgId } from './orgs';

// The security checks: how they are set, what they found, and what became of it. Nothing of it is in
// Salesforce. Times are epoch ms UTC.

/** What the admin changed about a check; no row: on, with the defaults. */
export const checkSetting = sqliteTable(
  'check_setting',
  {
    orgId: orgId(),
    checkId: text('check_id').notNull(),
    enabled: integer('enabled', { mode: 'boolean' }).notNull(),
    /** `ParameterValues` as JSON: those that are not the defaults. Null: none. */
    parameters: text('parameters'),
    changedBy: text('changed_by').notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.checkId] })],
);

/** How far the logins of an org have been looked at. */
export const checkProgress = sqliteTable('check_progress', {
  orgId: integer('org_id')
    .primaryKey()
    .references(() => org.id, { onDelete: 'cascade' }),
  /** `check_state` speaks of the logins up to and including this moment; newer ones are looked at every time. */
  through: integer('through').notNull(),
  /** Of the settings it was made with, and of the version of what it says. */
  fingerprint: text('fingerprint').notNull(),
  /** Oldest login stored since then that belongs before `through`: the state is no longer true. Null: none. */
  lateSince: integer('late_since'),
  evaluatedAt: integer('evaluated_at').notNull(),
  /** The moment up to which the data spoke. */
  asOf: integer('as_of').notNull(),
});

/** What the checks need to know of earlier logins, per person, address, app and org, as JSON. */
export const checkState = sqliteTable(
  'check_state',
  {
    orgId: orgId(),
    subject: text('subject', { enum: ['user', 'ip', 'app', 'org'] }).notNull(),
    /** Key of `login_user` or `login_ip` as text, the name of the app, or ''. */
    key: text('key').notNull(),
    state: text('state').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.subject, t.key] })],
);

/** What became of each check when it was last evaluated. */
export const checkResult = sqliteTable(
  'check_result',
  {
    orgId: orgId(),
    checkId: text('check_id').notNull(),
    status: text('status', { enum: ['evaluated', 'not-evaluated', 'off'] }).notNull(),
    reason: text('reason'),
    /** JSON array of sentences. */
    notes: text('notes').notNull(),
    population: integer('population'),
    evaluatedAt: integer('evaluated_at').notNull(),
    asOf: integer('as_of').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.checkId] })],
);

/** Everything ever found. Rows are never removed: what is no longer true is resolved. */
export const finding = sqliteTable(
  'finding',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: orgId(),
    checkId: text('check_id').notNull(),
    /** With the check what the finding is about, for ever: evaluated again, it is the same finding. */
    key: text('key').notNull(),
    severity: text('severity', { enum: ['critical', 'high', 'medium', 'low', 'info'] }).notNull(),
    userId: text('user_id'),
    ip: text('ip'),
    app: text('app'),
    firstSeenAt: integer('first_seen_at').notNull(),
    /** Null: a state that goes on; it was seen when last evaluated. */
    lastSeenAt: integer('last_seen_at'),
    occurrences: integer('occurrences').notNull(),
    summary: text('summary').notNull(),
    evidence: text('evidence').notNull(),
    /** What only the logins up to `check_progress.through` say of it, as JSON; null: nothing. */
    settled: text('settled'),
    /** 1: newer logins say more than `settled`. */
    provisional: integer('provisional').notNull(),
    foundAt: integer('found_at').notNull(),
    resolvedAt: integer('resolved_at'),
    resolvedReason: text('resolved_reason', { enum: ['no-longer-true', 'quiet', 'check-off'] }),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedAt: integer('acknowledged_at'),
    acknowledgedReason: text('acknowledged_reason'),
    /** Null: for good, where it is acknowledged. */
    acknowledgedUntil: integer('acknowledged_until'),
  },
  (t) => [
    uniqueIndex('finding_key').on(t.orgId, t.checkId, t.key),
    index('finding_user').on(t.orgId, t.userId),
    index('finding_acknowledged')
      .on(t.orgId, t.acknowledgedUntil)
      .where(sql`acknowledged_at IS NOT NULL`),
    index('finding_open')
      .on(t.orgId, t.checkId, t.severity)
      .where(sql`resolved_at IS NULL`),
  ],
);

/** What became of a finding, oldest first. */
export const findingEvent = sqliteTable(
  'finding_event',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    findingId: integer('finding_id')
      .notNull()
      .references(() => finding.id, { onDelete: 'cascade' }),
    at: integer('at').notNull(),
    kind: text('kind', {
      enum: [
        'found',
        'found-again',
        'worse',
        'better',
        'resolved',
        'acknowledged',
        'reopened',
        'acknowledgement-ended',
      ],
    }).notNull(),
    /** Null: Seatwatch itself. */
    by: text('by'),
    note: text('note'),
  },
  (t) => [index('finding_event_finding').on(t.findingId, t.id)],
);

export const findingMute = sqliteTable(
  'finding_mute',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: orgId(),
    /** Null: every check. */
    checkId: text('check_id'),
    target: text('target', { enum: ['user', 'ip', 'app'] }).notNull(),
    value: text('value').notNull(),
    reason: text('reason').notNull(),
    mutedBy: text('muted_by').notNull(),
    mutedAt: integer('muted_at').notNull(),
    until: integer('until'),
  },
  (t) => [index('finding_mute_org').on(t.orgId, t.target, t.value)],
);

/** The posture score of the last evaluation of each day. */
export const postureScore = sqliteTable(
  'posture_score',
  {
    orgId: orgId(),
    /** Whole days since the epoch, UTC. */
    day: integer('day').notNull(),
    score: real('score').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day] })],
);

/** Known addresses. `org_id` null: of every org. */
export const addressList = sqliteTable('address_list', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  orgId: integer('org_id').references(() => org.id, { onDelete: 'cascade' }),
  name: text('name').notNull(),
  purpose: text('purpose', { enum: ['office', 'vpn', 'carrier', 'denied'] }).notNull(),
  /** JSON array of `AddressRange`. */
  ranges: text('ranges').notNull(),
  changedBy: text('changed_by').notNull(),
  changedAt: integer('changed_at').notNull(),
});
