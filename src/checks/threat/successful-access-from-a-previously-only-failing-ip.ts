import { defineLogins } from '../define';
import { dateOf, DAY_MS, isoOf } from '../logins/event';
import { isOwnAddress } from '../logins/places';
import { isProbe } from '../logins/statuses';
import { number } from '../parameters';
import { historyDays } from './lib/parameters';
import { judged } from './lib/population';
import { counted, nameOf, placeWords, usernamesOf } from './lib/words';

export default defineLogins(
  {
    id: 'successful-access-from-a-previously-only-failing-ip',
    title: 'Successful Access from a Previously Only Failing IP',
    category: 'threat',
    finds:
      'The first success from an address that had only failed before, and failed in a way that looks like guessing: for several users, or again and again for one.',
    matters: 'Guessing that ends with a success is how passwords are found out.',
    severityRule:
      'High when the sign-ins of as many users as set for it had failed there, otherwise medium: one person may fail a few times and then remember. Confirmations that were not given are not counted as guessing.',
    subjects: 'addresses sign-ins came from',
    needs: [
      { stream: 'loginHistory', fields: ['Status', 'SourceIp'] },
      { stream: 'users', without: 'Users are named by their ids.' },
    ],
    parameters: {
      users: number({ title: 'Users whose sign-ins failed', default: 3, unit: 'users', min: 2, max: 100 }),
      failures: number({
        title: 'Or failures, of whomever',
        default: 10,
        unit: 'failures',
        min: 2,
        max: 1_000,
      }),
      highUsers: number({ title: 'High from', default: 5, unit: 'users', min: 2, max: 100 }),
      days: number({ title: 'Within', default: 7, unit: 'days', min: 1, max: 7 }),
      historyDays: historyDays(7),
    },
    evidence: {
      at: 'The success',
      username: 'Who signed in',
      triedBefore: 'Whether sign-ins of the same user had failed there',
      users: 'Different users whose sign-ins failed from the address within the days set',
      usernames: 'Those, up to 20',
      failures: 'Failures of those days that look like guessing',
      from: 'First of them',
      to: 'Newest of them',
      country: 'Country of the address',
      city: 'City of the address',
      application: 'Application of the success',
      historySince: 'Where the stored login history begins: since then the address had only failed',
    },
    remediation: [
      'Ask the user, by phone or in person, whether it was them.',
      'If not: Setup > Users > Users > the user: Freeze, then Reset Password; Setup > Session Management: remove the sessions.',
      'Setup > Login History: filter by the address, and look for others it tried.',
    ],
    references: ['T1110', 'T1078.004'],
  },
  {
    subject: 'ip',
    only: 'success',
    onLogin(login, { values, context, history, report }) {
      if (history.firstSuccessAt !== null || history.failures === 0) return;
      const { at, ip, userId } = login;
      if (ip === null || isOwnAddress(ip)) return;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      const since = at - values.days * DAY_MS;
      const guesses = history.recentFailures.filter(
        (past) => past.at >= since && isProbe(past.kind) && past.kind !== 'verification',
      );
      const users = new Set(guesses.map((past) => past.userId));
      if (users.size < values.users && guesses.length < values.failures) return;
      const [first, last] = [guesses[0], guesses.at(-1)];
      if (first === undefined || last === undefined) return;
      const tried =
        users.size === 1 ? counted(guesses.length, 'failure') : `failures of ${counted(users.size, 'user')}`;
      report({
        key: `${ip.address}:${dateOf(at)}`,
        severity: users.size >= values.highUsers ? 'high' : 'medium',
        ip: ip.address,
        userId,
        app: login.client.application,
        summary: `${nameOf(context, userId)} signed in from ${ip.address} (${placeWords(login.place)}), where before there had only been ${tried}.`,
        evidence: {
          at: isoOf(at),
          username: context.person(userId)?.username ?? userId,
          triedBefore: users.has(userId),
          users: users.size,
          usernames: usernamesOf(context, [...users]),
          failures: guesses.length,
          from: isoOf(first.at),
          to: isoOf(last.at),
          country: login.place.country,
          city: login.place.city,
          application: login.client.application,
          historySince: isoOf(context.historySince),
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'addresses', days),
  },
);
