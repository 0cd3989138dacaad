import { defineLogins, type LoginTools } from '../define';
import { dateOf, HOUR_MS, isoOf, MINUTE_MS, type LoginEvent } from '../logins/event';
import { isOwnAddress } from '../logins/places';
import { number } from '../parameters';
import { judged } from './lib/population';
import { isShared } from './lib/shared-address';
import { counted, nameOf, placeWords, usernamesOf } from './lib/words';

/** The newest spray from an address; `users` 0: none yet, but somebody got in amid failures. */
interface Spray {
  firstAt: number;
  lastAt: number;
  /** Most different people within the minutes, and who they were: up to 20. */
  users: number;
  examples: string[];
  failures: number;
  place: { country: string | null; city: string | null };
  shared: boolean;
  /** Who got in afterwards. */
  in: { userId: string; at: number }[];
  [key: string]: unknown;
}

/** Who got in after a spray is told of so many people. */
const MOST_IN = 20;
/** So many different people failing make a success worth remembering, should it turn out a spray. */
const AMID = 3;

const noSpray = (at: number): Spray => ({
  firstAt: 0,
  lastAt: at,
  users: 0,
  examples: [],
  failures: 0,
  place: { country: null, city: null },
  shared: false,
  in: [],
});

type Tools = LoginTools<{ users: number; minutes: number; hours: number }, 'ip'>;

function onFailure(login: LoginEvent, tools: Tools): void {
  const { values, history } = tools;
  const { at, ip, statusKind, userId } = login;
  if (ip === null || statusKind !== 'wrong-password' || isOwnAddress(ip)) return;
  const since = at - values.minutes * MINUTE_MS;
  // More people than that can only be in more failures than that.
  const { recentFailures } = history;
  const decisive = recentFailures[recentFailures.length - values.users];
  if (decisive === undefined || decisive.at < since) return;
  const people = new Set([userId]);
  let [failures, firstAt] = [1, at];
  for (let i = recentFailures.length - 1; i >= 0; i--) {
    const failure = recentFailures[i];
    if (failure === undefined || failure.at < since) break;
    if (failure.kind !== 'wrong-password') continue;
    people.add(failure.userId);
    failures += 1;
    firstAt = failure.at;
  }
  if (people.size <= values.users) return;
  const before = tools.own as Spray | null;
  const goesOn = before !== null && before.users > 0 && dateOf(before.lastAt) === dateOf(at) ? before : null;
  const isMore = goesOn === null || people.size > goesOn.users;
  const spray: Spray = {
    firstAt: Math.min(goesOn?.firstAt ?? firstAt, firstAt),
    lastAt: at,
    users: isMore ? people.size : goesOn.users,
    examples: isMore ? [...people].sort().slice(0, MOST_IN) : goesOn.examples,
    failures: isMore ? failures : goesOn.failures,
    place: { country: login.place.country, city: login.place.city },
    shared: goesOn?.shared ?? isShared(history),
    in: (before?.in ?? []).filter((success) => success.at >= (goesOn?.firstAt ?? firstAt)),
  };
  tools.own = spray;
  tell(login, spray, tools);
}

function onSuccess(login: LoginEvent, tools: Tools): void {
  const { at, userId } = login;
  let spray = tools.own as Spray | null;
  if (spray === null) {
    if (tools.history.probedAtMost < AMID || isShared(tools.history)) return;
    spray = noSpray(at);
    tools.own = spray;
  }
  if (at - spray.lastAt > tools.values.hours * HOUR_MS && spray.users > 0) return;
  if (!spray.in.some((past) => past.userId === userId)) {
    // Before a spray only the newest count; after it the first ones are kept.
    if (spray.in.length < MOST_IN) spray.in.push({ userId, at });
    else if (spray.users === 0) spray.in = [...spray.in.slice(1), { userId, at }];
  }
  if (spray.users > 0) tell(login, spray, tools);
}

function tell(login: LoginEvent, spray: Spray, { context, report, values }: Tools): void {
  const address = login.ip?.address ?? '';
  const first = spray.in[0];
  const tried = `wrong passwords for ${counted(spray.users, 'user')} within ${counted(values.minutes, 'minute')} from ${address} (${placeWords(spray.place)})`;
  report({
    key: `${address}:${dateOf(spray.lastAt)}`,
    severity: spray.shared ? 'low' : first === undefined ? 'high' : 'critical',
    ip: address,
    userId: first?.userId ?? null,
    summary:
      first === undefined
        ? `${tried.charAt(0).toUpperCase()}${tried.slice(1)}.`
        : `${nameOf(context, first.userId)} signed in after ${tried}.`,
    evidence: {
      from: isoOf(spray.firstAt),
      to: isoOf(spray.lastAt),
      users: spray.users,
      failures: spray.failures,
      minutes: values.minutes,
      usernames: usernamesOf(context, spray.examples),
      country: spray.place.country,
      city: spray.place.city,
      sharedAddress: spray.shared,
      gotIn: spray.in.map(({ userId, at }) => ({
        username: context.person(userId)?.username ?? userId,
        at: isoOf(at),
      })),
    },
  });
}

export default defineLogins(
  {
    id: 'password-spray',
    title: 'Password Spray',
    category: 'threat',
    alsoKnownAs: ['Password spray / IP threat'],
    finds: 'Wrong passwords for many different users from one address within minutes.',
    matters:
      'A few common passwords, tried on everybody: no single account is locked, and among many people one has such a password. A success from the same address soon after is probably that one.',
    severityRule:
      'High; critical when a sign-in from the same address succeeds within the time set; low when five or more people had signed in from the address before: an office, where a changed password rule looks the same. Addresses on office and VPN lists are left out.',
    subjects: 'addresses sign-ins came from',
    needs: [
      { stream: 'loginHistory', fields: ['Status', 'SourceIp'] },
      { stream: 'users', without: 'Users are named by their ids.' },
    ],
    parameters: {
      users: number({ title: 'More different users than', default: 15, unit: 'users', min: 3, max: 500 }),
      minutes: number({ title: 'Within', default: 5, unit: 'minutes', min: 1, max: 60 }),
      hours: number({
        title: 'Critical when a success follows within',
        default: 24,
        unit: 'hours',
        min: 1,
        max: 168,
      }),
    },
    evidence: {
      from: 'First wrong password of the spray on that day (UTC)',
      to: 'Newest of it',
      users: 'Most different users within the minutes set',
      failures: 'Wrong passwords in those minutes',
      minutes: 'The minutes set',
      usernames: 'Users it was tried on, up to 20',
      country: 'Country of the address',
      city: 'City of the address',
      sharedAddress: 'Whether five or more people had signed in from the address before',
      gotIn:
        'Who signed in from the address during the spray or within the hours set after it, and when first; up to 20',
    },
    remediation: [
      'Who got in: Setup > Users > Users > the user: Freeze, then Reset Password; Setup > Session Management: remove the sessions. Then see in the timeline what the account did.',
      'Keep the address out with Login IP Ranges (Setup > Profiles > the profile). Trusted IP Ranges at Setup > Network Access do not: they only spare people the confirmation.',
      'Require multi-factor authentication for all (Setup > Identity Verification), and single sign-on where there is one.',
      'It was an office of yours? Add its address to a list of offices in Seatwatch.',
    ],
    references: ['T1110.003', 'T1110.004'],
  },
  {
    subject: 'ip',
    onLogin(login, tools) {
      if (login.success) onSuccess(login, tools);
      else onFailure(login, tools);
    },
    population: (inputs) => judged(inputs, 'addresses', 0),
  },
);
