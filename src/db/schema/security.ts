import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { orgId } from './orgs';
import { pass } from './columns';

// Copies of Salesforce rows about sessions, verification and tokens. Booleans are 0/1, times epoch ms UTC.
// No token, key or secret of Salesforce is ever among the columns.

/** Sessions alive when last looked at. */
export const authSession = sqliteTable(
  'auth_session',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    createdAt: integer('created_at').notNull(),
    lastModifiedAt: integer('last_modified_at'),
    secondsValid: integer('seconds_valid'),
    loginType: text('login_type'),
    sessionType: text('session_type'),
    sessionSecurityLevel: text('session_security_level'),
    sourceIp: text('source_ip'),
    userType: text('user_type'),
    parentId: text('parent_id'),
    loginHistoryId: text('login_history_id'),
    loginGeoId: text('login_geo_id'),
    pass: pass(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('auth_session_user').on(t.orgId, t.userId, t.createdAt),
  ],
);

/** Kept for ever, like logins: Salesforce forgets them after six months. */
export const verificationHistory = sqliteTable(
  'verification_history',
  {
    orgId: orgId(),
    verificationTime: integer('verification_time').notNull(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    method: text('method'),
    activity: text('activity'),
    policy: text('policy'),
    status: text('status'),
    eventGroup: integer('event_group'),
    sourceIp: text('source_ip'),
    loginHistoryId: text('login_history_id'),
    loginGeoId: text('login_geo_id'),
    remarks: text('remarks'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.verificationTime, t.id] }),
    index('verification_history_user').on(t.orgId, t.userId, t.verificationTime),
  ],
);

export const twoFactorMethod = sqliteTable(
  'two_factor_method',
  {
    orgId: orgId(),
    /** One row per user: TwoFactorMethodsInfo has ids, but they say nothing. */
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    /** Names such as "Totp", "SecurityKey", sorted, as a JSON array. */
    methods: text('methods').notNull(),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index('two_factor_method_user').on(t.orgId, t.userId)],
);

/** Apps that users let in. Salesforce gives these rows no id: user, app and menu item stand for it. */
export const oauthToken = sqliteTable(
  'oauth_token',
  {
    orgId: orgId(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    appName: text('app_name').notNull(),
    appMenuItemId: text('app_menu_item_id'),
    useCount: integer('use_count'),
    /** Tokens this user has for this app. */
    tokens: integer('tokens').notNull(),
    createdAt: integer('created_at'),
    lastUsedAt: integer('last_used_at'),
    pass: pass(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index('oauth_token_user').on(t.orgId, t.userId),
    index('oauth_token_app').on(t.orgId, t.appName),
  ],
);

/** Kept for ever: Salesforce forgets these after 180 days. */
export const setupAuditTrail = sqliteTable(
  'setup_audit_trail',
  {
    orgId: orgId(),
    createdAt: integer('created_at').notNull(),
    id: text('id').notNull(),
    action: text('action'),
    section: text('section'),
    display: text('display'),
    createdById: text('created_by_id'),
    createdByContext: text('created_by_context'),
    createdByIssuer: text('created_by_issuer'),
    /** The admin behind a "login as". */
    delegateUser: text('delegate_user'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.createdAt, t.id] }),
    index('setup_audit_trail_user').on(t.orgId, t.createdById, t.createdAt),
  ],
);

/** Addresses from which the org lets people in without asking further (Setup, Network Access). */
export const trustedIpRange = sqliteTable(
  'trusted_ip_range',
  {
    orgId: orgId(),
    /** The range itself ("start-end"): one of the two ways of reading it has no ids. */
    id: text('id').notNull(),
    startAddress: text('start_address').notNull(),
    endAddress: text('end_address').notNull(),
    description: text('description'),
    pass: pass(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);
