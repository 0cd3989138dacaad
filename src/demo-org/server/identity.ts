import type { Context } from 'hono';
import { restDateTime } from '../soql/records';
import { bearer } from './oauth/parameters';
import type { Org } from './org';
import type { Session } from './sessions';
import type { OrgUser } from './users';

/** Templates with a literal `{version}`, as the platform sends them. */
function urls(org: Org, user: OrgUser, version: string): Record<string, string> {
  const data = `${org.url}/services/data/v${version}/`;
  const soap = (kind: string): string =>
    `${org.url}/services/Soap/${kind}/${version}/${org.organizationId.slice(0, 15)}`;
  return {
    enterprise: soap('c'),
    metadata: soap('m'),
    partner: soap('u'),
    rest: data,
    sobjects: `${data}sobjects/`,
    search: `${data}search/`,
    query: `${data}query/`,
    recent: `${data}recent/`,
    tooling_soap: soap('T'),
    tooling_rest: `${data}tooling/`,
    profile: `${org.url}/${user.id}`,
    feeds: `${data}chatter/feeds`,
    groups: `${data}chatter/groups`,
    users: `${data}chatter/users`,
    feed_items: `${data}chatter/feed-items`,
    feed_elements: `${data}chatter/feed-elements`,
    custom_domain: org.url,
  };
}

const photos = (org: Org): Record<'picture' | 'thumbnail', string> => ({
  picture: `${org.url}/profilephoto/005/F`,
  thumbnail: `${org.url}/profilephoto/005/T`,
});

/** `Standard` is `STANDARD` here, `CspLitePortal` `CSP_LITE_PORTAL`. */
const userType = (type: string | null): string =>
  (type ?? 'Standard').replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();

/** The session, or the plain-text refusal: no error array here. */
function caller(c: Context, org: Org): Session | Response {
  const token = bearer(c) ?? c.req.query('access_token') ?? c.req.query('oauth_token');
  const session = typeof token === 'string' ? org.sessions.use(token) : undefined;
  if (!session) return c.text('Bad_OAuth_Token', 403);
  return session;
}

/** `GET` or `POST /services/oauth2/userinfo`: the token's user, in OpenID Connect's terms. */
export function userinfo(c: Context, org: Org): Response {
  const session = caller(c, org);
  if (session instanceof Response) return session;
  const { user } = session;
  const details = org.users.details(user);
  return c.json({
    sub: `${org.url}/id/${org.organizationId}/${user.id}`,
    user_id: user.id,
    organization_id: org.organizationId,
    preferred_username: user.username,
    nickname: details.community_nickname,
    name: details.name,
    email: details.email,
    email_verified: true,
    given_name: details.first_name,
    family_name: details.last_name,
    zoneinfo: details.time_zone_sid_key,
    photos: photos(org),
    profile: `${org.url}/${user.id}`,
    picture: photos(org).picture,
    address: details.country === null ? {} : { country: details.country },
    urls: urls(org, user, '{version}'),
    active: details.is_active === 1,
    user_type: userType(details.user_type),
    language: details.language_locale_key,
    locale: details.locale_sid_key,
    utcOffset: 0,
    updated_at: new Date(details.last_modified_date).toISOString(),
    is_app_installed: true,
  });
}

/**
 * `GET /id/ORG/USER`; `?version=67.0` (or `latest`) fills the URL templates in. Ids may have 15 characters; the
 * identity of somebody else than the token's user is not given.
 */
export function identity(c: Context, org: Org): Response {
  const session = caller(c, org);
  if (session instanceof Response) return session;
  const { user } = session;
  const is = (given: string | undefined, id: string): boolean => given === id || given === id.slice(0, 15);
  if (!is(c.req.param('org'), org.organizationId)) return c.text('Wrong_Org', 403);
  if (!is(c.req.param('user'), user.id)) return c.text('Missing_OAuth_Token', 403);
  const details = org.users.details(user);
  const asked = c.req.query('version');
  const version = asked === undefined ? '{version}' : asked === 'latest' ? `${org.maxVersion}.0` : asked;
  return c.json({
    id: `${org.url}/id/${org.organizationId}/${user.id}`,
    asserted_user: true,
    user_id: user.id,
    organization_id: org.organizationId,
    username: user.username,
    nick_name: details.community_nickname,
    display_name: details.name,
    email: details.email,
    email_verified: true,
    first_name: details.first_name,
    last_name: details.last_name,
    timezone: details.time_zone_sid_key,
    photos: photos(org),
    addr_street: null,
    addr_city: details.city,
    addr_state: null,
    addr_country: details.country,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: urls(org, user, version),
    active: details.is_active === 1,
    user_type: userType(details.user_type),
    language: details.language_locale_key,
    locale: details.locale_sid_key,
    utcOffset: 0,
    last_modified_date: restDateTime(details.last_modified_date),
    is_app_installed: true,
  });
}
