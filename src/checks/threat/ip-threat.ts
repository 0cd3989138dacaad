import { defineLogins } from '../define';
import { dateOf, DAY_MS, isoOf } from '../logins/event';
import { isOwnAddress } from '../logins/places';
import { isProbe } from '../logins/statuses';
import { number } from '../parameters';
import { judged } from './lib/population';
import { isShared } from './lib/shared-address';
import { counted, placeWords, usernamesOf } from './lib/words';

export default defineLogins(
  {
    id: 'ip-threat',
    title: 'IP Threat',
    category: 'threat',
    alsoKnownAs: ['IP Threat Detected', 'IP Threat Detected In Depth'],
    finds:
      'An address from which many different users’ sign-ins fail over hours or days, and next to none succeeds.',
    matters:
      'Who guesses slowly stays below every lockout and every alarm that counts minutes. The address gives it away: nobody but a guesser fails for so many people.',
    severityRule:
      'Medium; high when twice as many users as set were tried and nobody ever got in from the address. Addresses of offices and VPNs (lists), addresses five or more people got in from, and those with more than the share of successes set are left out: there, people mistype.',
    subjects: 'addresses sign-ins came from',
    needs: [
      { stream: 'loginHistory', fields: ['Status', 'SourceIp'] },
      { stream: 'users', without: 'Users are named by their ids.' },
    ],
    parameters: {
      usersDay: number({
        title: 'Users tried within 24 hours',
        default: 10,
        unit: 'users',
        min: 2,
        max: 500,
      }),
      usersWeek: number({ title: 'Users tried within 7 days', default: 15, unit: 'users', min: 2, max: 500 }),
      successShare: number({
        title: 'Left out with more successes than',
        help: 'Of all sign-ins from the address.',
        default: 20,
        unit: '%',
        min: 0,
        max: 100,
      }),
    },
    evidence: {
      usersDay: 'Different users whose sign-ins failed within 24 hours in a way that looks like guessing',
      usersWeek: 'The same within 7 days',
      usernames: 'Those of the 7 days, up to 20',
      at: 'Newest failure',
      status: 'What Salesforce said to it',
      failures: 'Failures from the address since it was first met',
      successes: 'Successes since then',
      firstAt: 'When the address was first met',
      country: 'Country of the address',
      city: 'City of the address',
    },
    remediation: [
      'Setup > Login History: filter by the address. Did anybody get in from it? Then Freeze and Reset Password (Setup > Users > Users).',
      'Keep it out: Login IP Ranges (Setup > Profiles > the profile), or your identity provider’s rules where people sign in through one.',
      'Require multi-factor authentication for all: Setup > Identity Verification.',
      'A program of yours with many old passwords? Correct them. An office? Add it to a list of offices in Seatwatch.',
    ],
    references: ['T1110.003', 'T1110.004', 'T1595'],
  },
  {
    subject: 'ip',
    only: 'failure',
    onLogin(login, { values, context, history, report }) {
      const { at, ip, statusKind, userId } = login;
      if (history.probedAtMost + 1 < values.usersDay && history.probedAtMost + 1 < values.usersWeek) return;
      if (ip === null || !isProbe(statusKind) || isOwnAddress(ip) || isShared(history)) return;
      const { successes, failures } = history;
      if (successes * 100 > values.successShare * (successes + failures + 1)) return;
      const week = history.probedSince(at - 7 * DAY_MS);
      if (!week.includes(userId)) week.push(userId);
      const day = history.probedSince(at - DAY_MS);
      const usersDay = day.length + (day.includes(userId) ? 0 : 1);
      if (usersDay < values.usersDay && week.length < values.usersWeek) return;
      const isMuch = usersDay >= 2 * values.usersDay || week.length >= 2 * values.usersWeek;
      report({
        key: `${ip.address}:${dateOf(at)}`,
        severity: isMuch && successes === 0 ? 'high' : 'medium',
        ip: ip.address,
        summary: `Sign-ins of ${counted(week.length, 'user')} failed from ${ip.address} (${placeWords(login.place)}) within a week, and ${successes === 0 ? 'none' : 'few'} succeeded.`,
        evidence: {
          usersDay,
          usersWeek: week.length,
          usernames: usernamesOf(context, week),
          at: isoOf(at),
          status: login.status,
          failures: failures + 1,
          successes,
          firstAt: isoOf(history.firstAt ?? at),
          country: login.place.country,
          city: login.place.city,
        },
      });
    },
    population: (inputs) => judged(inputs, 'addresses', 0),
  },
);
