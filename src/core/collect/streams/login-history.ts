import type { StreamDefinition } from './definition';
import { titleOf } from './definition';
import { dateTime, id, number, text } from './fields';

/**
 * Sign-ins of the last six months. `Status` and its kin cannot stand in WHERE, so everything is read
 * and judged here. Rows are never changed or removed by Salesforce other than by growing old.
 */
export const loginHistory: StreamDefinition<'loginHistory'> = {
  name: 'loginHistory',
  title: titleOf('loginHistory'),
  object: 'LoginHistory',
  mode: 'append',
  fields: [
    { path: 'Id', required: true },
    { path: 'UserId', required: true },
    { path: 'LoginTime', required: true },
    { path: 'Status' },
    { path: 'LoginType' },
    { path: 'LoginSubType' },
    { path: 'SourceIp' },
    { path: 'CountryIso' },
    // Only with Manage Users.
    { path: 'LoginGeo.City' },
    { path: 'LoginGeo.Latitude' },
    { path: 'LoginGeo.Longitude' },
    { path: 'Browser' },
    { path: 'Platform' },
    { path: 'Application' },
    { path: 'ClientVersion' },
    { path: 'ApiType' },
    { path: 'ApiVersion' },
    { path: 'TlsProtocol' },
    { path: 'CipherSuite' },
    { path: 'LoginUrl' },
    { path: 'AuthMethodReference' },
    { path: 'AuthenticationServiceId' },
    // Only where Experience Cloud is on.
    { path: 'NetworkId' },
  ],
  clocks: ['LoginTime'],
  /** Of the last 30 days; the months before come after everything else. */
  value: 70,
  recent: 30 * 86_400_000,
  map(record) {
    const key = id(record, 'Id');
    const userId = id(record, 'UserId');
    const loginTime = dateTime(record, 'LoginTime');
    if (key === null || userId === null || loginTime === null) return null;
    return {
      id: key,
      userId,
      loginTime,
      status: text(record, 'Status'),
      loginType: text(record, 'LoginType'),
      loginSubType: text(record, 'LoginSubType'),
      sourceIp: text(record, 'SourceIp'),
      countryIso: text(record, 'CountryIso'),
      city: text(record, 'LoginGeo.City'),
      latitude: number(record, 'LoginGeo.Latitude'),
      longitude: number(record, 'LoginGeo.Longitude'),
      browser: text(record, 'Browser'),
      platform: text(record, 'Platform'),
      application: text(record, 'Application'),
      clientVersion: text(record, 'ClientVersion'),
      apiType: text(record, 'ApiType'),
      apiVersion: text(record, 'ApiVersion'),
      tlsProtocol: text(record, 'TlsProtocol'),
      cipherSuite: text(record, 'CipherSuite'),
      loginUrl: text(record, 'LoginUrl'),
      authMethodReference: text(record, 'AuthMethodReference'),
      authenticationServiceId: id(record, 'AuthenticationServiceId'),
      networkId: id(record, 'NetworkId'),
    };
  },
  essential: true,
  needs: { permission: 'Manage Users (or Monitor Login History)', subStep: 'user.manage-users' },
};
