import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyPair } from '../../src/core/orgs/key-pair';
import type { Row } from '../../src/demo-org/test-client';
import { versionOf } from './harness/environment';
import { newKeyPair } from './harness/jwt';
import { rowsIn, startRig, stopRig, type Rig } from './harness/rig';
import { SalesforceCli } from './harness/salesforce-cli';

// The Salesforce CLI as a server uses it: with a private key, and a new token whenever the last one is over.

const VERSION = 68;
const TO_DEMO = ['--target-org', 'demo'];

let rig: Rig;
let sf: SalesforceCli;
let ours: KeyPair;

beforeAll(async () => {
  ours = await newKeyPair();
  rig = await startRig(`Salesforce CLI ${versionOf('@salesforce/cli')}, JWT`, {
    certificates: [ours.certificatePem],
  });
  sf = new SalesforceCli();
});

afterAll(async () => {
  sf?.remove();
  await stopRig(rig);
});

const login = (keyFile: string, username: string, alias: string): string[] => [
  ...['org', 'login', 'jwt', '--client-id', rig.org.consumerKey, '--jwt-key-file', keyFile],
  ...['--username', username, '--instance-url', rig.org.url, '--alias', alias],
];

describe('org login jwt', () => {
  it('logs in with the key of the app’s certificate', async () => {
    const key = sf.write('ours.pem', ours.privateKeyPem);
    const { result, calls } = await rig.measures.of('org login jwt', () =>
      sf.result<Row>(login(key, rig.org.runAsUsername, 'demo')),
    );
    expect(result).toMatchObject({ username: rig.org.runAsUsername, orgId: rig.org.organizationId });
    // Two queries (ScratchOrgInfo, Organization); tokens and the version list are free.
    expect(calls).toBe(2);
  });

  it('reads with the token it got', async () => {
    const soql = "SELECT Id, Name, Profile.Name FROM User WHERE Profile.Name LIKE 'System%' ORDER BY Id";
    const { records } = await sf.result<{ records: Row[] }>(['data', 'query', '--query', soql, ...TO_DEMO]);
    expect(records).toEqual(await rowsIn(rig.truth, VERSION, soql));
  });

  it('gets itself a new token when the org has ended the old one', async () => {
    rig.org.control({ expireTokens: true });
    const grants = rig.org.stats().requests['POST /services/oauth2/token'] ?? 0;
    const soql = 'SELECT Id, Name FROM Organization';
    const { result } = await rig.measures.of('data query after the token’s end', () =>
      sf.result<{ records: Row[] }>(['data', 'query', '--query', soql, ...TO_DEMO]),
    );
    expect(rig.org.stats().requests['POST /services/oauth2/token']).toBeGreaterThan(grants);
    await rig.truth.grant();
    expect(result.records).toEqual(await rowsIn(rig.truth, VERSION, soql));
  });

  it('is refused with another key, and for a user nobody approved', async () => {
    const theirs = sf.write('theirs.pem', (await newKeyPair()).privateKeyPem);
    const wrongKey = await sf.failure(login(theirs, rig.org.runAsUsername, 'nobody'));
    expect(wrongKey.exitCode).not.toBe(0);
    expect(wrongKey.message).toContain('invalid assertion');
    rig.org.control({ preauthorized: false });
    const notApproved = await sf.failure(login(sf.path('ours.pem'), rig.org.runAsUsername, 'nobody'));
    rig.org.control({ preauthorized: true });
    expect(notApproved.message).toContain('user is not admin approved to access this app');
  });
});
