import { defineLogins } from '../define';
import { dateOf, DAY_MS, isoOf, type LoginContext } from '../logins/event';
import { isGateway, isOwnAddress } from '../logins/places';
import { isProbe } from '../logins/statuses';
import type { UserHistory } from '../logins/user-history';
import { number } from '../parameters';
import { judged } from './lib/population';
import { counted, nameOf, shown } from './lib/words';

interface Probing {
  addresses: string[];
  networks: Set<string>;
  failures: number;
  firstAt: number;
}

/** Failures by guessing from addresses that are neither the company's nor in a network the user got in from. */
function probing(history: UserHistory, since: number, context: LoginContext): Probing {
  const found: Probing = {
    addresses: [],
    networks: new Set(),
    failures: 0,
    firstAt: Number.MAX_SAFE_INTEGER,
  };
  const judgedIps = new Map<number, boolean>();
  for (const { at, ipKey, kind, isOwnPhone } of history.failures) {
    if (at < since || ipKey === null || isOwnPhone || !isProbe(kind) || kind === 'inactive') continue;
    let counts = judgedIps.get(ipKey);
    if (counts === undefined) {
      const ip = context.ip(ipKey);
      counts =
        ip !== null &&
        !ip.isPrivate &&
        !isOwnAddress(ip) &&
        !isGateway(ip) &&
        !history.networks.has(ip.network);
      judgedIps.set(ipKey, counts);
      if (ip !== null && counts) {
        found.addresses.push(ip.address);
        found.networks.add(ip.network);
      }
    }
    if (!counts) continue;
    found.failures += 1;
    found.firstAt = Math.min(found.firstAt, at);
  }
  return found;
}

export default defineLogins(
  {
    id: 'active-account-under-heavy-attack',
    title: 'Active Account Under Heavy Attack',
    category: 'threat',
    finds:
      'Somebody is trying the password of an active account from many addresses: failed sign-ins that look like guessing, within some days, from networks its user has never signed in from.',
    matters:
      'One address that guesses is locked out soon; many addresses belong to somebody with means, who has chosen this account and goes on until it works.',
    severityRule:
      'High from the number of networks set on, otherwise medium. Addresses on office, VPN and carrier lists, networks the user has signed in from, and phones like the user’s own are not counted.',
    subjects: 'users with sign-ins',
    needs: [{ stream: 'loginHistory', fields: ['Status', 'SourceIp'] }],
    parameters: {
      ips: number({
        title: 'Probing addresses',
        default: 5,
        unit: 'addresses',
        min: 2,
        max: 100,
      }),
      days: number({ title: 'Within', default: 7, unit: 'days', min: 1, max: 30 }),
      highNetworks: number({
        title: 'High from different networks',
        help: 'A network is a /24 of IPv4 or a /48 of IPv6.',
        default: 10,
        unit: 'networks',
        min: 2,
        max: 400,
      }),
    },
    evidence: {
      addresses: 'Probing addresses, up to 20',
      addressCount: 'How many there are',
      networkCount: 'Different networks among them',
      failures: 'Failed sign-ins from them, of the newest 400 failures kept',
      from: 'First of them',
      to: 'Newest of them',
      status: 'What Salesforce said to the newest',
      successes: 'Successes of the user before, from wherever',
      lastSuccessAt: 'The newest success; null: none stored',
    },
    remediation: [
      'Make sure that the account has multi-factor authentication: Setup > Identity Verification, and Setup > Users > the user: “App Registration”.',
      'Limit where the user may sign in from: Setup > Profiles > the profile > Login IP Ranges.',
      'If nobody should sign in with a password: Setup > Single Sign-On Settings, “Disable login with Salesforce credentials”.',
      'Tell the user; if a sign-in was not theirs, Freeze the account and Reset Password.',
    ],
    references: ['T1110.001', 'T1110.004'],
  },
  {
    subject: 'user',
    only: 'failure',
    onLogin(login, { values, context, history, report }) {
      const { at, ip, statusKind, userId } = login;
      if (history.failures.length + 1 < values.ips) return;
      if (ip === null || ip.isPrivate || !isProbe(statusKind) || statusKind === 'inactive') return;
      if (isOwnAddress(ip) || isGateway(ip) || history.networks.has(ip.network)) return;
      if (history.isOwnPhone(login.client)) return;
      const found = probing(history, at - values.days * DAY_MS, context);
      if (!found.addresses.includes(ip.address)) {
        found.addresses.push(ip.address);
        found.networks.add(ip.network);
      }
      const addressCount = found.addresses.length;
      if (addressCount < values.ips) return;
      report({
        key: `${userId}:${dateOf(at)}`,
        severity: found.networks.size >= values.highNetworks ? 'high' : 'medium',
        ip: ip.address,
        summary: `Somebody is guessing the password of ${nameOf(context, userId)} from ${counted(addressCount, 'address', 'addresses')}.`,
        evidence: {
          addresses: shown(found.addresses),
          addressCount,
          networkCount: found.networks.size,
          failures: found.failures + 1,
          from: isoOf(Math.min(found.firstAt, at)),
          to: isoOf(at),
          status: login.status,
          successes: history.successes,
          lastSuccessAt: history.last === null ? null : isoOf(history.last.at),
        },
      });
    },
    population: (inputs) => judged(inputs, 'users', 0),
  },
);
