import { defineLogins } from '../define';
import type { Client } from '../logins/event';
import { isoOf } from '../logins/event';
import { number } from '../parameters';
import { appNameOf } from './lib/app-name';

const USERS = 'SELECT count(*) AS n FROM login_user WHERE org_id = @org';

/** What of a client is old. One look per combination: there is one object for each. */
interface Age {
  /** "TLS 1.0"; null: recent, or not said. */
  tls: string | null;
  /** 36; null: none, or not said. */
  api: number | null;
}
const ages = new WeakMap<Client, Age>();

function ageOf(client: Client): Age {
  let age = ages.get(client);
  if (age === undefined) {
    const tls = client.tlsProtocol?.trim() ?? '';
    const version = Number(client.apiVersion?.trim() === '' ? NaN : client.apiVersion);
    age = {
      tls: /^(ssl|tls ?v?1\.[01]\b)/i.test(tls) ? tls : null,
      api: Number.isFinite(version) && version > 0 ? version : null,
    };
    ages.set(client, age);
  }
  return age;
}

export default defineLogins(
  {
    id: 'legacy-tls-or-retired-api-versions-in-logins',
    title: 'Legacy TLS or retired API versions in logins',
    category: 'posture',
    finds:
      'Sign-ins with TLS 1.0 or 1.1, and programs that sign in with an API version that is retired or is going to be.',
    matters:
      'Old encryption can be broken on the way. A program that nobody has touched for years stops on the day Salesforce switches its version off, and lacks the years’ security fixes.',
    severityRule:
      'Medium for successes with old TLS and for retired API versions; low for versions that are going to be retired, and for attempts with old TLS that were refused.',
    subjects: 'users with sign-ins',
    needs: [
      { stream: 'loginHistory' },
      { stream: 'loginHistory', fields: ['TlsProtocol'], without: 'Nothing is said about TLS.' },
      { stream: 'loginHistory', fields: ['ApiVersion'], without: 'Nothing is said about API versions.' },
      { stream: 'users', without: 'Names are not known.' },
    ],
    parameters: {
      retired: number({
        title: 'Retired: API versions up to',
        help: 'Versions 21 to 30 were retired with Summer ’25; requests get 410.',
        default: 30,
        unit: 'API version',
        min: 1,
        max: 200,
      }),
      deprecated: number({
        title: 'Going to be retired: up to',
        help: 'Versions 31 to 40 are deprecated with Summer ’27 and retired with Summer ’28.',
        default: 40,
        unit: 'API version',
        min: 1,
        max: 200,
      }),
    },
    evidence: {
      at: 'The newest such sign-in; how many there were is counted',
      what: '“TLS” or “API version”',
      value: 'Its TlsProtocol or ApiVersion',
      status: 'Its Status',
      application: 'Its Application',
      clientType: 'Its ApiType, or its Browser where that says nothing',
      ip: 'Its address',
      isIntegration: 'Whether the user is an integration user',
    },
    remediation: [
      'Find the program: Setup > Login History shows its address and application; the user’s name often tells the owner.',
      'API version: have the address it calls changed (“/services/data/v67.0”, or the endpoint of its WSDL) or the product updated.',
      'TLS: update the operating system, Java or .NET runtime or browser it runs on.',
      'Setup > Release Updates lists the dates that apply to this org.',
    ],
    references: ['T1557', 'T1550.001'],
    weight: 3,
  },
  {
    subject: 'user',
    onLogin(login, { values, context, report }) {
      const { client, success } = login;
      const { tls, api } = ageOf(client);
      const isOld = api !== null && api <= Math.max(values.retired, values.deprecated);
      if (tls === null && !isOld) return;
      const person = context.person(login.userId);
      const who = person?.name ?? login.userId;
      const facts = {
        at: isoOf(login.at),
        status: login.status,
        application: client.application,
        clientType:
          client.apiType === null || /^(n\/a|unknown|)$/i.test(client.apiType)
            ? client.browser
            : client.apiType,
        ip: login.ip?.address ?? null,
        isIntegration: person?.isIntegration ?? null,
      };
      const about = { ip: login.ip?.address ?? null, app: appNameOf(client) };
      if (tls !== null) {
        report({
          ...about,
          key: `${login.userId}:${success ? 'tls' : 'refused-tls'}:${appNameOf(client) ?? ''}`,
          severity: success ? 'medium' : 'low',
          summary: `${who} ${success ? 'signed in' : 'tried to sign in'} with ${tls}.`,
          evidence: { what: 'TLS', value: tls, ...facts },
        });
      }
      if (api !== null && isOld) {
        const isRetired = api <= values.retired;
        report({
          ...about,
          // A finding of its own for either: the worse one ends when the program was brought half the way.
          key: `${login.userId}:${isRetired ? 'retired' : 'deprecated'}:${appNameOf(client) ?? ''}`,
          severity: isRetired ? 'medium' : 'low',
          summary: `${who} ${success ? 'signs in' : 'tries to sign in'} with API version ${api.toFixed(1)}, which ${isRetired ? 'is retired' : 'is going to be retired'}.`,
          evidence: { what: 'API version', value: api.toFixed(1), ...facts },
        });
      }
    },
    population: (inputs) => ({ population: inputs.rows<{ n: number }>(USERS)[0]?.n ?? 0 }),
  },
);
