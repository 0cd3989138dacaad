/**
 * What a LoginHistory.Status says. The field is free text without a closed list, its case varies, and only
 * "Success" is a success (Object Reference, LoginHistory).
 */
export type StatusKind =
  | 'success'
  /** A wrong password or security token, also of single sign-on: somebody guessing looks like this. */
  | 'wrong-password'
  /** The account is deactivated or frozen. */
  | 'inactive'
  /** Locked after too many wrong passwords. */
  | 'locked'
  /** The second factor or the confirmation of the computer is missing or was refused. */
  | 'verification'
  /** The org's own rules: addresses, hours, API only, versions. */
  | 'restricted'
  | 'rate'
  | 'other';

/** The first that fits. EDIT HERE: texts met in orgs, and those the Object Reference names. */
const KINDS: readonly (readonly [StatusKind, RegExp])[] = [
  ['success', /^success$/i],
  ['locked', /lock(ed|out)/i],
  ['inactive', /\b(inactive|frozen|deactivated|disabled)\b/i],
  ['wrong-password', /invalid password|security token|invalid (username|credentials)|wrong password/i],
  ['wrong-password', /saml.*(signature|assertion|invalid)|invalid (saml|sso)|sso.*(failed|password)/i],
  ['verification', /multi-?factor|two-?factor|verification|computer activation|identity confirmation/i],
  ['restricted', /^restricted|api-only|version removed|api is not enabled|login hours|not allowed|domain/i],
  ['rate', /rate|maximum|limit exceeded/i],
];

export function statusKindOf(status: string | null): StatusKind {
  const text = status?.trim() ?? '';
  return KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}

/** Kinds of failure that look like somebody trying to get in, as opposed to a rule at work. */
export const isProbe = (kind: StatusKind): boolean =>
  kind === 'wrong-password' || kind === 'inactive' || kind === 'locked' || kind === 'verification';

/** A wrong password at Salesforce itself, not at an identity provider: what its lockout counts. */
export const isPasswordAtSalesforce = (kind: StatusKind, status: string): boolean =>
  kind === 'wrong-password' && !/saml|sso|security token/i.test(status);
