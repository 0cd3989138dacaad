import { integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { orgId } from './orgs';

// Sign-ins are one narrow table of facts and five small lists of what repeats: people, addresses, places,
// circumstances and statuses. Millions of rows have a few thousand different circumstances, so a fact takes
// some 60 bytes instead of 280, and everything that counts or groups works on integers. The view
// `login_history` puts the rows together again.

/** One row per login. The key starts with the time: rows arrive in that order, a day is one stretch. */
export const login = sqliteTable(
  'login',
  {
    orgId: orgId(),
    loginTime: integer('login_time').notNull(),
    id: text('id').notNull(),
    userKey: integer('user_key').notNull(),
    /** 1 only when the status is "Success" (trimmed, any case); Salesforce has no closed list. */
    success: integer('success').notNull(),
    statusKey: integer('status_key').notNull(),
    /** Null: Salesforce named no address. */
    ipKey: integer('ip_key'),
    placeKey: integer('place_key').notNull(),
    clientKey: integer('client_key').notNull(),
  },
  // A login's time never changes, so (org, time, id) is as unique as (org, id).
  (t) => [primaryKey({ columns: [t.orgId, t.loginTime, t.id] })],
);

/** Everybody who ever signed in or tried. */
export const loginUser = sqliteTable(
  'login_user',
  {
    key: integer('key').primaryKey(),
    orgId: orgId(),
    userId: text('user_id').notNull(),
    /** Newest success; null: never one. All else about a person is counted per day: `login_user_day`. */
    lastSuccessAt: integer('last_success_at'),
  },
  (t) => [uniqueIndex('login_user_id').on(t.orgId, t.userId)],
);

export const loginStatus = sqliteTable(
  'login_status',
  {
    key: integer('key').primaryKey(),
    orgId: orgId(),
    /** '' when Salesforce gave none. */
    status: text('status').notNull(),
  },
  (t) => [uniqueIndex('login_status_text').on(t.orgId, t.status)],
);

export const loginIp = sqliteTable(
  'login_ip',
  {
    key: integer('key').primaryKey(),
    orgId: orgId(),
    sourceIp: text('source_ip').notNull(),
  },
  (t) => [uniqueIndex('login_ip_address').on(t.orgId, t.sourceIp)],
);

export const loginPlace = sqliteTable(
  'login_place',
  {
    key: integer('key').primaryKey(),
    orgId: orgId(),
    /** All values as a JSON array: unique also where some are null. */
    signature: text('signature').notNull(),
    countryIso: text('country_iso'),
    city: text('city'),
    latitude: real('latitude'),
    longitude: real('longitude'),
  },
  (t) => [uniqueIndex('login_place_signature').on(t.orgId, t.signature)],
);

/** How people sign in: kind of login, application, browser, encryption. */
export const loginClient = sqliteTable(
  'login_client',
  {
    key: integer('key').primaryKey(),
    orgId: orgId(),
    /** All values as a JSON array: unique also where some are null. */
    signature: text('signature').notNull(),
    loginType: text('login_type'),
    loginSubType: text('login_sub_type'),
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
    /** Bits: how these sign-ins reach the org (queries/login-access.ts); null: stored before that was known. */
    access: integer('access'),
  },
  (t) => [uniqueIndex('login_client_signature').on(t.orgId, t.signature)],
);

// Roll-ups, exact at any moment: changed in the transaction of the rows they count. `day` is whole days
// since the epoch, UTC; `logins` are successes.

const day = () => integer('day').notNull();
const logins = () => integer('logins').notNull();
const failures = () => integer('failures').notNull();

export const loginDay = sqliteTable(
  'login_day',
  {
    orgId: orgId(),
    day: day(),
    logins: logins(),
    failures: failures(),
    /** Distinct users with a success. */
    activeUsers: integer('active_users').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day] })],
);

/** Leads to one person's logins: a day of theirs is one step for each day there is. */
export const loginUserDay = sqliteTable(
  'login_user_day',
  {
    orgId: orgId(),
    userKey: integer('user_key').notNull(),
    day: day(),
    logins: logins(),
    failures: failures(),
    /** Seconds of the day between which all these logins lie: mostly one, so that it needs no looking for. */
    firstSecond: integer('first_second').notNull(),
    lastSecond: integer('last_second').notNull(),
    /** Bits of `login_client.access`, of all successes of the day. A login taken back leaves its bits. */
    access: integer('access').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day, t.userKey] })],
);

export const loginIpDay = sqliteTable(
  'login_ip_day',
  { orgId: orgId(), day: day(), ipKey: integer('ip_key').notNull(), logins: logins(), failures: failures() },
  (t) => [primaryKey({ columns: [t.orgId, t.day, t.ipKey] })],
);

export const loginCountryDay = sqliteTable(
  'login_country_day',
  {
    orgId: orgId(),
    day: day(),
    /** ISO code; '' when unknown. */
    countryIso: text('country_iso').notNull(),
    logins: logins(),
    failures: failures(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day, t.countryIso] })],
);

export const loginClientDay = sqliteTable(
  'login_client_day',
  {
    orgId: orgId(),
    day: day(),
    clientKey: integer('client_key').notNull(),
    logins: logins(),
    failures: failures(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day, t.clientKey] })],
);

/** By quarter of an hour, the finest in which time zones differ: when people sign in, in any of them. */
export const loginQuarter = sqliteTable(
  'login_quarter',
  {
    orgId: orgId(),
    /** Quarters of an hour since the epoch. */
    quarter: integer('quarter').notNull(),
    logins: logins(),
    failures: failures(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.quarter] })],
);
