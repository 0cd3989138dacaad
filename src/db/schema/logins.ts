import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { orgId } from './orgs';

/**
 * Sign-ins. The key starts with the time, so the table itself is ordered by it: rows arrive in that order
 * and are appended, and a day, a month or a page of the log is one contiguous stretch. A login's time
 * never changes, so (org, time, id) is as unique as (org, id).
 */
export const loginHistory = sqliteTable(
  'login_history',
  {
    orgId: orgId(),
    loginTime: integer('login_time').notNull(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    status: text('status'),
    /** 1 only when the status is "Success" (trimmed, any case); Salesforce has no closed list. */
    success: integer('success').notNull(),
    loginType: text('login_type'),
    loginSubType: text('login_sub_type'),
    sourceIp: text('source_ip'),
    countryIso: text('country_iso'),
    city: text('city'),
    latitude: real('latitude'),
    longitude: real('longitude'),
    browser: text('browser'),
    platform: text('platform'),
    application: text('application'),
    clientVersion: text('client_version'),
    apiType: text('api_type'),
    apiVersion: text('api_version'),
    tlsProtocol: text('tls_protocol'),
    cipherSuite: text('cipher_suite'),
    loginUrl: text('login_url'),
    authMethodReference: text('auth_method_reference'),
    authenticationServiceId: text('authentication_service_id'),
    networkId: text('network_id'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.loginTime, t.id] }),
    // Covers the 30-day counts of one user and their newest success.
    index('login_history_user').on(t.orgId, t.userId, t.loginTime, t.success),
  ],
);

/**
 * Logins per UTC day (`day` = whole days since the epoch). `stale` 1: rows of that day were added since
 * the counts were made; readers count such a day from the history.
 */
export const loginDay = sqliteTable(
  'login_day',
  {
    orgId: orgId(),
    day: integer('day').notNull(),
    /** Successful ones. */
    logins: integer('logins').notNull(),
    failures: integer('failures').notNull(),
    /** Distinct users with a success. */
    activeUsers: integer('active_users').notNull(),
    stale: integer('stale').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day] })],
);
