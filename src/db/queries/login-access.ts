import type { RecordOf } from '../stream-tables';

// By which ways a sign-in reaches the org, as bits: one sign-in may have several, a day of a person has those
// of all its successes together (`login_user_day.access`).

/** A person at the user interface: browser, site, portal. */
export const UI = 1;
/** A program: SOAP, REST, Bulk and the tools built on them. */
export const API = 2;
/** An app on a phone or tablet; not a browser there, which is the user interface. */
export const MOBILE = 4;
/** Somebody else vouched for the person: SAML, or an authentication provider. Comes with one of the others. */
export const SSO = 8;

/** What the names of the bits are, in the order they are listed. */
export const ACCESS_NAMES = [
  ['ui', UI],
  ['api', API],
  ['mobile', MOBILE],
  ['sso', SSO],
] as const;

export type AccessName = (typeof ACCESS_NAMES)[number][0];

export const accessNames = (bits: number): AccessName[] =>
  ACCESS_NAMES.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);

/** Fields of LoginHistory that tell how somebody signed in. */
export type AccessFields = Pick<
  RecordOf<'loginHistory'>,
  | 'loginType'
  | 'loginSubType'
  | 'application'
  | 'platform'
  | 'apiType'
  | 'browser'
  | 'authenticationServiceId'
>;

/** All patterns given must fit, in any case of letters; a field that is empty fits none. */
export type AccessRule = { bits: number } & Partial<Record<keyof AccessFields, RegExp>>;

/** Labels and API names of a LoginType: rows carry the label, the API name is documented as well. */
const OAUTH = /^(remote access (2\.0|client)|oauth2?)$/i;

/**
 * The way itself: the first that fits. EDIT HERE; stored sign-ins follow at the next start. Values: Object
 * Reference, LoginHistory (LoginType, LoginSubType); Platform Events Developer Guide, LoginEvent (ApiType,
 * Application) and AuthSession (older LoginTypes). Text fields have no closed list.
 */
export const WAYS: readonly AccessRule[] = [
  // Apps on phones. They sign in through OAuth, which alone would make them programs.
  { bits: MOBILE, application: /^(salesforce|field service)\b.* for (ios|iphone|ipad|android)\b/i },
  { bits: MOBILE, application: /^(salesforce1|salesforcea|salesforce mobile( app)?)\b/i },
  { bits: MOBILE, browser: /^salesforce[1a]?[ /]\d/i },
  { bits: MOBILE, loginSubType: /^(oauthhybrid|soapapiloginmobile$)/i },
  { bits: MOBILE, loginType: OAUTH, platform: /^(iphone|ipad|ios|android)/i },
  // Programs.
  { bits: API, apiType: /^(?!(n\/a|unknown|none)$)./i },
  { bits: API, loginSubType: /^(oauth|soapapilogin)/i },
  { bits: API, loginType: OAUTH },
  {
    bits: API,
    loginType: /^(other apex api|otherapi|partner product|partner|networks ?portal ?api ?only)$/i,
  },
  { bits: API, loginType: /^(offline client|ieofflineclient|datajunction|db replication|sync)$/i },
  { bits: API, loginType: /^(excel|outlook|salesforce outlook) integration$/i },
  // People.
  { bits: UI, loginSubType: /^(usernamepasswordui|uipasswordreset)/i },
  { bits: UI, loginType: /^(application|appexchange|help ?and ?training|signup)$/i },
  { bits: UI, loginType: /^(certificate(-based login)?|lightning ?login|passwordless)/i },
  { bits: UI, loginType: /^(saml|third ?party ?sso$)/i },
  { bits: UI, loginType: /^(chatter ?communit|employee ?login ?to ?community$|community$|self-?service$)/i },
  { bits: UI, loginType: /^((customer service|partner) portal|portal|prmportal)/i },
  { bits: UI, application: /^browser$/i },
];

/** What comes on top: every one that fits. */
export const MARKS: readonly AccessRule[] = [
  { bits: SSO, loginType: /^saml|\bsso\b|thirdpartysso/i },
  { bits: SSO, authenticationServiceId: /./ },
];

interface Compiled {
  bits: number;
  patterns: readonly [keyof AccessFields, RegExp][];
}

const compiled = (rules: readonly AccessRule[]): readonly Compiled[] =>
  rules.map(({ bits, ...patterns }) => ({
    bits,
    patterns: Object.entries(patterns) as [keyof AccessFields, RegExp][],
  }));

const [COMPILED_WAYS, COMPILED_MARKS] = [compiled(WAYS), compiled(MARKS)];

/** The bits of sign-ins with these circumstances; 0: nothing is known of how they reach the org. */
export function accessOf(client: AccessFields): number {
  const fits = ({ patterns }: Compiled) =>
    patterns.every(([field, pattern]) => pattern.test(client[field]?.trim() ?? ''));
  const way = COMPILED_WAYS.find(fits)?.bits ?? 0;
  return COMPILED_MARKS.reduce((bits, rule) => (fits(rule) ? bits | rule.bits : bits), way);
}

/** SQL: the bits of many rows together, of an expression that gives those of one. Null where there are no rows. */
export const togetherSql = (access: string): string =>
  ACCESS_NAMES.map(([, bit]) => `max(coalesce(${access}, 0) & ${String(bit)})`).join(' + ');
