import { networkOf, parseAddress } from '../addresses/known-addresses';
import { defineState, type StateDraft } from '../define';
import type { Inputs } from '../inputs';
import { DAY_MS, isoOf } from '../logins/event';
import { number } from '../parameters';
import { isOnPhone, isStrangeAddress, ITS_LOGIN } from './lib/sessions';

/** One thing that ought to be in one network, seen in two. */
interface Row {
  id: string;
  userId: string | null;
  at: number;
  lastAt: number;
  firstIp: string;
  otherIp: string;
  platform: string | null;
  application: string | null;
  status: string | null;
}

/** Sessions that are somewhere else than the sign-in they came from. */
const SESSIONS = `
  SELECT s.id, s.user_id AS userId, s.created_at AS at, s.created_at AS lastAt, i.source_ip AS firstIp,
    s.source_ip AS otherIp, c.platform, c.application, NULL AS status
  FROM auth_session s ${ITS_LOGIN}
  WHERE s.org_id = @org AND s.created_at > @since AND s.source_ip <> i.source_ip`;

/**
 * Verifications that belong to a sign-in from elsewhere. They take place while somebody signs in, so the sign-in is
 * looked for in the hour around; only those from other addresses are looked at more closely.
 */
const VERIFICATIONS = `
  SELECT v.id, v.user_id AS userId, v.verification_time AS at, v.verification_time AS lastAt,
    i.source_ip AS firstIp, v.source_ip AS otherIp, c.platform, c.application, v.status
  FROM verification_history v
  JOIN login_user u ON u.org_id = v.org_id AND u.user_id = v.user_id
  JOIN login_user_day d ON d.org_id = v.org_id AND d.day = v.verification_time / 86400000 AND d.user_key = u.key
  JOIN login l ON l.org_id = v.org_id AND l.id = v.login_history_id
    AND l.login_time BETWEEN max(v.verification_time - 600000, d.day * 86400000 + d.first_second * 1000)
      AND min(v.verification_time + 600000, d.day * 86400000 + d.last_second * 1000 + 999)
  JOIN login_ip i ON i.key = l.ip_key
  JOIN login_client c ON c.key = l.client_key
  WHERE v.org_id = @org AND v.verification_time > @since AND v.login_history_id IS NOT NULL
    AND v.source_ip <> i.source_ip`;

/** Session keys that the event log file Login names with more than one address. */
const EVENTS = `
  SELECT e.session_key AS id, max(e.user_id) AS userId, min(e.at) AS at, max(e.at) AS lastAt,
    min(e.source_ip) AS firstIp, max(e.source_ip) AS otherIp, max(e.platform) AS platform,
    max(e.application) AS application, NULL AS status
  FROM login_event e
  WHERE e.org_id = @org AND e.at > @since AND e.session_key IS NOT NULL AND e.source_ip IS NOT NULL
  GROUP BY e.session_key HAVING count(DISTINCT e.source_ip) > 1`;

/** Whether anybody ever signed in from a network, or tried (`@from` up to `@to`: addresses as text). */
const NETWORK_IS_KNOWN = `
  SELECT 1 AS known FROM login_ip WHERE org_id = @org AND source_ip >= @from AND source_ip < @to LIMIT 1`;

const CHECKED = `
  SELECT (SELECT count(*) FROM auth_session WHERE org_id = @org AND created_at > @since)
    + (SELECT count(*) FROM verification_history
       WHERE org_id = @org AND verification_time > @since AND login_history_id IS NOT NULL) AS n`;

const SOURCES = [
  ['session', SESSIONS, 'a session in another network than the sign-in it came from'],
  ['verification', VERIFICATIONS, 'a verification from another network than the sign-in it was for'],
  ['event', EVENTS, 'one session used from two networks'],
] as const;
type Source = (typeof SOURCES)[number][0];

export default defineState(
  {
    id: 'compromised-session-hints',
    title: 'Compromised Session Hints',
    category: 'threat',
    alsoKnownAs: ['Session Hijacking'],
    finds:
      'One session in two networks: a session that is somewhere else than the sign-in it came from, a verification from another network than the sign-in it was for, or one session key that the event log saw in two networks.',
    matters:
      'Whoever takes the cookie or token of a session need not sign in. Sites that stand between a person and the login page show the same: the password comes through one network, the session is used in another.',
    severityRule:
      'High for users with administrative permissions when nobody of the org ever signed in from the other network, otherwise medium; low when a phone is involved. Nothing is found when one of the two addresses is on an office, VPN or carrier list, when one is IPv4 and the other IPv6 (one computer has both), or within one network (/24, /48).',
    subjects: 'sessions and verifications',
    needs: [
      {
        stream: 'authSessions',
        fields: ['SourceIp', 'LoginHistoryId'],
        without: 'Sessions themselves are not compared with their sign-ins.',
      },
      {
        stream: 'verificationHistory',
        fields: ['SourceIp', 'LoginHistoryId'],
        without: 'Verifications are not compared with their sign-ins.',
      },
      { stream: 'eventLogFiles', without: 'Session keys of the event log are not compared.' },
      { stream: 'loginHistory' },
      { stream: 'permissionSetAssignments', without: 'Administrators are not told apart.' },
    ],
    parameters: {
      days: number({
        title: 'Look back',
        help: 'A session that was taken is of use for hours or days: what is older is no longer reported.',
        default: 7,
        unit: 'days',
        min: 1,
        max: 90,
      }),
    },
    evidence: {
      source: '“session”, “verification” or “event” (event log file Login): where it was seen',
      at: 'When the session began, the verification took place, or the session key was first seen',
      signInIp: 'Address of the sign-in; for events: one of the two',
      otherIp: 'The other address',
      otherNetworkIsKnown: 'Whether anybody of this org ever signed in, or tried, from the other network',
      verificationStatus: 'VerificationHistory.Status, for verifications',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Ask the user where they were, and whether they changed networks (Wi-Fi to mobile) at that time.',
      'If it was not them: Setup > Session Management: remove all sessions of the user; Setup > Users > Users > the user: Freeze and Reset Password.',
      'Setup > Session Settings: “Lock sessions to the IP address from which they originated”, and require high assurance for sensitive operations.',
      'Enter the networks your people use under Known addresses, so that they are not reported again.',
    ],
    references: ['T1539', 'T1550.004', 'T1557'],
  },
  function* (inputs, { days }) {
    const since = inputs.asOf - days * DAY_MS;
    const streams = {
      session: 'authSessions',
      verification: 'verificationHistory',
      event: 'eventLogFiles',
    } as const;
    const state = (source: Source) => inputs.coverage.of(streams[source]).state;
    const readable = SOURCES.filter(
      ([source]) => state(source) === 'complete' || state(source) === 'partial',
    );
    if (readable.length === 0)
      return {
        population: null,
        notEvaluated: 'neither sessions nor verifications nor event log files could be read.',
      };
    for (const [source, sql, words] of readable)
      for (const row of inputs.rows<Row>(sql, { since })) {
        const draft = draftOf(inputs, source, words, row);
        if (draft !== null) yield draft;
      }
    return { population: inputs.rows<{ n: number }>(CHECKED, { since })[0]?.n ?? 0 };
  },
);

function draftOf(inputs: Inputs, source: Source, words: string, row: Row): StateDraft | null {
  const { firstIp, otherIp, userId } = row;
  if (!isStrangeAddress(firstIp, inputs.addresses) || !isStrangeAddress(otherIp, inputs.addresses))
    return null;
  if (!areTwoNetworks(firstIp, otherIp)) return null;
  const person = userId === null ? null : inputs.person(userId);
  const isAdmin = person?.isAdmin === true;
  const isKnown = networkIsKnown(inputs, otherIp);
  const onPhone = isOnPhone(row.platform, row.application);
  return {
    key: `${source}:${row.id}`,
    userId,
    ip: otherIp,
    severity: onPhone ? 'low' : isAdmin && !isKnown ? 'high' : 'medium',
    firstAt: row.at,
    lastAt: row.lastAt,
    summary: `${person?.name ?? userId ?? 'Somebody'} had ${words}: ${firstIp} and ${otherIp}.`,
    evidence: {
      source,
      at: isoOf(row.at),
      signInIp: firstIp,
      otherIp,
      otherNetworkIsKnown: isKnown,
      verificationStatus: row.status,
      isAdmin,
    },
  };
}

/** Of the same family: a computer with IPv4 and IPv6 uses now one, now the other. */
function areTwoNetworks(a: string, b: string): boolean {
  return parseAddress(a)?.kind() === parseAddress(b)?.kind() && networkOf(a) !== networkOf(b);
}

/** IPv4 by its first three numbers; of IPv6 only the address itself is looked for. */
function networkIsKnown(inputs: Inputs, address: string): boolean {
  const dot = address.lastIndexOf('.');
  const from = dot === -1 ? address : address.slice(0, dot + 1);
  // The sign after “.” in the order of texts is “/”.
  const to = dot === -1 ? `${address}\u0000` : `${address.slice(0, dot)}/`;
  return inputs.rows(NETWORK_IS_KNOWN, { from, to }).length > 0;
}
