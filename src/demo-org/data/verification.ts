import type BetterSqlite3 from 'better-sqlite3';
import { MFA } from '../catalog/objects/mfa';
import { mixSeed } from '../random';
import { CLIENTS, statusNumber, SUCCESS } from './clients';
import { rowInserter } from './insert';
import { isStrong } from './mfa';
import { IPS } from './places';

/** What was asked at a sign-in, and how it went. */
interface Outcome {
  activity: string;
  policy: string;
  status: string;
  remarks: string | null;
}

const OUTCOMES = {
  ok: { activity: 'Login', policy: 'TwoFactorAuthentication', status: 'Succeeded', remarks: null },
  auto: { activity: 'Login', policy: 'TwoFactorAuthentication', status: 'AutomatedSuccess', remarks: null },
  wrongCode: {
    activity: 'Login',
    policy: 'TwoFactorAuthentication',
    status: 'FailedInvalidCode',
    remarks: null,
  },
  denied: { activity: 'Login', policy: 'TwoFactorAuthentication', status: 'Denied', remarks: null },
  activated: { activity: 'Login', policy: 'DeviceActivation', status: 'Succeeded', remarks: null },
  asked: { activity: 'Login', policy: 'DeviceActivation', status: 'Initiated', remarks: null },
  report: {
    activity: 'ExportPrintReports',
    policy: 'HighAssurance',
    status: 'Succeeded',
    remarks: 'You must verify your identity to export this report.',
  },
  app: { activity: 'ConnectedApp', policy: 'HighAssurance', status: 'Succeeded', remarks: null },
} as const satisfies Record<string, Outcome>;

type OutcomeName = keyof typeof OUTCOMES;
const OUTCOME_NAMES = Object.keys(OUTCOMES) as OutcomeName[];

/** Strongest first: the platform offers the first one registered. */
const METHODS: readonly (readonly [string, number])[] = [
  ['SecurityKey', MFA.securityKey],
  ['U2F', MFA.u2f],
  ['BuiltInAuthenticator', MFA.builtInAuthenticator],
  ['SalesforceAuthenticator', MFA.salesforceAuthenticator],
  ['Totp', MFA.totp],
  ['TempCode', MFA.tempCode],
  ['Sms', MFA.verifiedMobile],
  // Everybody has an email address, verified or not.
  ['Email', 0],
];

const methodOf = (methods: number): number =>
  METHODS.findIndex(([, bit]) => bit === 0 || (methods & bit) !== 0);

const numberOf = (method: number, outcome: OutcomeName): number =>
  method * OUTCOME_NAMES.length + OUTCOME_NAMES.indexOf(outcome) + 1;

/** The dictionary behind the login table's `verification` column. */
export function createVerifications(db: BetterSqlite3.Database): void {
  const insert = rowInserter(db, 'verification');
  METHODS.forEach(([method], i) => {
    for (const name of OUTCOME_NAMES) insert({ n: numberOf(i, name), method, ...OUTCOMES[name] });
  });
}

/** Clients at which a person types a password, and those that come through the identity provider. */
const TYPED = CLIENTS.map((client) => /^(password|customer|partner)-/.test(client.key));
const ASSERTED = CLIENTS.map((client) => client.sso);

const MFA_REQUIRED = statusNumber('Multi-factor required');
const ACTIVATION = statusNumber('Failed: Computer activation required');
const OFFICES = IPS.office(0) >>> 8;

/**
 * What was asked at a sign-in: a number of the `verification` dictionary, or 0 for nothing. Follows from the
 * sign-in and the user's registered methods alone, so that logins, methods and verifications tell one story.
 */
export function verificationOf(
  methods: number,
  login: { t: number; user: number; status: number; client: number; ip: number },
): number {
  const typed = TYPED[login.client - 1] === true;
  if (!typed && ASSERTED[login.client - 1] !== true) return 0;
  const method = methodOf(methods);
  if (login.status === ACTIVATION) return numberOf(method, 'asked');
  const strong = isStrong(methods);
  const luck = (mixSeed(login.t / 1000, login.user) >>> 0) / 0x1_0000_0000;
  if (login.status === MFA_REQUIRED) return numberOf(method, luck < 0.7 ? 'wrongCode' : 'denied');
  if (login.status !== SUCCESS) return 0;
  if (!typed) {
    // Signed in elsewhere; asked here only for something sensitive.
    if (!strong || luck >= 0.02) return 0;
    return numberOf(method, luck < 0.012 ? 'report' : 'app');
  }
  if (strong) {
    const automatic = METHODS[method]?.[0] === 'SalesforceAuthenticator' && luck < 0.25;
    return numberOf(method, automatic ? 'auto' : 'ok');
  }
  // Without a second factor only an unknown address is questioned, and most are known.
  const inOffice = login.ip >>> 8 === OFFICES;
  return !inOffice && luck < 0.05 ? numberOf(method, 'activated') : 0;
}

/** Numbers that raise a session to high assurance. */
export function isHighAssurance(verification: number): boolean {
  const name = OUTCOME_NAMES[(verification - 1) % OUTCOME_NAMES.length];
  return verification > 0 && (name === 'ok' || name === 'auto' || name === 'report' || name === 'app');
}
