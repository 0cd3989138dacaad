import { defineLogins } from '../define';
import type { KnownPurpose } from '../../shared/model/addresses';
import type { Ip } from '../logins/event';
import { isoOf } from '../logins/event';
import { flag } from '../parameters';

const TRUSTED: readonly KnownPurpose[] = ['office', 'vpn', 'trusted'];

/** Addresses a user came from that nobody trusts: so many are kept per user, newest first. */
const MOST = 20;

const CHECKED = `
  SELECT count(*) AS n FROM sf_user u
  WHERE u.org_id = @org AND u.is_active = 1 AND coalesce(u.user_type, 'Standard') = 'Standard'
    AND (@programs = 1 OR u.id NOT IN (SELECT value FROM json_each(@integration)))`;

const isTrusted = ({ purposes }: Ip): boolean =>
  purposes.has('office') || purposes.has('vpn') || purposes.has('trusted');

/** Salesforce's own traffic has words in place of an address: it is in no network, so nowhere outside. */
const isNoAddress = ({ network, address }: Ip): boolean => network === address;

export default defineLogins(
  {
    id: 'users-outside-trusted-ip-ranges',
    title: 'Users outside trusted IP ranges',
    category: 'posture',
    finds:
      'Internal users who signed in from an address that is neither on one of your office or VPN lists nor among the org’s own trusted IP ranges.',
    matters:
      'Where work is done from known networks, every other address is worth a question. Where it is not, this shows who would be cut off by login IP ranges.',
    severityRule: 'Medium for users with administrative permissions, otherwise low.',
    subjects: 'active internal users',
    needs: [
      { stream: 'loginHistory' },
      { stream: 'users' },
      { stream: 'trustedIpRanges', without: 'Only your own lists of offices and VPNs count as trusted.' },
    ],
    parameters: {
      programs: flag({
        title: 'Integration users, too',
        help: 'Programs of other companies sign in from their data centers.',
        default: false,
      }),
      mobile: flag({
        title: 'Phone apps, too',
        help: 'Phones are on the networks of their carriers.',
        default: false,
      }),
    },
    evidence: {
      at: 'The newest such sign-in; how many there were is counted',
      ip: 'Its address',
      country: 'Its country, as Salesforce places it',
      city: 'Its city',
      application: 'Its Application',
      addresses: 'Addresses outside that the user signed in from, newest first, 20 at most',
      trusted: 'What counted as trusted: “office”, “vpn” (your lists), “trusted” (the org’s own ranges)',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'An office or VPN is missing: add it under Addresses here, or in Setup > Network Access.',
      'To keep administrators to known networks: Setup > Profiles > the profile > Login IP Ranges.',
      'To have that looked at with every request, not at sign-in only: Setup > Session Settings: “Enforce login IP ranges on every request”.',
      'An address nobody knows: ask the user; if it was not them, freeze the user and reset the password.',
    ],
    references: ['T1078.004', 'T1133'],
    // Where many work from home this says more about the lists than about the risk.
    weight: 2,
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, tools) {
      const { ip, client, userId } = login;
      if (ip === null || isTrusted(ip) || isNoAddress(ip)) return;
      const { context, values, report } = tools;
      const trusted = TRUSTED.filter((purpose) => context.hasAddresses(purpose));
      if (trusted.length === 0) return;
      if (client.isMobile && !values.mobile) return;
      const person = context.person(userId);
      if ((person?.userType ?? 'Standard') !== 'Standard') return;
      if (person?.isIntegration === true && !values.programs) return;
      const before = (tools.own?.['addresses'] as string[] | undefined) ?? [];
      const isSame = before[0] === ip.address;
      const addresses = isSame
        ? before
        : [ip.address, ...before.filter((address) => address !== ip.address)].slice(0, MOST);
      if (!isSame) tools.own = { addresses };
      report({
        key: userId,
        severity: person?.isAdmin === true ? 'medium' : 'low',
        ip: ip.address,
        summary: `${person?.name ?? userId} signed in from outside the trusted addresses.`,
        evidence: {
          at: isoOf(login.at),
          ip: ip.address,
          country: login.place.country,
          city: login.place.city,
          application: client.application,
          addresses,
          trusted,
          isAdmin: person?.isAdmin ?? null,
        },
      });
    },
    population(inputs, { programs }) {
      if (!TRUSTED.some((purpose) => inputs.addresses.has(purpose)))
        return {
          population: null,
          notEvaluated:
            'no trusted addresses are known: there is no list of offices or VPNs, and no trusted IP range of the org is stored.',
        };
      const [checked] = inputs.rows<{ n: number }>(CHECKED, {
        programs: programs ? 1 : 0,
        integration: JSON.stringify([...inputs.integrationIds()]),
      });
      return {
        population: checked?.n ?? 0,
        notes: inputs.addresses.has('trusted') ? [] : ['The org has no trusted IP ranges of its own.'],
      };
    },
  },
);
