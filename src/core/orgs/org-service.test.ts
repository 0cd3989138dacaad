import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/builders/db';
import type { Database } from '../ports';
import type { OrgService } from '../services';
import { fakeClock, memorySecrets, silentLog } from '../testing/fakes';
import { createOrgService } from './org-service';

const input = {
  name: 'Acme',
  url: 'ACME.my.salesforce.com/lightning',
  consumerKey: '3MVG9.consumer.key',
  credentials: { auth: 'client-credentials' as const, consumerSecret: ' s3cret ' },
};

let database: TestDatabase;
let secrets: ReturnType<typeof memorySecrets>;
let orgs: OrgService;
let serial: number;

function service(vault = secrets, db: Database = database.db): OrgService {
  return createOrgService({
    db,
    secrets: vault,
    clock: fakeClock(),
    log: silentLog,
    newId: () => `id-${String((serial += 1))}`,
    settings: () => ({ thresholdPercent: 60, inactiveDays: 30 }),
    activity: () => ({ isCollecting: () => false, nextRunAt: () => null }),
  });
}

beforeEach(async () => {
  database = await testDatabase();
  secrets = memorySecrets();
  serial = 0;
  orgs = service();
});

afterEach(() => {
  database.dispose();
});

describe('listing orgs', () => {
  it('leaves out an org that is removed while the list is made', async () => {
    const first = await orgs.add(input);
    await orgs.add({ ...input, name: 'Beta', url: 'beta.my.salesforce.com' });
    const { db } = database;
    const removedMeanwhile: typeof db = {
      ...db,
      listOrgs: async () => {
        const found = await db.listOrgs();
        await db.removeOrg(first.id, true);
        return found;
      },
    };
    const listed = await service(secrets, removedMeanwhile).list();
    expect(listed.map(({ name }) => name)).toEqual(['Beta']);
  });
});

describe('adding an org', () => {
  it('normalizes, applies the defaults, and keeps the secret in the vault only', async () => {
    const org = await orgs.add(input);
    expect(org).toMatchObject({
      url: 'https://acme.my.salesforce.com',
      state: 'idle',
      lastRun: null,
      thresholdPercent: 60,
      inactiveDays: 30,
      paused: false,
    });
    expect(secrets.values.get(`seatwatch/org:${org.id}:consumer-secret`)).toBe('s3cret');
    expect(JSON.stringify(await orgs.list())).not.toContain('s3cret');
  });

  it('leaves no secret behind when it fails, and no org when the vault does', async () => {
    await orgs.add(input);
    await expect(orgs.add({ ...input, name: ' acme ' })).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    await expect(orgs.add({ ...input, name: 'B', url: 'login.salesforce.com' })).rejects.toMatchObject({
      code: 'WRONG_HOST',
    });
    await expect(orgs.add({ ...input, name: 'B', consumerKey: 'no' })).rejects.toMatchObject({
      kind: 'usage',
    });
    expect(secrets.values.size).toBe(1);
    const locked = { ...secrets, setPassword: () => Promise.reject(new Error('locked')) };
    await expect(service(locked).add({ ...input, name: 'B' })).rejects.toThrow('locked');
    expect(await orgs.list()).toHaveLength(1);
  });

  it('takes the data of an earlier connection up again, secret and all', async () => {
    const first = await orgs.add(input);
    await orgs.remove(first.id, false);
    expect(secrets.values.size).toBe(0);
    const again = await orgs.add({ ...input, name: 'Acme again' });
    expect(again.id).toBe(first.id);
    expect([...secrets.values.keys()]).toEqual([`seatwatch/org:${first.id}:consumer-secret`]);
  });

  it('makes a key and a certificate for the JWT flow', async () => {
    const org = await orgs.add({
      ...input,
      credentials: { auth: 'jwt-bearer', username: 'bot@acme.example', key: { from: 'generate' } },
    });
    const certificate = new X509Certificate(await orgs.certificate(org.id));
    const key = createPrivateKey(secrets.values.get(`seatwatch/org:${org.id}:private-key`) ?? '');
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(certificate.subject).toBe('CN=Seatwatch');
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.UTC(2027, 11, 1));
    expect(org.jwtUsername).toBe('bot@acme.example');
  });

  it('imports a key in either PEM form, and explains what it cannot use', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwt = (pem: string, name: string) =>
      orgs.add({
        ...input,
        name,
        credentials: { auth: 'jwt-bearer', username: 'bot@acme.example', key: { from: 'pem', pem } },
      });
    const org = await jwt(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), 'PKCS1');
    expect(new X509Certificate(await orgs.certificate(org.id)).checkPrivateKey(privateKey)).toBe(true);
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const locked = privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
    for (const pem of [small, curve].map((key) => key.export({ type: 'pkcs8', format: 'pem' }).toString())) {
      await expect(jwt(pem, 'X')).rejects.toMatchObject({ code: 'INVALID_PRIVATE_KEY', message: /2048/ });
    }
    await expect(jwt(locked, 'X')).rejects.toMatchObject({ message: /passphrase/ });
    await expect(jwt('-----BEGIN NONSENSE', 'X')).rejects.toMatchObject({ message: /PEM/ });
    // What is kept of it: one key and one certificate per org that was added.
    expect(secrets.values.size).toBe(2);
  });
});

describe('changing and removing', () => {
  it('sets and takes back the rules for collecting, and leaves those alone that are not given', async () => {
    const { id } = await orgs.add(input);
    const rules = { runBudget: 40, dailyBudget: 500, keepLoginsDays: 400, thresholdPercent: 50 };
    expect(await orgs.update({ orgId: id, ...rules })).toMatchObject(rules);
    expect(await orgs.update({ orgId: id, dailyBudget: null })).toMatchObject({
      ...rules,
      dailyBudget: null,
    });
    expect(await orgs.get(id)).toMatchObject({ ...rules, dailyBudget: null, inactiveDays: 30 });
  });

  it('changes what is given and nothing else', async () => {
    const { id } = await orgs.add(input);
    await orgs.add({ ...input, name: 'Other', url: 'other.my.salesforce.com' });
    const changed = await orgs.update({
      orgId: id,
      name: 'Acme Inc',
      url: 'acme2.my.salesforce.com',
      consumerSecret: 'new',
      paused: true,
    });
    expect(changed).toMatchObject({
      name: 'Acme Inc',
      url: 'https://acme2.my.salesforce.com',
      paused: true,
      inactiveDays: 30,
    });
    expect(secrets.values.get(`seatwatch/org:${id}:consumer-secret`)).toBe('new');
    await expect(orgs.update({ orgId: id, name: 'OTHER' })).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    await expect(orgs.update({ orgId: id, name: 'ACME INC' })).resolves.toMatchObject({ name: 'ACME INC' });
  });

  it('names the orgs there are when asked for another', async () => {
    await orgs.add(input);
    await expect(orgs.requireByName('Nope')).rejects.toMatchObject({
      code: 'UNKNOWN_ORG',
      kind: 'usage',
      fix: /“Acme”/,
    });
    expect((await orgs.requireByName(' ACME ')).name).toBe('Acme');
    await expect(orgs.get('no-such-id')).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });
  });

  it('has no certificate for a secret', async () => {
    const { id } = await orgs.add(input);
    await expect(orgs.certificate(id)).rejects.toMatchObject({ code: 'NO_CERTIFICATE' });
  });
});
