import { defineLogins } from '../define';
import { DAY_MS, isoOf } from '../logins/event';
import { isGateway, isOwnAddress, isServer } from '../logins/places';
import { isYoung } from './lib/habits';
import { forgetDays, historyDays, youngDays } from './lib/parameters';
import { judged } from './lib/population';
import { LOGIN_EVIDENCE, loginFacts, nameOf } from './lib/words';

export default defineLogins(
  {
    id: 'new-country-for-tenant',
    title: 'New Country for Tenant',
    category: 'threat',
    finds: 'A successful sign-in from a country from which nobody at all had signed in for a long time.',
    matters:
      'A company’s people are in few countries. A new one is a new office or a journey, or somebody who does not belong to it.',
    severityRule:
      'Medium; low for integration users and programs, whose servers may move. Addresses on office, VPN and carrier lists make a country known without a finding.',
    subjects: 'the org',
    needs: [
      { stream: 'loginHistory', fields: ['CountryIso'] },
      { stream: 'users', without: 'Integration users and young accounts are judged like all others.' },
    ],
    parameters: { quietDays: forgetDays(90), youngDays: youngDays(3), historyDays: historyDays(30) },
    evidence: {
      at: 'The sign-in',
      username: 'Who signed in',
      previousAt: 'The newest sign-in from that country before; null: none since the login history begins',
      historySince: 'Where the stored login history begins: what the verdict is based on',
      ...LOGIN_EVIDENCE,
    },
    remediation: [
      'Ask the user, by phone or in person, whether they are there.',
      'If not: Setup > Users > Users > the user: Freeze, then Reset Password; Setup > Session Management: remove the sessions.',
      'To keep countries out, limit sign-ins to your networks: Setup > Profiles > the profile > Login IP Ranges, or the rules of your identity provider.',
    ],
    references: ['T1078.004'],
  },
  {
    subject: 'org',
    only: 'success',
    onLogin(login, tools) {
      const { country } = login.place;
      if (country === null) return;
      const { values, context, report } = tools;
      const { at, ip, userId } = login;
      // Newest success by country. Changed in place: this is asked for every login.
      const seen = (tools.own ??= {}) as Record<string, number | undefined>;
      const previousAt = seen[country] ?? null;
      seen[country] = at;
      if (previousAt !== null && at - previousAt <= values.quietDays * DAY_MS) return;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      if (ip !== null && (isOwnAddress(ip) || isGateway(ip))) return;
      if (isYoung(context, userId, at, values.youngDays)) return;
      const person = context.person(userId);
      report({
        key: country,
        severity: person?.isIntegration === true || isServer(login.client) ? 'low' : 'medium',
        userId,
        ip: ip?.address ?? null,
        app: login.client.application,
        summary:
          previousAt === null
            ? `${nameOf(context, userId)} signed in from ${country}, the first of all since the login history begins.`
            : `${nameOf(context, userId)} signed in from ${country}, the first of all since ${isoOf(previousAt).slice(0, 10)}.`,
        evidence: {
          at: isoOf(at),
          username: person?.username ?? userId,
          previousAt: previousAt === null ? null : isoOf(previousAt),
          historySince: isoOf(context.historySince),
          ...loginFacts(login),
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'org', days),
  },
);
