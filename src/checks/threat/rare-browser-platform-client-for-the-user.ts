import { defineLogins } from '../define';
import { dateOf, DAY_MS, isoOf, type LoginEvent } from '../logins/event';
import type { Seen } from '../logins/seen';
import { deviceOf, type UserHistory } from '../logins/user-history';
import { habitsOf, isYoung } from './lib/habits';
import { forgetDays, habitLogins, historyDays, youngDays } from './lib/parameters';
import { judged } from './lib/population';
import { LOGIN_EVIDENCE, loginFacts, nameOf, shown } from './lib/words';

/** Whether something was not met for so long that it is rare; what is not said is not rare. */
const isRare = (seen: Seen<string>, value: string | null, since: number): boolean =>
  value !== null && (seen.lastAt(value) ?? Number.NEGATIVE_INFINITY) < since;

/** Salesforce writes this where there is no application, and for the user interface. */
const NO_CLIENT = new Set(['N/A', 'Unknown', 'Browser']);

/** What is new about it, in words. The browser may be known on another platform, and the other way around. */
function news(login: LoginEvent, history: UserHistory, rareDevice: boolean, rareClient: boolean): string[] {
  const { browserFamily, platformFamily, application } = login.client;
  const found: string[] = [];
  if (rareDevice) {
    const devices = history.devices.values();
    const platformKnown = devices.some((device) => device.endsWith(` on ${platformFamily ?? ''}`));
    const browserKnown = devices.some((device) => device.startsWith(`${browserFamily ?? ''} on `));
    if (browserFamily !== null && !browserKnown) found.push('browser');
    if (platformFamily !== null && !platformKnown) found.push('platform');
    if (found.length === 0) found.push('combination');
  }
  if (rareClient && application !== null) found.push('client');
  return found;
}

export default defineLogins(
  {
    id: 'rare-browser-platform-client-for-the-user',
    title: 'Rare Browser / Platform / Client for the User',
    category: 'threat',
    alsoKnownAs: ['Rare Browser', 'Rare Browser Activity'],
    finds:
      'A successful sign-in with a browser, platform or application that the user has not used for a long time, or never. Versions do not count: updates are no news.',
    matters:
      'Whoever uses a stolen password brings a computer of their own. By itself it says little, together with other findings a lot.',
    severityRule:
      'Medium when browser and platform are both new and the network is, too, or when an integration user has a new application or a browser; otherwise low.',
    subjects: 'users with sign-ins',
    needs: [
      {
        stream: 'loginHistory',
        fields: ['Browser', 'Platform'],
        without: 'Only applications are looked at.',
      },
      {
        stream: 'loginHistory',
        fields: ['Application'],
        without: 'Only browsers and platforms are looked at.',
      },
      { stream: 'users', without: 'Integration users and young accounts are judged like all others.' },
    ],
    parameters: {
      quietDays: forgetDays(90),
      minLogins: habitLogins(20),
      youngDays: youngDays(30),
      historyDays: historyDays(30),
    },
    evidence: {
      at: 'The sign-in',
      news: 'What is new: browser, platform, combination (both are known, not together), client (application)',
      devices: 'Browsers and platforms the user had before, without versions, up to 20',
      applications: 'Applications the user had before, up to 20',
      newNetwork: 'Whether the network is new to the user (first met less than a day before)',
      successes: 'Successes of the user before',
      historySince: 'Where the stored login history begins: what the verdict is based on',
      ...LOGIN_EVIDENCE,
    },
    remediation: [
      'Does the user have a new computer, phone or program? Ask when there are other findings, too.',
      'If nobody knows: Setup > Users > Users > the user: Reset Password; Setup > Session Management: remove the sessions.',
      'A program nobody knows: Setup > Connected Apps OAuth Usage: Block it.',
    ],
    references: ['T1078.004'],
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { values, context, history, report }) {
      const { at, client, userId } = login;
      const since = at - values.quietDays * DAY_MS;
      const { application } = client;
      const rareDevice = isRare(history.devices, deviceOf(client), since);
      const rareClient = isRare(history.applications, application, since);
      if (!rareDevice && !rareClient) return;
      if (history.successes < values.minLogins) return;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      const isClient = rareClient && application !== null && !NO_CLIENT.has(application);
      if (!rareDevice && !isClient) return;
      if (isYoung(context, userId, at, values.youngDays)) return;
      const found = news(login, history, rareDevice, isClient);
      const { network } = habitsOf(login, history);
      const isIntegration = context.person(userId)?.isIntegration === true;
      const isStrange = !network && found.includes('browser') && found.includes('platform');
      report({
        key: `${userId}:${dateOf(at)}`,
        severity: isStrange || isIntegration ? 'medium' : 'low',
        ip: login.ip?.address ?? null,
        app: application,
        summary: `${nameOf(context, userId)} signed in with ${isClient ? (application ?? '') : (deviceOf(client) ?? '')}, which they do not usually use.`,
        evidence: {
          at: isoOf(at),
          news: found,
          devices: shown(history.devices.values()),
          applications: shown(history.applications.values()),
          newNetwork: !network,
          successes: history.successes,
          historySince: isoOf(context.historySince),
          ...loginFacts(login),
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'users', days),
  },
);
