import { defineLogins } from '../define';
import { dateOf, isoOf } from '../logins/event';
import { list } from '../parameters';
import { COUNTRY_CHOICES, countryName } from './lib/countries';
import { judged } from './lib/population';
import { LOGIN_EVIDENCE, loginFacts, nameOf } from './lib/words';

export default defineLogins(
  {
    id: 'access-from-denied-territories',
    title: 'Access from Denied Territories',
    category: 'threat',
    finds:
      'Successful sign-ins from countries on a list of denied ones, or from addresses on a “denied” list of known addresses.',
    matters:
      'Access from embargoed territories may break export law, whoever it was, and addresses on a denied list were put there for a reason.',
    severityRule: 'High.',
    subjects: 'users with sign-ins',
    needs: [
      {
        stream: 'loginHistory',
        fields: ['CountryIso'],
        without: 'Only addresses on “denied” lists are found.',
      },
    ],
    parameters: {
      countries: list({
        title: 'Denied countries',
        help: 'To begin with Cuba, Iran, North Korea and Syria: country groups E:1 and E:2 of the US Export Administration Regulations (15 CFR 740, Supplement No. 1), the strictest controls by country. Embargoed regions such as Crimea have no country code of their own. Add what your company’s rules say.',
        default: ['CU', 'IR', 'KP', 'SY'],
        choices: COUNTRY_CHOICES,
      }),
    },
    evidence: {
      at: 'Newest of these sign-ins on that day (UTC)',
      because: 'Why it is denied: "country" or "address"',
      lists: 'The “denied” lists and others the address is on',
      ...LOGIN_EVIDENCE,
    },
    remediation: [
      'Ask the user, by phone or in person, where they are; tell whoever is in charge of export control.',
      'Setup > Users > Users > the user: Freeze until that is clear; Setup > Session Management: remove the sessions.',
      'Limit where people may sign in from: Setup > Profiles > the profile > Login IP Ranges.',
    ],
    references: ['T1078.004'],
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { values, context, report }) {
      const { at, ip, place, userId } = login;
      const isDeniedAddress = ip !== null && ip.purposes.size > 0 && ip.purposes.has('denied');
      const { country } = place;
      if (!isDeniedAddress && (country === null || !values.countries.includes(country))) return;
      report({
        key: `${userId}:${dateOf(at)}`,
        severity: 'high',
        ip: ip?.address ?? null,
        app: login.client.application,
        summary: isDeniedAddress
          ? `${nameOf(context, userId)} signed in from ${ip.address}, an address on a list of denied ones.`
          : `${nameOf(context, userId)} signed in from ${countryName(country ?? '')}, which is on the list of denied countries.`,
        evidence: {
          at: isoOf(at),
          because: isDeniedAddress ? 'address' : 'country',
          lists: [...(ip?.lists ?? [])],
          ...loginFacts(login),
        },
      });
    },
    population: (inputs) => judged(inputs, 'users', 0),
  },
);
