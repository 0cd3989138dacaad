/** Every open fact about Salesforce has a switch, and the switch changes an answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ControlCommand, DemoOrg, DemoOrgOptions } from './index';
import { BulkClient } from './server/bulk/test-bulk';
import { pair, signed, type Pair } from './server/oauth/test-jwt';
import { SWITCHES, UNCONFIRMED, type SwitchName } from './switches';
import { NOON, startOrg, TestClient, type Reply } from './test-client';

/** What is looked at under either setting; anything JSON can hold. */
type Probe = (org: DemoOrg, client: TestClient) => Promise<unknown>;

let org: DemoOrg;
let client: TestClient;
let integration: DemoOrg;
let keys: Pair;
let oldKeys: Pair;
const DAY_MS = 86_400_000;
const OPTIONS: DemoOrgOptions = { users: 300, logins: 1500 };

beforeAll(async () => {
  [keys, oldKeys] = await Promise.all([pair(), pair(NOON - DAY_MS)]);
  ({ org, client } = await startOrg({
    ...OPTIONS,
    certificates: [keys.certificate, oldKeys.certificate],
  }));
  ({ org: integration } = await startOrg({ ...OPTIONS, runAsLicense: 'Salesforce Integration' }));
});
afterAll(async () => {
  await org.close();
  await integration.close();
});

const outcome = ({ status, body }: Reply): unknown =>
  status === 200 ? Object.keys(body as object) : [status, body];

const credentials = (): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: org.consumerKey,
  client_secret: org.consumerSecret,
});
const token = async (fields: Record<string, string> = {}): Promise<unknown> => {
  const body = new URLSearchParams({ ...credentials(), ...fields });
  return outcome(await client.request('/services/oauth2/token', { method: 'POST', body }));
};
const assertion = async (claims: Record<string, unknown> = {}, key = keys.privateKey): Promise<unknown> => {
  const usual = {
    iss: org.consumerKey,
    sub: org.runAsUsername,
    aud: 'https://login.salesforce.com',
    exp: NOON / 1000 + 60,
  };
  const reply = await new TestClient(org).assert(signed({ ...usual, ...claims }, key));
  return outcome(reply);
};

/** With a state that makes the question come up, which ends afterwards. */
const when =
  (on: ControlCommand, off: ControlCommand, probe: Probe): Probe =>
  async (at, asking) => {
    at.control(on);
    try {
      return await probe(at, asking);
    } finally {
      at.control(off);
    }
  };
const without = (permission: string, probe: Probe): Probe =>
  when({ permissions: { [permission]: false } }, { permissions: { [permission]: true } }, probe);
const soql =
  (query: string): Probe =>
  async (_, asking) => {
    const { status, body } = await asking.soql(query);
    return [status, (body as { totalSize?: number }).totalSize ?? body];
  };
const job =
  (query: string): Probe =>
  async (_, asking) => {
    const { status, body } = await new BulkClient(asking).create(query);
    return status === 200 ? status : [status, body];
  };
const csv =
  (query: string): Probe =>
  async (_, asking) => {
    const bulk = new BulkClient(asking);
    const { id } = await bulk.start(query);
    return (await asking.get(`${bulk.base}/${id}/results`)).body;
  };
const counted: Probe = async (at, asking) => {
  const before = at.stats().counted;
  await asking.get('/services/oauth2/userinfo');
  return at.stats().counted - before;
};
const inactive = (active: boolean): ControlCommand => ({ users: { [org.runAsUsername]: { active } } });

const PROBES: Partial<Record<SwitchName, Probe>> = {
  flowOffError: when({ clientCredentialsFlow: false }, { clientCredentialsFlow: true }, () => token()),
  rateLimitError: when({ loginsPerHour: 0 }, { loginsPerHour: 3600 }, () => token()),
  rateLimitStatus: when({ loginsPerHour: 0 }, { loginsPerHour: 3600 }, () => token()),
  scopeError: () => token({ scope: 'api' }),
  clientErrorStatus: () => token({ client_secret: 'nope' }),
  inactiveUserError: async (at, asking) => when(inactive(false), inactive(true), () => token())(at, asking),
  audienceError: () => assertion({ aud: 'https://elsewhere.example' }),
  jwtMaxExpiry: () => assertion({ exp: NOON }),
  acceptExpiredCertificates: () => assertion({}, oldKeys.privateKey),
  jwtBearerSignature: () => assertion(),
  shareToken: async () => {
    const other = new TestClient(org);
    await other.grant();
    const first = other.token;
    await other.grant();
    return first === other.token;
  },
  doubtfulStatus: async (_, asking) => {
    const ids = Array.from({ length: 2001 }, () => '0055g00000000001');
    const reply = await asking.post('/composite/sobjects/User', { ids, fields: ['Id'] });
    return [reply.status, reply.body];
  },
  missingSetupPermission: without('viewSetup', soql('SELECT Id FROM UserLicense')),
  strictLoginHistoryFilters: soql("SELECT COUNT() FROM LoginHistory WHERE SourceIp = '198.51.100.1'"),
  eventLogDays: soql('SELECT COUNT() FROM EventLogFile'),
  networkAccessQueryable: soql('SELECT COUNT() FROM NetworkAccess'),
  securitySettingsNeeds: without('customizeApplication', async (_, asking) => {
    const { status } = await asking.get(
      `/tooling/query?q=${encodeURIComponent('SELECT Metadata FROM SecuritySettings')}`,
    );
    return status;
  }),
  userLoginWithoutPermission: without('manageUsers', soql('SELECT COUNT() FROM UserLogin')),
  authSessionWithoutPermission: without('manageUsers', soql('SELECT COUNT() FROM AuthSession')),
  internalUsersOpenUserObjects: without('manageUsers', soql('SELECT COUNT() FROM UserLogin')),
  integrationLicenseManagesUsers: soql('SELECT COUNT() FROM LoginHistory'),
  bulkShuffles: csv('SELECT Id FROM User'),
  bulkUnsupported: job('SELECT Id FROM LoginIp'),
  bulkUnsupportedCode: job('SELECT AppName FROM OauthToken'),
  bulkQueryErrorCode: job('SELECT Nope FROM User'),
  bulkRefusesLate: job('SELECT COUNT(Id) FROM User'),
  bulkBareNulls: csv('SELECT Id, ManagerId FROM User ORDER BY Id'),
  identityCharged: counted,
  limitInfoExcludesCurrent: async (at, asking) => {
    at.control({ setUsed: 10 });
    return (await asking.get('/limits')).headers.get('sforce-limit-info');
  },
};

/** Questions that come up only as time goes on, in an org of their own. */
const ALONE: Partial<Record<SwitchName, Probe>> = {
  loginBumpsModstamp: async (at, asking) => {
    at.control({ advanceClock: 2 * DAY_MS });
    await asking.grant();
    return (await asking.count('User WHERE SystemModstamp > 2026-03-18T12:00:00Z')) > 0;
  },
};

describe.each(UNCONFIRMED)('$switch: $fact', ({ switch: name, initial, other }) => {
  const to = (value: unknown): ControlCommand => ({ [name]: value });

  test('either setting is a possible one, and they differ', () => {
    const { schema } = SWITCHES[name];
    for (const value of [initial, other]) expect(schema.safeParse(value).success).toBe(true);
    expect(other).not.toEqual(initial);
  });

  test('switching it changes an answer', async () => {
    const alone = ALONE[name];
    const probe = alone ?? PROBES[name];
    if (!probe) throw new Error(`no probe for ${name}`);
    const look = async (value: unknown): Promise<unknown> => {
      if (alone) {
        const own = await startOrg({ ...OPTIONS, live: true });
        own.org.control(to(value));
        const seen = await alone(own.org, own.client);
        await own.org.close();
        return seen;
      }
      const at = name === 'integrationLicenseManagesUsers' ? integration : org;
      const asking = at === org ? client : new TestClient(at);
      await asking.grant();
      at.control(to(value));
      try {
        return await probe(at, asking);
      } finally {
        at.control(to(initial));
      }
    };
    const usual = await look(initial);
    expect(await look(other)).not.toEqual(usual);
    expect(await look(initial)).toEqual(usual);
  });
});
