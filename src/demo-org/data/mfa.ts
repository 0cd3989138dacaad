import { MFA, STRONG_MFA } from '../catalog/objects/mfa';
import { cumulate, Rand } from '../random';
import { STREAM } from './people';

const { totp, u2f, securityKey, builtInAuthenticator, salesforceAuthenticator, tempCode } = MFA;
const { verifiedEmail, verifiedMobile } = MFA;

/** [methods registered, share] */
type Posture = readonly (readonly [number, number])[];

/** People who type a password here: some with nothing, some with text messages only, most with an app. */
const PASSWORD: Posture = [
  [0, 8],
  [verifiedEmail, 7],
  [verifiedMobile, 5],
  [verifiedMobile | verifiedEmail, 8],
  [totp, 14],
  [totp | verifiedEmail | verifiedMobile, 10],
  [salesforceAuthenticator | verifiedEmail, 18],
  [salesforceAuthenticator | totp | verifiedMobile, 12],
  [securityKey | verifiedEmail, 6],
  [securityKey | totp, 4],
  [u2f | verifiedEmail, 2],
  [builtInAuthenticator | verifiedEmail, 4],
  [builtInAuthenticator | salesforceAuthenticator, 2],
];

/** With single sign-on the identity provider asks; few have registered anything here as well. */
const SINGLE_SIGN_ON: Posture = [
  [0, 40],
  [verifiedEmail, 26],
  [verifiedEmail | verifiedMobile, 12],
  [totp, 7],
  [salesforceAuthenticator | verifiedEmail, 9],
  [securityKey, 3],
  [builtInAuthenticator, 3],
];

const EXTERNAL: Posture = [
  [0, 52],
  [verifiedEmail, 28],
  [verifiedMobile, 10],
  [verifiedEmail | verifiedMobile, 6],
  [totp, 4],
];

const SUMS = new Map<Posture, number[]>(
  [PASSWORD, SINGLE_SIGN_ON, EXTERNAL].map((posture) => [
    posture,
    cumulate(posture.map(([, share]) => share)),
  ]),
);

export interface MfaHolder {
  n: number;
  /** A program or a user nobody signs in as. */
  machine: boolean;
  external: boolean;
  singleSignOn: boolean;
  everSignedIn: boolean;
}

/** Verification methods of one user, as bits of MFA. The administrator has two strong ones. */
export function registeredMethods(seed: number, holder: MfaHolder): number {
  if (holder.n === 1) return totp | securityKey | verifiedEmail;
  if (holder.machine) return 0;
  const rand = new Rand(seed, STREAM.mfa, holder.n);
  if (!holder.everSignedIn) return rand.chance(0.06) ? tempCode : 0;
  const posture = holder.external ? EXTERNAL : holder.singleSignOn ? SINGLE_SIGN_ON : PASSWORD;
  const methods = posture[rand.weighted(SUMS.get(posture) ?? [])]?.[0] ?? 0;
  // A new phone: help desk gave a code that is good for a day.
  return rand.chance(0.004) ? methods | tempCode : methods;
}

export const isStrong = (methods: number): boolean => (methods & STRONG_MFA) !== 0;
