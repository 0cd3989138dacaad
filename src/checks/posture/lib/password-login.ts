import type { Client } from '../../logins/event';

// Which sign-ins a Salesforce password let in. Values: Object Reference, LoginHistory (LoginType, LoginSubType).

/** The login page. Lightning Login, certificates and identity providers have types of their own. */
const AT_LOGIN_PAGE = /^application$/i;
/** Programs that call login() with a username and a password. */
const BY_LOGIN_CALL = /^(other apex api|otherapi|partner product|partner)$/i;
const SUB_TYPES = /^(usernamepassword|oauthusernamepassword|soapapilogin)/i;
/** A sub-type that is none of the above says that something else than a password was shown. */
const OTHER_SUB_TYPES = /^(oauth|saml|jwt|certificate|passwordless|lightning)/i;

const known = new WeakMap<Client, boolean>();

/** True: with a password. One look per combination: there is one object for each. */
export function isPasswordLogin(client: Client): boolean {
  let is = known.get(client);
  if (is === undefined) known.set(client, (is = look(client)));
  return is;
}

function look({ isSso, loginType, loginSubType }: Client): boolean {
  if (isSso) return false;
  const subType = loginSubType?.trim() ?? '';
  if (SUB_TYPES.test(subType)) return true;
  if (OTHER_SUB_TYPES.test(subType)) return false;
  const type = loginType?.trim() ?? '';
  return AT_LOGIN_PAGE.test(type) || BY_LOGIN_CALL.test(type);
}

/**
 * Values of AuthMethodReference that prove a second factor (RFC 8176 and Salesforce's own). Empty is unknown,
 * not "none".
 */
const SECOND_FACTOR = /(^|[^a-z])(mfa|otp|hwk|swk|fido|wia|fpt|face)([^a-z]|$)/i;

export const showsSecondFactor = ({ authMethodReference }: Client): boolean =>
  authMethodReference !== null && SECOND_FACTOR.test(authMethodReference);
