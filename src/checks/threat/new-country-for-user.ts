import { defineLogins } from '../define';
import { DAY_MS, isoOf } from '../logins/event';
import { isGateway, isOwnAddress, isServer } from '../logins/places';
import { habitsOf, isYoung } from './lib/habits';
import { forgetDays, habitLogins, historyDays, youngDays } from './lib/parameters';
import { judged } from './lib/population';
import { LOGIN_EVIDENCE, loginFacts, nameOf, shown } from './lib/words';

export default defineLogins(
  {
    id: 'new-country-for-user',
    title: 'New Country for User',
    category: 'threat',
    finds: 'A successful sign-in from a country where the user had not signed in for a long time.',
    matters:
      'Mostly a journey. But a stolen password is used from where the thief is, and that is seldom the country of its owner.',
    severityRule:
      'Medium when the device (browser and platform) is new to the user as well, otherwise low: travelers take their computers along. Addresses on office, VPN and carrier lists, integration users and programs on servers are left out.',
    subjects: 'users with sign-ins',
    needs: [
      { stream: 'loginHistory', fields: ['CountryIso'] },
      { stream: 'users', without: 'Integration users and young accounts are judged like all others.' },
    ],
    parameters: {
      quietDays: forgetDays(90),
      minLogins: habitLogins(10),
      youngDays: youngDays(14),
      historyDays: historyDays(30),
    },
    evidence: {
      at: 'The sign-in',
      previousAt: 'The user’s newest sign-in from that country before; null: none known',
      countries: 'Countries the user signed in from before, up to 20',
      newDevice: 'Whether the device is new to the user (first met less than a day before)',
      successes: 'Successes of the user before',
      historySince: 'Where the stored login history begins: what the verdict is based on',
      ...LOGIN_EVIDENCE,
    },
    remediation: [
      'Is the user traveling? Ask, by phone or in person.',
      'If not: Setup > Users > Users > the user: Freeze, then Reset Password; Setup > Session Management: remove the sessions.',
    ],
    references: ['T1078.004'],
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { values, context, history, report }) {
      const { at, ip, place, userId } = login;
      if (place.country === null) return;
      const previousAt = history.countries.lastAt(place.country);
      if (previousAt !== null && at - previousAt <= values.quietDays * DAY_MS) return;
      if (history.successes < values.minLogins || isServer(login.client)) return;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      if (ip !== null && (isOwnAddress(ip) || isGateway(ip))) return;
      if (context.person(userId)?.isIntegration === true) return;
      if (isYoung(context, userId, at, values.youngDays)) return;
      const { device } = habitsOf(login, history);
      report({
        key: `${userId}:${place.country}`,
        severity: device ? 'low' : 'medium',
        ip: ip?.address ?? null,
        app: login.client.application,
        summary: `${nameOf(context, userId)} signed in from ${place.country}, where they had not ${previousAt === null ? 'been seen before' : `been seen since ${isoOf(previousAt).slice(0, 10)}`}.`,
        evidence: {
          at: isoOf(at),
          previousAt: previousAt === null ? null : isoOf(previousAt),
          countries: shown(history.countries.values()),
          newDevice: !device,
          successes: history.successes,
          historySince: isoOf(context.historySince),
          ...loginFacts(login),
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'users', days),
  },
);
