import type { Org } from '../org';
import type { Grant, GrantResult } from './grant';
import { userRefusal } from './policies';
import { same, type Parameters } from './parameters';

/** Hosts every org shares, and those of the user interface: this flow is refused there. */
const WRONG_HOSTS = [
  /^(login|test)\.salesforce\.com$/,
  /\.lightning\.force\.com$/,
  /\.salesforce-setup\.com$/,
];

/** OAuth 2.0 Client Credentials Flow: the app's run-as user gets the token. */
export const clientCredentials: Grant = (org: Org, parameters: Parameters, url: URL): GrantResult => {
  const { switches } = org.faults;
  if (WRONG_HOSTS.some((host) => host.test(url.hostname))) return { refused: 'wrong-domain' };
  if (parameters['scope'] !== undefined) return { refused: switches.scopeError };
  const { client_id: key, client_secret: secret } = parameters;
  if (!key || !secret) return { refused: 'invalid-request' };
  if (!same(key, org.consumerKey)) return { refused: 'invalid-client-id' };
  if (!same(secret, org.consumerSecret)) return { refused: 'invalid-client' };
  if (!switches.clientCredentialsFlow) return { refused: switches.flowOffError };
  if (!switches.runAsUser) return { refused: 'no-run-as-user' };
  // "Full access" does not include the API for this flow.
  if (!switches.appScopes.some((scope) => scope !== 'full')) return { refused: 'no-valid-scopes' };
  const user = org.users.byNumber(org.runAs);
  return userRefusal(org, user) ?? { user };
};
