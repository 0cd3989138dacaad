import type { Context } from 'hono';
import { RUN_AS } from '../data/system-users';
import { restDateTime } from '../soql/records';
import { bearer } from './oauth';
import type { Org } from './org';

interface RunAsRow {
  username: string;
  first_name: string;
  last_name: string;
  name: string;
  email: string;
  community_nickname: string;
  last_modified_date: number;
}

function runAs(org: Org): RunAsRow {
  return org.store.db.prepare('SELECT * FROM user WHERE n = ?').get(RUN_AS) as RunAsRow;
}

/** Templates with a literal `{version}`, as the platform sends them. */
function urls(org: Org, version: string): Record<string, string> {
  const data = `${org.url}/services/data/v${version}/`;
  return {
    rest: data,
    query: `${data}query/`,
    sobjects: `${data}sobjects/`,
    search: `${data}search/`,
    recent: `${data}recent/`,
    profile: `${org.url}/${org.runAsId}`,
  };
}

/** A token that opens nothing gets plain text here, not an error array. */
function refused(c: Context, org: Org): Response | undefined {
  const token = bearer(c) ?? c.req.query('access_token') ?? c.req.query('oauth_token');
  if (typeof token === 'string' && org.sessions.use(token)) return undefined;
  return c.text('Bad_OAuth_Token', 403);
}

/** `GET /services/oauth2/userinfo` */
export function userinfo(c: Context, org: Org): Response {
  const no = refused(c, org);
  if (no) return no;
  const user = runAs(org);
  return c.json({
    sub: `${org.url}/id/${org.organizationId}/${org.runAsId}`,
    user_id: org.runAsId,
    organization_id: org.organizationId,
    preferred_username: user.username,
    nickname: user.community_nickname,
    name: user.name,
    email: user.email,
    email_verified: true,
    given_name: user.first_name,
    family_name: user.last_name,
    zoneinfo: 'GMT',
    photos: { picture: `${org.url}/profilephoto/005/F`, thumbnail: `${org.url}/profilephoto/005/T` },
    profile: `${org.url}/${org.runAsId}`,
    picture: `${org.url}/profilephoto/005/F`,
    address: {},
    urls: urls(org, '{version}'),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    updated_at: new Date(user.last_modified_date).toISOString(),
    is_app_installed: true,
  });
}

/** `GET /id/ORG/USER`; `?version=67.0` (or `latest`) fills the URL templates in. */
export function identity(c: Context, org: Org): Response {
  const no = refused(c, org);
  if (no) return no;
  if (c.req.param('org') !== org.organizationId || c.req.param('user') !== org.runAsId)
    return c.text('Wrong_Org', 404);
  const user = runAs(org);
  const asked = c.req.query('version');
  const version = asked === undefined ? '{version}' : asked === 'latest' ? `${org.maxVersion}.0` : asked;
  return c.json({
    id: `${org.url}/id/${org.organizationId}/${org.runAsId}`,
    asserted_user: true,
    user_id: org.runAsId,
    organization_id: org.organizationId,
    username: user.username,
    nick_name: user.community_nickname,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    first_name: user.first_name,
    last_name: user.last_name,
    timezone: 'GMT',
    photos: { picture: `${org.url}/profilephoto/005/F`, thumbnail: `${org.url}/profilephoto/005/T` },
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: null,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: urls(org, version),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    last_modified_date: restDateTime(user.last_modified_date),
    is_app_installed: true,
  });
}
