import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Connected orgs. `removed_at` set: taken off the list with its data kept, to be adopted again later. */
export const org = sqliteTable(
  'org',
  {
    /** Internal key, never shown; `uid` is the id the rest of the program knows. */
    id: integer('id').primaryKey({ autoIncrement: true }),
    uid: text('uid').notNull(),
    name: text('name').notNull(),
    url: text('url').notNull(),
    auth: text('auth', { enum: ['client-credentials', 'jwt-bearer'] }).notNull(),
    consumerKey: text('consumer_key').notNull(),
    jwtUsername: text('jwt_username'),
    /** `OrgCertificates` as JSON: public halves only. Null for orgs with a consumer secret, and until first read. */
    certificates: text('certificates'),
    paused: integer('paused', { mode: 'boolean' }).notNull().default(false),
    isDemo: integer('is_demo', { mode: 'boolean' }).notNull().default(false),
    thresholdPercent: real('threshold_percent').notNull(),
    /** Requests one collection may make; null: no limit of its own. */
    runBudget: integer('run_budget'),
    /** Requests Seatwatch may make in 24 hours; null: no limit of its own. */
    dailyBudget: integer('daily_budget'),
    /** Logins older than this many days are removed; null: kept for ever. */
    keepLoginsDays: integer('keep_logins_days'),
    inactiveDays: integer('inactive_days').notNull(),
    addedAt: integer('added_at').notNull(),
    removedAt: integer('removed_at'),
    /** Time of the newest committed page: every "as of" and every age counts from here. */
    dataAsOf: integer('data_as_of'),
    salesforceOrgId: text('salesforce_org_id'),
    organizationName: text('organization_name'),
    edition: text('edition'),
    isSandbox: integer('is_sandbox', { mode: 'boolean' }),
    instanceName: text('instance_name'),
    apiVersion: text('api_version'),
    /** User.Id of whoever Seatwatch signs in as. */
    runAsUserId: text('run_as_user_id'),
  },
  (t) => [
    uniqueIndex('org_uid').on(t.uid),
    uniqueIndex('org_name')
      .on(sql`name COLLATE NOCASE`)
      .where(sql`removed_at IS NULL`),
    index('org_url').on(t.url),
  ],
);

/**
 * Every data table starts with the org it belongs to. The short integer key instead of the public id
 * saves some 35 bytes per row and index entry, which is hundreds of megabytes at millions of logins.
 */
export const orgId = () =>
  integer('org_id')
    .notNull()
    .references(() => org.id, { onDelete: 'cascade' });

/** Ticks of the setup checklist, per org. */
export const setupStep = sqliteTable(
  'setup_step',
  {
    orgId: orgId(),
    step: text('step').notNull(),
    doneBy: text('done_by', { enum: ['user', 'app'] }),
    problem: text('problem'),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.step] })],
);

/** The same for the org that is still being added. */
export const setupDraftStep = sqliteTable('setup_draft_step', {
  step: text('step').primaryKey(),
  doneBy: text('done_by', { enum: ['user', 'app'] }),
  problem: text('problem'),
  updatedAt: integer('updated_at').notNull(),
});

/** One row (id 1): what was typed for the org being added. Never a secret. */
export const setupDraft = sqliteTable('setup_draft', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  consumerKey: text('consumer_key').notNull(),
  auth: text('auth', { enum: ['client-credentials', 'jwt-bearer'] })
    .notNull()
    .default('client-credentials'),
  username: text('username').notNull().default(''),
  /** `Certificate` as JSON, of the key prepared in the vault. */
  certificate: text('certificate'),
});

/** The newest Test Connectivity report of each org, as JSON. */
export const connectivityReport = sqliteTable('connectivity_report', {
  orgId: integer('org_id')
    .primaryKey()
    .references(() => org.id, { onDelete: 'cascade' }),
  report: text('report').notNull(),
});

/**
 * Users who asked to be forgotten and left out from then on. Only a digest of the id is kept
 * (queries/forget/ignored.ts): enough to know them when Salesforce names them again, too little to name them.
 */
export const ignoredPerson = sqliteTable(
  'ignored_person',
  {
    orgId: orgId(),
    /** SHA-256 in hex. */
    person: text('person').notNull(),
    ignoredAt: integer('ignored_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.person] })],
);
