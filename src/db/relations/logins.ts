import { is, maybe, relation } from './define';

export const logins = relation({
  name: 'logins',
  description:
    'Every sign-in and attempt ever collected (LoginHistory); Salesforce forgets them after six months.',
  from: `login t JOIN login_user u ON u.key = t.user_key JOIN login_status s ON s.key = t.status_key
    LEFT JOIN login_ip i ON i.key = t.ip_key JOIN login_place p ON p.key = t.place_key
    JOIN login_client c ON c.key = t.client_key`,
  columns: [
    is.timestamp('login_time', 'When, as Salesforce recorded it.'),
    is.text('id', 'LoginHistory.Id.'),
    is.text('user_id', 'User.Id.', 'u.user_id'),
    is.boolean('success', 'Whether the status is "Success".'),
    maybe.text('status', 'Success, or why not, in words of Salesforce.', `nullif(s.status, '')`),
    maybe.text('source_ip', 'Address it came from.', 'i.source_ip'),
    maybe.text('country_iso', 'Country of that address, ISO 3166-1 alpha-2.', 'p.country_iso'),
    maybe.text('city', 'City of that address, roughly.', 'p.city'),
    maybe.real('latitude', 'Of that city.', 'p.latitude'),
    maybe.real('longitude', 'Of that city.', 'p.longitude'),
    maybe.text('login_type', 'Application, SAML Sfdc Initiated SSO, Remote Access 2.0 …', 'c.login_type'),
    maybe.text('login_sub_type', 'Which flow, for OAuth.', 'c.login_sub_type'),
    maybe.text('browser', 'Browser.', 'c.browser'),
    maybe.text('platform', 'Operating system.', 'c.platform'),
    maybe.text('application', 'Application.', 'c.application'),
    maybe.text('client_version', 'Version of an API client.', 'c.client_version'),
    maybe.text('api_type', 'SOAP, REST …', 'c.api_type'),
    maybe.text('api_version', 'Version of the API.', 'c.api_version'),
    maybe.text('tls_protocol', 'Version of TLS.', 'c.tls_protocol'),
    maybe.text('cipher_suite', 'Cipher suite.', 'c.cipher_suite'),
    maybe.text('login_url', 'Host signed in at.', 'c.login_url'),
    maybe.text(
      'auth_method_reference',
      'How an identity provider verified the user.',
      'c.auth_method_reference',
    ),
    maybe.text(
      'authentication_service_id',
      'Id of the single sign-on setting used.',
      'c.authentication_service_id',
    ),
    maybe.text('network_id', 'Network.Id of the Experience Cloud site.', 'c.network_id'),
  ],
  key: ['login_time', 'id'],
  partition: 'login_time',
});

export const loginDays = relation({
  name: 'login_days',
  description: 'Sign-ins by day, counted from logins.',
  from: 'login_day t',
  columns: [
    is.date('day', 'Day, UTC.'),
    is.integer('logins', 'Successes.'),
    is.integer('failures', 'Failed attempts.'),
    is.integer('active_users', 'Users with a success.'),
  ],
  key: ['day'],
});
