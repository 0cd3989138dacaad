import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { org, orgId } from './orgs';

// What the admin says and decides about seats, and what the collections found of them over time. Nothing of
// it is in Salesforce; a collection never changes the first five tables but for `gone_at` and `returned_at`.

const kind = () => text('kind', { enum: ['user', 'permissionSet', 'package', 'feature'] }).notNull();

/** `IdlePolicy` and the list of `NeededAnyway` as JSON. No row: the defaults. */
export const idlePolicy = sqliteTable('idle_policy', {
  orgId: integer('org_id')
    .primaryKey()
    .references(() => org.id, { onDelete: 'cascade' }),
  policy: text('policy'),
  neededAnyway: text('needed_anyway'),
});

/** What the admin says a seat costs. */
export const licensePrice = sqliteTable(
  'license_price',
  {
    orgId: orgId(),
    kind: kind(),
    licenseId: text('license_id').notNull(),
    amount: real('amount').notNull(),
    per: text('per', { enum: ['month', 'year'] }).notNull(),
    currency: text('currency').notNull(),
    /** YYYY-MM-DD. */
    contractEnd: text('contract_end'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.kind, t.licenseId] })],
);

/** People whose seats are not idle for a while, whatever the logins say. */
export const leave = sqliteTable(
  'leave',
  {
    orgId: orgId(),
    userId: text('user_id').notNull(),
    reason: text('reason').notNull(),
    /** Epoch ms at which the exception ends; null: open. */
    until: integer('until'),
    notedBy: text('noted_by').notNull(),
    notedAt: integer('noted_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] })],
);

/** What the admin knows better than the signs. */
export const personMark = sqliteTable(
  'person_mark',
  {
    orgId: orgId(),
    userId: text('user_id').notNull(),
    mark: text('mark', { enum: ['integration', 'person'] }).notNull(),
    notedBy: text('noted_by').notNull(),
    notedAt: integer('noted_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] })],
);

/** Every decision ever made about a seat, also those taken back; the newest of a seat is the one in force. */
export const seatDecision = sqliteTable(
  'seat_decision',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: orgId(),
    userId: text('user_id').notNull(),
    kind: kind(),
    licenseId: text('license_id').notNull(),
    /** Null: taken back. */
    decision: text('decision', { enum: ['keep', 'reclaim', 'ask'] }),
    note: text('note').notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: integer('decided_at').notNull(),
    /** 1: the newest of its seat. */
    isCurrent: integer('is_current').notNull(),
    /** As they were when decided: names may be gone when somebody reads this. */
    license: text('license').notNull(),
    name: text('name').notNull(),
    username: text('username').notNull(),
    reason: text('reason'),
    daysIdle: integer('days_idle'),
    annualPrice: real('annual_price'),
    currency: text('currency'),
    /** End of the first complete collection that no longer found the seat; null: it did every time. */
    goneAt: integer('gone_at'),
    /** End of the collection that found it again afterwards. */
    returnedAt: integer('returned_at'),
  },
  (t) => [
    index('seat_decision_seat').on(t.orgId, t.userId, t.kind, t.licenseId, t.isCurrent),
    index('seat_decision_current').on(t.orgId, t.isCurrent, t.decision),
  ],
);

/** Every license as the last complete collection of a day found it. */
export const licenseUse = sqliteTable(
  'license_use',
  {
    orgId: orgId(),
    /** Whole days since the epoch, UTC. */
    day: integer('day').notNull(),
    kind: kind(),
    licenseId: text('license_id').notNull(),
    label: text('label').notNull(),
    /** Null: unlimited. */
    total: integer('total'),
    used: integer('used').notNull(),
    /** Our own count of seats held by active users. */
    assigned: integer('assigned').notNull(),
    idle: integer('idle').notNull(),
    neverLoggedIn: integer('never_logged_in').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.kind, t.licenseId, t.day] })],
);

/** How many units of `to_currency` one unit is worth, as entered. */
export const exchangeRate = sqliteTable(
  'exchange_rate',
  {
    currency: text('currency').notNull(),
    toCurrency: text('to_currency').notNull(),
    rate: real('rate').notNull(),
    at: integer('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.currency, t.toCurrency] })],
);
