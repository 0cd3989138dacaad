import { defineState } from '../define';
import { DAY_MS, isoOf } from '../logins/event';
import { flag, list, number } from '../parameters';
import { ADMIN_NEEDS, USERS_NEED, adminsById } from './lib/internal-people';
import { HAS_SUCCEEDED, isMethodOf } from './lib/mfa-methods';
import { listed } from './lib/words';

interface Row {
  user_id: string;
  name: string | null;
  uses: number;
  firstAt: number;
  lastAt: number;
  /** JSON arrays. */
  methods: string;
  policies: string;
  ips: string;
}

/** VerificationHistory.VerificationMethod, by what people call it. */
const WEAK = [
  { value: 'Email', label: 'Email' },
  { value: 'Sms', label: 'Text message' },
  { value: 'Voice', label: 'Phone call' },
  { value: 'TempCode', label: 'Temporary code of an administrator' },
  { value: 'Password', label: 'Password once more' },
  { value: 'Totp', label: 'Authenticator app with codes (TOTP)' },
  { value: 'SalesforceAuthenticator', label: 'Salesforce Authenticator' },
] as const;
const LABELS: ReadonlyMap<string, string> = new Map(
  WEAK.map(({ value, label }) => [value.toLowerCase(), label.toLowerCase()]),
);

/** Successes at the door: activity Login, "Log In" where the label came instead. */
const AT_SIGN_IN = `
  v.org_id = @org AND v.verification_time > @since AND v.verification_time <= @asOf
  AND ${HAS_SUCCEEDED} AND v.activity COLLATE NOCASE IN ('Login', 'Log In')`;

/** Users that are not there any more (or not visible) are judged like internal ones. */
const WHO = `(@external = 1 OR d.user_id NOT IN (
  SELECT u.id FROM sf_user u WHERE u.org_id = @org AND u.user_type <> 'Standard'))`;

const USED = `
  SELECT d.*, u.name FROM (
    SELECT v.user_id, count(*) AS uses, min(v.verification_time) AS firstAt,
      max(v.verification_time) AS lastAt, json_group_array(DISTINCT v.method) AS methods,
      json_group_array(DISTINCT v.policy) AS policies, json_group_array(DISTINCT v.source_ip) AS ips
    FROM verification_history v WHERE ${AT_SIGN_IN} AND ${isMethodOf('@methods')} GROUP BY v.user_id) d
  LEFT JOIN sf_user u ON u.org_id = @org AND u.id = d.user_id
  WHERE ${WHO}`;

const CHECKED = `
  SELECT count(*) AS n FROM (SELECT DISTINCT v.user_id FROM verification_history v WHERE ${AT_SIGN_IN}) d
  WHERE ${WHO}`;

export default defineState(
  {
    id: 'weak-mfa-used-to-successfully-sign-in',
    title: 'Weak MFA Used To Successfully Sign In',
    category: 'posture',
    alsoKnownAs: ['Weak MFA Was Used To Successfully Sign In'],
    finds:
      'People who proved who they are at a sign-in with something weak: a code by email or text message, a phone call, or a temporary code.',
    matters:
      'Who has the password often has the mailbox, and phone numbers can be taken over. With these, such a code is no second factor. Temporary codes are as strong as the help desk’s question “who are you?”.',
    severityRule: 'Medium for users with administrative permissions, otherwise low.',
    subjects: 'users who were asked to verify at a sign-in',
    needs: [
      { stream: 'verificationHistory', fields: ['VerificationMethod', 'Activity', 'Status'] },
      { ...USERS_NEED, without: 'Internal and external users are not told apart.' },
      ...ADMIN_NEEDS,
    ],
    parameters: {
      days: number({
        title: 'In the last',
        help: 'Salesforce keeps verifications for six months; Seatwatch keeps them longer.',
        default: 30,
        unit: 'days',
        min: 1,
        max: 365,
      }),
      weak: list({
        title: 'Counts as weak',
        default: ['Email', 'Sms', 'Voice', 'TempCode'],
        choices: WEAK,
      }),
      external: flag({
        title: 'Also partners and customers',
        help: 'Sites usually offer their visitors nothing but email and text messages.',
        default: false,
      }),
    },
    evidence: {
      methods: 'Weak methods used (VerificationMethod)',
      uses: 'Successful verifications at sign-in with one of them, in the time set',
      firstAt: 'The oldest of them',
      lastAt: 'The newest of them',
      policies:
        'What asked for it (Policy): DeviceActivation, an unknown device, stands in for a second factor where none is registered',
      ips: 'Addresses they came from, at most 20',
      ipCount: 'How many addresses',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Let the user register an authenticator app, a security key or a built-in authenticator: their own Settings > Advanced User Details.',
      'Setup > Identity Verification: require MFA for all direct UI logins, so that email and text messages no longer suffice.',
      'Temporary codes: Setup > Users > Users > the user > Temporary Verification Code: Expire Now, once the user has registered a method.',
    ],
    references: ['T1111', 'T1078.004'],
    weight: 4,
  },
  function* (inputs, { days, weak, external }) {
    const admins = adminsById(inputs);
    const scope = { since: inputs.asOf - days * DAY_MS, external: Number(external) };
    for (const row of inputs.rows<Row>(USED, { ...scope, methods: JSON.stringify(weak) })) {
      const isAdmin = admins.has(row.user_id);
      const methods = namesOf(row.methods);
      const ips = namesOf(row.ips);
      yield {
        key: row.user_id,
        userId: row.user_id,
        severity: isAdmin ? 'medium' : 'low',
        firstAt: row.firstAt,
        lastAt: row.lastAt,
        occurrences: row.uses,
        summary: `${row.name ?? row.user_id} signed in with ${listed(methods.map((method) => LABELS.get(method.toLowerCase()) ?? method))} as verification.`,
        evidence: {
          methods,
          uses: row.uses,
          firstAt: isoOf(row.firstAt),
          lastAt: isoOf(row.lastAt),
          policies: namesOf(row.policies),
          ips: ips.slice(0, 20),
          ipCount: ips.length,
          isAdmin,
        },
      };
    }
    const [checked] = inputs.rows<{ n: number }>(CHECKED, scope);
    return { population: checked?.n ?? 0 };
  },
);

/** Without null, in the order of the alphabet: the order of rows must not matter. */
const namesOf = (json: string): string[] =>
  (JSON.parse(json) as (string | null)[]).filter((name) => name !== null).sort();
