/** Verification methods a user has registered: bits of the user table's `mfa` column. */
export const MFA = {
  totp: 1,
  u2f: 2,
  securityKey: 4,
  builtInAuthenticator: 8,
  salesforceAuthenticator: 16,
  tempCode: 32,
  verifiedEmail: 64,
  verifiedMobile: 128,
} as const;

export type MfaMethod = keyof typeof MFA;

/** Methods that count as a second factor; a text message or an email does not. */
export const STRONG_MFA =
  MFA.totp | MFA.u2f | MFA.securityKey | MFA.builtInAuthenticator | MFA.salesforceAuthenticator;
