import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { orgId } from './orgs';

// What Salesforce itself counts, kept as history. Times are epoch ms UTC.

/**
 * Active users per license or profile and day: ActiveFeatureLicenseMetric, ActivePermSetLicenseMetric and
 * ActiveProfileMetric. "Active" is Salesforce's: used in the last 30 days.
 */
export const licenseMetric = sqliteTable(
  'license_metric',
  {
    orgId: orgId(),
    kind: text('kind', { enum: ['feature', 'permission-set-license', 'profile'] }).notNull(),
    /** Start of the day (UTC) the counts are of. */
    metricsDate: integer('metrics_date').notNull(),
    id: text('id').notNull(),
    /** FeatureType, PermissionSetLicenseId or ProfileId. */
    subject: text('subject').notNull(),
    label: text('label'),
    userLicenseId: text('user_license_id'),
    total: integer('total'),
    assignedUsers: integer('assigned_users'),
    activeUsers: integer('active_users'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.kind, t.metricsDate, t.id] }),
    index('license_metric_subject').on(t.orgId, t.kind, t.subject, t.metricsDate),
  ],
);

/** Event log files Salesforce offered; `read_at` null: listed, not read (yet). */
export const eventLogFile = sqliteTable(
  'event_log_file',
  {
    orgId: orgId(),
    logDate: integer('log_date').notNull(),
    id: text('id').notNull(),
    eventType: text('event_type').notNull(),
    interval: text('interval'),
    sequence: integer('sequence'),
    length: integer('length'),
    createdAt: integer('created_at'),
    readAt: integer('read_at'),
    rows: integer('rows'),
    problem: text('problem'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.logDate, t.id] })],
);

/** API requests per day, user and client, out of the event type ApiTotalUsage. */
export const apiUsage = sqliteTable(
  'api_usage',
  {
    orgId: orgId(),
    /** The file the counts are from: read again, a file replaces its own rows. */
    fileId: text('file_id').notNull(),
    /** Whole days since the epoch, UTC. */
    day: integer('day').notNull(),
    userId: text('user_id').notNull(),
    clientName: text('client_name').notNull(),
    connectedAppId: text('connected_app_id').notNull(),
    connectedAppName: text('connected_app_name').notNull(),
    apiFamily: text('api_family').notNull(),
    apiVersion: text('api_version').notNull(),
    requests: integer('requests').notNull(),
    /** Those that count against the org's daily limit. */
    counted: integer('counted').notNull(),
  },
  (t) => [
    primaryKey({
      columns: [
        t.orgId,
        t.fileId,
        t.day,
        t.userId,
        t.clientName,
        t.connectedAppId,
        t.connectedAppName,
        t.apiFamily,
        t.apiVersion,
      ],
    }),
    index('api_usage_day').on(t.orgId, t.day),
    index('api_usage_user').on(t.orgId, t.userId, t.day),
  ],
);

/** Sign-ins out of the event type Login: what LoginHistory does not tell. */
export const loginEvent = sqliteTable(
  'login_event',
  {
    orgId: orgId(),
    fileId: text('file_id').notNull(),
    /** Position in the file. */
    line: integer('line').notNull(),
    at: integer('at').notNull(),
    userId: text('user_id'),
    username: text('username'),
    sourceIp: text('source_ip'),
    loginStatus: text('login_status'),
    loginType: text('login_type'),
    loginKey: text('login_key'),
    sessionKey: text('session_key'),
    browser: text('browser'),
    platform: text('platform'),
    application: text('application'),
    apiType: text('api_type'),
    apiVersion: text('api_version'),
    tlsProtocol: text('tls_protocol'),
    cipherSuite: text('cipher_suite'),
    authenticationMethodReference: text('authentication_method_reference'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.fileId, t.line] }),
    index('login_event_user').on(t.orgId, t.userId, t.at),
  ],
);
