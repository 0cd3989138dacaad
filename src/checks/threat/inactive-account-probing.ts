import { defineLogins } from '../define';
import { dateOf, DAY_MS, isoOf } from '../logins/event';
import { isOwnAddress } from '../logins/places';
import { isProbe } from '../logins/statuses';
import { number } from '../parameters';
import { judged } from './lib/population';
import { counted, nameOf, shown } from './lib/words';

export default defineLogins(
  {
    id: 'inactive-account-probing',
    title: 'Inactive Account Probing',
    category: 'threat',
    finds:
      'Failed sign-ins to an account that is frozen or deactivated, or that nobody has used for a long time.',
    matters:
      'Nobody but an intruder, or a forgotten program, tries an account that is out of use. Those that still work are the ones to watch.',
    severityRule:
      'Medium; low when all attempts came from networks the user has signed in from before, from phones like the user’s own, or from the company’s own addresses: something that still has the old password.',
    subjects: 'users with sign-ins',
    needs: [
      { stream: 'loginHistory', fields: ['Status'] },
      { stream: 'users', without: 'The age of accounts without a success is not known: they are left out.' },
    ],
    parameters: {
      quietDays: number({
        title: 'Out of use: no success for at least',
        help: 'Accounts that Salesforce calls inactive or frozen count at once.',
        default: 30,
        unit: 'days',
        min: 7,
        max: 365,
      }),
      probes: number({ title: 'Failed attempts', default: 2, unit: 'attempts', min: 1, max: 100 }),
      days: number({ title: 'Within', default: 7, unit: 'days', min: 1, max: 30 }),
    },
    evidence: {
      probes: 'Failed attempts within the days set',
      from: 'First of them',
      to: 'Newest of them',
      status: 'What Salesforce said to the newest',
      addresses: 'Addresses they came from, up to 20',
      addressCount: 'How many there are',
      lastSuccessAt: 'Newest success of the account; null: none since the login history begins',
      historySince: 'Where the stored login history begins',
      reason: 'Why the account counts as inactive: "closed" (Salesforce said so) or "unused"',
      knownSources:
        'Whether all attempts came from networks used before, the user’s kind of phone, or the company’s addresses',
    },
    remediation: [
      'Setup > Login History: is it a program with an old password? Then stop it at its source.',
      'An account that is not needed: Setup > Users > Users > the user: clear “Active”.',
      'An account that is needed seldom: require multi-factor authentication and Login IP Ranges of its profile (Setup > Profiles).',
    ],
    references: ['T1078.004', 'T1110.001'],
  },
  {
    subject: 'user',
    only: 'failure',
    onLogin(login, { values, context, history, report }) {
      const { at, ip, statusKind, userId } = login;
      if (!isProbe(statusKind)) return;
      const isClosed = statusKind === 'inactive';
      const lastAt = history.last?.at ?? null;
      const quiet = values.quietDays * DAY_MS;
      if (!isClosed) {
        if (lastAt !== null && at - lastAt < quiet) return;
        if (lastAt === null) {
          if (at - context.historySince < quiet) return;
          const person = context.person(userId);
          if (person === null || at - person.createdAt < quiet) return;
        }
      }
      if (history.failures.length + 1 < values.probes) return;
      const since = at - values.days * DAY_MS;
      const addresses = new Set<string>();
      let [probes, firstAt, isKnown] = [0, at, true];
      const count = (ipAt: number, address: string | null, known: boolean) => {
        probes += 1;
        firstAt = Math.min(firstAt, ipAt);
        if (address !== null) addresses.add(address);
        if (!known) isKnown = false;
      };
      for (const failure of history.failures) {
        if (failure.at < since || !isProbe(failure.kind)) continue;
        const from = failure.ipKey === null ? null : context.ip(failure.ipKey);
        count(
          failure.at,
          from?.address ?? null,
          failure.isOwnPhone || (from !== null && (isOwnAddress(from) || history.networks.has(from.network))),
        );
      }
      const isKnownNetwork = ip !== null && (isOwnAddress(ip) || history.networks.has(ip.network));
      count(at, ip?.address ?? null, isKnownNetwork || history.isOwnPhone(login.client));
      if (probes < values.probes) return;
      report({
        key: `${userId}:${dateOf(at)}`,
        severity: isKnown ? 'low' : 'medium',
        ip: ip?.address ?? null,
        summary: `Somebody tried the ${isClosed ? 'closed' : 'unused'} account of ${nameOf(context, userId)}: ${counted(probes, 'failed attempt')}.`,
        evidence: {
          probes,
          from: isoOf(firstAt),
          to: isoOf(at),
          status: login.status,
          addresses: shown([...addresses]),
          addressCount: addresses.size,
          lastSuccessAt: lastAt === null ? null : isoOf(lastAt),
          historySince: isoOf(context.historySince),
          reason: isClosed ? 'closed' : 'unused',
          knownSources: isKnown,
        },
      });
    },
    population: (inputs) => judged(inputs, 'users', 0),
  },
);
