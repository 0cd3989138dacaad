import { defineLogins } from '../define';
import { dateOf, DAY_MS, isoOf } from '../logins/event';
import { isGateway, isOwnAddress, isPhone, isServer } from '../logins/places';
import { habitsOf, isYoung } from './lib/habits';
import { forgetDays, habitLogins, historyDays, youngDays } from './lib/parameters';
import { judged } from './lib/population';
import { LOGIN_EVIDENCE, loginFacts, nameOf } from './lib/words';

export default defineLogins(
  {
    id: 'super-admin-login-from-a-new-network',
    title: 'Super Admin Login from a New Network',
    category: 'threat',
    alsoKnownAs: ['Super Admin Login'],
    finds:
      'A successful sign-in of somebody who may modify all data and manage users, from a network they had not signed in from for a long time.',
    matters:
      'With such an account everything can be read, changed and given away. It deserves a look each time.',
    severityRule:
      'High when device (browser and platform) and country are new to the user as well, medium when one of them is, otherwise low. At most medium for phones; low for programs on servers. Addresses on office, VPN and carrier lists are left out.',
    subjects: 'users with sign-ins',
    needs: [
      { stream: 'loginHistory', fields: ['SourceIp'] },
      { stream: 'users' },
      { stream: 'permissionSets' },
      { stream: 'permissionSetAssignments' },
    ],
    parameters: {
      quietDays: forgetDays(90),
      minLogins: habitLogins(10),
      youngDays: youngDays(14),
      historyDays: historyDays(30),
    },
    evidence: {
      at: 'The sign-in',
      network: 'The network: /24 of IPv4, /48 of IPv6',
      previousAt: 'The user’s newest sign-in from that network before; null: none known',
      newDevice: 'Whether the device is new to the user (first met less than a day before)',
      newCountry: 'Whether the country is',
      successes: 'Successes of the user before',
      historySince: 'Where the stored login history begins: what the verdict is based on',
      ...LOGIN_EVIDENCE,
    },
    remediation: [
      'Ask the administrator, by phone or in person, whether it was them.',
      'If not: Setup > Users > Users > the user: Freeze at once, then Reset Password; Setup > Session Management: remove the sessions; Setup > View Setup Audit Trail: what was changed since?',
      'Limit where administrators may sign in from: Setup > Profiles > System Administrator > Login IP Ranges.',
      'A network of the company? Add it to a list of known addresses in Seatwatch.',
    ],
    references: ['T1078.004', 'T1098.003'],
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { values, context, history, report }) {
      const { at, ip, userId } = login;
      const person = context.person(userId);
      if (person?.isSuperAdmin !== true || ip === null || ip.isPrivate) return;
      const previousAt = history.networks.lastAt(ip.network);
      if (previousAt !== null && at - previousAt <= values.quietDays * DAY_MS) return;
      if (history.successes < values.minLogins || isOwnAddress(ip) || isGateway(ip)) return;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      if (isYoung(context, userId, at, values.youngDays)) return;
      const { device, country } = habitsOf(login, history);
      const isProgram = isServer(login.client) || person.isIntegration;
      const isStrange = !device && !country && !isPhone(login.client);
      report({
        key: `${userId}:${dateOf(at)}`,
        severity: isProgram ? 'low' : isStrange ? 'high' : device && country ? 'low' : 'medium',
        ip: ip.address,
        app: login.client.application,
        summary: `${nameOf(context, userId)}, who can do everything in the org, signed in from ${ip.address}, a network new to them.`,
        evidence: {
          at: isoOf(at),
          network: ip.network,
          previousAt: previousAt === null ? null : isoOf(previousAt),
          newDevice: !device,
          newCountry: !country,
          successes: history.successes,
          historySince: isoOf(context.historySince),
          ...loginFacts(login),
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'users', days),
  },
);
