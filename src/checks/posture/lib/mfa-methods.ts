import type { Need } from '../../define';
import type { Inputs } from '../../inputs';

// Verification methods. TwoFactorMethodsInfo tells what is registered, VerificationHistory what was used; both name
// them alike (Object Reference). Neither alone is the truth: the first is read once a week, the second lasts six
// months and only speaks when somebody was asked.

/** Methods that are a second factor, by what they are called for people. */
export const MFA_METHODS: Readonly<Record<string, string>> = {
  SecurityKey: 'Security key (WebAuthn)',
  U2F: 'Security key (U2F)',
  BuiltInAuthenticator: 'Built-in authenticator (Touch ID, Windows Hello)',
  SalesforceAuthenticator: 'Salesforce Authenticator',
  Totp: 'Authenticator app with codes (TOTP)',
};

/** Those among them that cannot be phished: they are bound to the address of the login page. */
export const STRONG_METHODS = ['SecurityKey', 'U2F', 'BuiltInAuthenticator'] as const;

/** VerificationMethod values that prove a registered method, where they are not called like it. */
const PROOFS: Readonly<Record<string, readonly string[]>> = {
  SecurityKey: ['WebAuthnRoamingAuthenticator', 'PwlessPasskey'],
  BuiltInAuthenticator: ['PwlessPasskey'],
  // Lightning Login is confirmed in Salesforce Authenticator.
  SalesforceAuthenticator: ['LL'],
};

/** Everything VerificationHistory may call these methods, in lower case, as the JSON value of a parameter. */
export const provenBy = (methods: readonly string[]): string =>
  JSON.stringify([
    ...new Set(methods.flatMap((name) => [name, ...(PROOFS[name] ?? [])]).map((name) => name.toLowerCase())),
  ]);

/** SQL about `verification_history v`: it went well. */
export const HAS_SUCCEEDED = `v.status COLLATE NOCASE IN ('Succeeded', 'AutomatedSuccess')`;

/** SQL about `verification_history v`: with what the parameter, JSON, lists (see `provenBy`). */
export const isMethodOf = (parameter: string): string =>
  `v.method COLLATE NOCASE IN (SELECT value FROM json_each(${parameter}))`;

/**
 * SQL about `sf_user u`: has one of these methods registered. The list of each is JSON without blanks; taking it
 * apart for every user of a big org would take several times as long.
 */
export function isRegistered(methods: readonly string[]): string {
  const known = methods.filter((name) => name in MFA_METHODS);
  const any = known.map((name) => `instr(t.methods, '"${name}"') > 0`).join(' OR ');
  return `EXISTS (
    SELECT 1 FROM two_factor_method t INDEXED BY two_factor_method_user
    WHERE t.org_id = u.org_id AND t.user_id = u.id AND (${any === '' ? '0' : any}))`;
}

/** SQL about `sf_user u`: verified after `@provenSince` with what the parameter lists. */
export const isProven = (parameter: string): string => `EXISTS (
  SELECT 1 FROM verification_history v INDEXED BY verification_history_user
  WHERE v.org_id = u.org_id AND v.user_id = u.id
    AND v.verification_time > @provenSince AND v.verification_time <= @asOf
    AND ${HAS_SUCCEEDED} AND ${isMethodOf(parameter)})`;

/** A user may have the very method that cannot be read, so all of these are needed. */
export const METHODS_NEEDS: readonly Need[] = [
  { stream: 'twoFactorMethods', fields: Object.keys(MFA_METHODS).map((name) => `Has${name}`) },
  {
    stream: 'verificationHistory',
    without: 'Methods registered since the last weekly reading are not known yet.',
  },
];

const READ_AT = `
  SELECT updated_at AS at FROM stream_checkpoint WHERE org_id = @org AND stream = 'twoFactorMethods'`;

/**
 * What can be concluded from somebody having no row: nothing, as long as not all were read, and nothing about
 * users created since (`readAt`, epoch ms).
 */
export function methodsRead(inputs: Inputs): { isComplete: boolean; readAt: number } {
  const [read] = inputs.rows<{ at: number }>(READ_AT);
  return {
    isComplete: inputs.coverage.of('twoFactorMethods').state === 'complete',
    readAt: read?.at ?? inputs.asOf,
  };
}
