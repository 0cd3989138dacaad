import { medianAbsoluteDeviation, median, quantile } from 'simple-statistics';
import { defineLogins } from '../define';
import { dateOf, DAY_MS, dayOf, isoOf } from '../logins/event';
import type { UserHistory } from '../logins/user-history';
import { number } from '../parameters';
import { historyDays } from './lib/parameters';
import { judged } from './lib/population';
import { nameOf } from './lib/words';

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const MAD_TO_SIGMA = 1.4826;
/** So many standard deviations above the median are no chance. */
const SIGMAS = 8;
/** The busiest tenth of the days (month-ends, releases) is normal, too: half again as much is not. */
const BUSY = 1.5;

/** Days before this one, as far as they say what is normal. */
interface Baseline {
  /** Logins of one day above which it is unusual. */
  limit: number;
  median: number;
  days: number;
}

function baselineOf(history: UserHistory, today: number, times: number, minDays: number): Baseline | null {
  const counts = history.days.filter(([day]) => day < today).map(([, logins]) => logins);
  if (counts.length < minDays) return null;
  const middle = median(counts);
  const spread = MAD_TO_SIGMA * medianAbsoluteDeviation(counts);
  const limit = Math.max(times * middle, middle + SIGMAS * spread, BUSY * quantile(counts, 0.9));
  return { limit, median: middle, days: counts.length };
}

/** Kept for the day: the days before it do not change any more. */
interface Today extends Baseline {
  day: number;
  [key: string]: unknown;
}

export default defineLogins(
  {
    id: 'accounts-with-unusually-high-activity',
    title: 'Accounts With Unusually High Activity',
    category: 'threat',
    finds: 'Days on which an account signed in far more often than it usually does.',
    matters:
      'A stolen password or token in the hands of a program shows as a burst of sign-ins. So does an integration that has run wild, and takes the org’s API requests with it.',
    severityRule:
      'Medium for people, low for integration users. Compared with the median of the account’s own days with sign-ins and their spread (median absolute deviation), and with its busiest days; never below the minimum.',
    subjects: 'users with sign-ins',
    needs: [
      { stream: 'loginHistory' },
      { stream: 'users', without: 'Integration users are judged like people.' },
    ],
    parameters: {
      minLogins: number({
        title: 'At least so many logins in a day (people)',
        default: 60,
        unit: 'logins',
        min: 2,
        max: 1_000_000,
      }),
      times: number({
        title: 'More than so many times the median (people)',
        default: 5,
        unit: 'times',
        min: 2,
        max: 100,
      }),
      minIntegrationLogins: number({
        title: 'At least so many logins in a day (integration users)',
        default: 200,
        unit: 'logins',
        min: 2,
        max: 1_000_000,
      }),
      integrationTimes: number({
        title: 'More than so many times the median (integration users)',
        help: 'Programs are steadier than people.',
        default: 3,
        unit: 'times',
        min: 2,
        max: 100,
      }),
      baselineDays: number({
        title: 'Days with sign-ins needed before',
        default: 10,
        unit: 'days',
        min: 3,
        max: 60,
      }),
      historyDays: historyDays(14),
    },
    evidence: {
      day: 'The day, UTC',
      logins: 'Successful logins of that day up to the newest one looked at',
      medianLogins: 'Median of the account’s earlier days with successes, of the last 60 days',
      limit: 'Logins a day above which it is unusual for this account',
      baselineDays: 'How many days that is based on',
      isIntegration: 'Whether it is judged as an integration user',
      lastAt: 'The newest login of the day looked at',
      ip: 'Its address',
      application: 'Its application',
    },
    remediation: [
      'Setup > Login History: which application and which addresses do the sign-ins of that day come from?',
      'A person: ask. If they do not know: Setup > Users > Users > the user: Freeze, Reset Password; Setup > Connected Apps OAuth Usage: revoke the app’s tokens of this user.',
      'An integration: let its owner look for retries; a program should keep its session and not sign in for every request.',
    ],
    references: ['T1078.004', 'T1213.004'],
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, tools) {
      const { values, context, history } = tools;
      const { at, userId } = login;
      const day = dayOf(at);
      const logins = history.loginsOn(day) + 1;
      if (logins < values.minLogins && logins < values.minIntegrationLogins) return;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      const isIntegration = context.person(userId)?.isIntegration === true;
      if (logins < (isIntegration ? values.minIntegrationLogins : values.minLogins)) return;
      let today = tools.own as Today | null;
      if (today?.day !== day) {
        const times = isIntegration ? values.integrationTimes : values.times;
        const baseline = baselineOf(history, day, times, values.baselineDays);
        if (baseline === null) return;
        tools.own = today = { day, ...baseline };
      }
      if (logins <= today.limit) return;
      tools.report({
        key: `${userId}:${dateOf(at)}`,
        severity: isIntegration ? 'low' : 'medium',
        ip: login.ip?.address ?? null,
        app: login.client.application,
        summary: `${nameOf(context, userId)} signed in ${String(logins)} times on ${dateOf(at)}; usual are ${String(today.median)} a day.`,
        evidence: {
          day: dateOf(at),
          logins,
          medianLogins: today.median,
          limit: Math.floor(today.limit),
          baselineDays: today.days,
          isIntegration,
          lastAt: isoOf(at),
          ip: login.ip?.address ?? null,
          application: login.client.application,
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'users', days),
  },
);
