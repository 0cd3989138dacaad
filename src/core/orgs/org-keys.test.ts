import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/builders/db';
import { AppError } from '../../shared/model/errors';
import type { OrgSummary } from '../../shared/model/org';
import type { SecretStore } from '../ports';
import type { OrgService } from '../services';
import { fakeClock, memoryLog, memorySecrets } from '../testing/fakes';
import { readLogin } from './login';
import { createOrgService } from './org-service';

const add = { name: 'Acme', url: 'acme.my.salesforce.com', consumerKey: '3MVG9.consumer.key' };
const jwt = { auth: 'jwt-bearer' as const, username: 'bot@acme.example' };

let own: string;
beforeAll(() => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  own = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
});

let database: TestDatabase;
let secrets: ReturnType<typeof memorySecrets>;
let orgs: OrgService;
let changes: number;
const log = memoryLog();

function service(vault: SecretStore = secrets): OrgService {
  let serial = 0;
  return createOrgService({
    db: database.db,
    secrets: vault,
    clock: fakeClock(),
    log,
    newId: () => `id-${String((serial += 1))}`,
    settings: () => ({ thresholdPercent: 60, inactiveDays: 30 }),
    activity: () => ({ isCollecting: () => false, nextRunAt: () => null }),
    onChanged: () => (changes += 1),
  });
}

beforeEach(async () => {
  database = await testDatabase();
  secrets = memorySecrets();
  changes = 0;
  orgs = service();
});
afterEach(() => {
  database.dispose();
});
afterAll(() => {
  expect(log.lines.join()).not.toContain('PRIVATE KEY');
});

const addJwt = (): Promise<OrgSummary> =>
  orgs.add({ ...add, credentials: { ...jwt, key: { from: 'generate' } } });
const secret = (kind: string, orgId = 'id-1') => secrets.values.get(`seatwatch/org:${orgId}:${kind}`);
const kinds = () => [...secrets.values.keys()].map((name) => name.split(':').slice(2).join(':')).sort();

/** A vault that fails, once, at its n-th change from now. */
function failingAt(n: number): SecretStore & { failed: () => boolean } {
  let left = n;
  const step = () => {
    left -= 1;
    if (left === 0) throw new Error('power cut');
  };
  return {
    ...secrets,
    failed: () => left <= 0,
    setPassword: async (...args) => {
      step();
      await secrets.setPassword(...args);
    },
    deletePassword: async (...args) => {
      step();
      return secrets.deletePassword(...args);
    },
  };
}

const locked = (): SecretStore => {
  const refuse = () =>
    Promise.reject(new AppError({ code: 'VAULT_LOCKED', kind: 'vault-locked', message: 'x', fix: 'y' }));
  return { ...secrets, getPassword: refuse, setPassword: refuse, findCredentials: refuse };
};

describe('the key of an org being added', () => {
  it('is made, shown, replaced, and adopted', async () => {
    expect((await orgs.setup(null)).draftCertificate).toBeNull();
    const first = await orgs.prepareKey(null, { from: 'generate' });
    const second = await orgs.prepareKey(null, { from: 'pem', pem: own });
    expect(second.fingerprint).not.toBe(first.fingerprint);
    await database.db.saveDraft({ ...add, auth: 'jwt-bearer', username: jwt.username });
    const setup = await orgs.setup(null);
    expect(setup.draftCertificate).toEqual(second);
    expect(setup.draft).toMatchObject({ auth: 'jwt-bearer', username: 'bot@acme.example' });
    const pem = await orgs.certificate(null);

    const org = await orgs.add({ ...add, credentials: { ...jwt, key: { from: 'draft' } } });
    expect(org.certificates).toEqual({ current: second, next: null });
    expect(secret('private-key')).toBe(own);
    expect(secret('certificate')).toBe(pem);
    await database.db.adoptDraft(org.id);
    await orgs.discardDraftKey();
    expect(kinds()).toEqual(['certificate', 'private-key']);
    expect((await orgs.setup(null)).draftCertificate).toBeNull();
    expect(JSON.stringify(await orgs.list())).not.toContain('PRIVATE');
  });

  it('must be there', async () => {
    const draft = orgs.add({ ...add, credentials: { ...jwt, key: { from: 'draft' } } });
    await expect(draft).rejects.toMatchObject({ code: 'NO_PRIVATE_KEY', subStep: 'app.certificate' });
    await expect(orgs.certificate(null)).rejects.toMatchObject({ code: 'NO_PRIVATE_KEY' });
    expect(await orgs.list()).toEqual([]);
  });

  it('stays for another try when adding fails', async () => {
    await orgs.prepareKey(null, { from: 'generate' });
    const bad = {
      ...add,
      url: 'login.salesforce.com',
      credentials: { ...jwt, key: { from: 'draft' as const } },
    };
    await expect(orgs.add(bad)).rejects.toMatchObject({ code: 'WRONG_HOST' });
    expect((await orgs.setup(null)).draftCertificate).not.toBeNull();
  });

  it('counts only as far as the vault has it', async () => {
    await orgs.prepareKey(null, { from: 'generate' });
    const shown = (await orgs.setup(null)).draftCertificate;
    expect((await service(locked()).setup(null)).draftCertificate).toEqual(shown);
    const kept = new Map(secrets.values);
    for (const account of ['draft:private-key', 'draft:certificate']) {
      secrets.values.delete(`seatwatch/${account}`);
      expect((await orgs.setup(null)).draftCertificate).toBeNull();
      await expect(
        orgs.add({ ...add, credentials: { ...jwt, key: { from: 'draft' } } }),
      ).rejects.toMatchObject({ code: 'NO_PRIVATE_KEY' });
      for (const [name, value] of kept) secrets.values.set(name, value);
    }
    // The database forgot, the vault did not.
    await database.db.saveDraftCertificate(null);
    expect((await orgs.setup(null)).draftCertificate).toEqual(shown);
  });

  it.each([1, 2])('is never half a key (power cut at change %i)', async (n) => {
    await orgs.prepareKey(null, { from: 'generate' });
    const vault = failingAt(n);
    await expect(service(vault).prepareKey(null, { from: 'generate' })).rejects.toThrow('power cut');
    const { draftCertificate } = await orgs.setup(null);
    if (draftCertificate === null) {
      await expect(orgs.certificate(null)).rejects.toMatchObject({ code: 'NO_PRIVATE_KEY' });
    } else {
      const org = await orgs.add({ ...add, credentials: { ...jwt, key: { from: 'draft' } } });
      expect(org.certificates?.current).toEqual(draftCertificate);
    }
  });
});

describe('replacing a key', () => {
  it('keeps both until the new one is accepted, then only that', async () => {
    const { id, certificates } = await addJwt();
    const next = await orgs.prepareKey(id, { from: 'pem', pem: own });
    expect((await orgs.get(id)).certificates).toEqual({ current: certificates?.current, next });
    expect(kinds()).toEqual(['certificate', 'next-certificate', 'next-private-key', 'private-key']);
    const [currentPem, nextPem] = [await orgs.certificate(id), await orgs.certificate(id, 'next')];
    expect(currentPem).not.toBe(nextPem);
    const login = await readLogin(secrets, await orgs.get(id));
    expect(login.auth === 'jwt-bearer' ? login.keys : []).toEqual([
      { privateKeyPem: secret('private-key'), expiresAt: certificates?.current.expiresAt },
      { privateKeyPem: own, expiresAt: next.expiresAt },
    ]);

    await orgs.promoteNextKey(id, own);
    expect((await orgs.get(id)).certificates).toEqual({ current: next, next: null });
    expect(await orgs.certificate(id)).toBe(nextPem);
    expect(secret('private-key')).toBe(own);
    expect(kinds()).toEqual(['certificate', 'private-key']);
    expect(changes).toBe(1);
    await orgs.promoteNextKey(id, own);
    expect(changes).toBe(1);
  });

  it('can be given up, once', async () => {
    const { id, certificates } = await addJwt();
    await orgs.prepareKey(id, { from: 'generate' });
    await expect(orgs.prepareKey(id, { from: 'generate' })).rejects.toMatchObject({
      code: 'KEY_REPLACEMENT_UNDER_WAY',
    });
    expect((await orgs.discardNextKey(id)).certificates).toEqual(certificates);
    expect(kinds()).toEqual(['certificate', 'private-key']);
    await expect(orgs.discardNextKey(id)).rejects.toMatchObject({ code: 'NO_NEXT_KEY', kind: 'usage' });
    await expect(orgs.certificate(id, 'next')).rejects.toMatchObject({ code: 'NO_NEXT_KEY' });
    // What was accepted a moment too late is not taken over.
    await orgs.promoteNextKey(id, own);
    expect((await orgs.get(id)).certificates).toEqual(certificates);
  });

  it('is for orgs that sign in with one', async () => {
    const credentials = { auth: 'client-credentials' as const, consumerSecret: 's' };
    const { id } = await orgs.add({ ...add, credentials });
    for (const attempt of [
      orgs.prepareKey(id, { from: 'generate' }),
      orgs.certificate(id),
      orgs.certificate(id, 'next'),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'NO_CERTIFICATE', kind: 'usage' });
    }
    await expect(orgs.update({ orgId: id, jwtUsername: 'a@b' })).rejects.toMatchObject({
      code: 'NO_JWT_USERNAME',
    });
  });

  it.each([1, 2, 3, 4, 5])('survives a power cut at change %i of beginning it', async (n) => {
    const org = await addJwt();
    const vault = failingAt(n);
    const begun = service(vault).prepareKey(org.id, { from: 'generate' });
    await begun.catch(() => undefined);
    const settled = await orgs.settleKeys((await database.db.getOrg(org.id)) ?? org);
    expect(settled.certificates?.current).toEqual(org.certificates?.current);
    expect(settled.certificates?.next === null).toBe(secret('next-private-key') === undefined);
    const login = await readLogin(secrets, settled);
    expect(login).toMatchObject({ keys: [{ privateKeyPem: secret('private-key') }, ...anyNext(settled)] });
    // And it can be begun (again), or given up.
    if (settled.certificates?.next != null) await orgs.discardNextKey(org.id);
    await orgs.prepareKey(org.id, { from: 'generate' });
  });

  const anyNext = ({ certificates }: { certificates: OrgSummary['certificates'] }) =>
    certificates?.next == null ? [] : [{ privateKeyPem: secret('next-private-key') }];

  it.each([1, 2, 3, 4, 5])('survives a power cut at change %i of completing it', async (n) => {
    const org = await addJwt();
    const next = await orgs.prepareKey(org.id, { from: 'pem', pem: own });
    const vault = failingAt(n);
    await service(vault)
      .promoteNextKey(org.id, own)
      .catch(() => undefined);
    // The next sign-in works with what is there, before anything is repaired.
    const login = await readLogin(secrets, (await database.db.getOrg(org.id)) ?? org);
    const keys = login.auth === 'jwt-bearer' ? login.keys.map((key) => key.privateKeyPem) : [];
    expect(keys).toContain(own);
    // Afterwards all agree: either nothing has happened or everything has.
    const settled = await orgs.settleKeys((await database.db.getOrg(org.id)) ?? org);
    if (n === 1) {
      expect(settled.certificates).toEqual({ current: org.certificates?.current, next });
    } else {
      expect(settled.certificates).toEqual({ current: next, next: null });
      expect(kinds()).toEqual(['certificate', 'private-key']);
      expect(secret('private-key')).toBe(own);
      expect(vault.failed()).toBe(n <= 4);
    }
    expect((await database.db.getOrg(org.id))?.certificates).toEqual(settled.certificates);
  });

  it('goes on with a new key alone when the old one is lost', async () => {
    const { id } = await addJwt();
    secrets.values.clear();
    await expect(readLogin(secrets, await orgs.get(id))).rejects.toMatchObject({
      code: 'NO_CREDENTIALS',
      subStep: 'app.certificate',
    });
    const next = await orgs.prepareKey(id, { from: 'generate' });
    expect((await orgs.get(id)).certificates).toEqual({ current: next, next: null });
  });
});

describe('what is stored of certificates', () => {
  it('is filled in for orgs from before, and mended after a restored backup', async () => {
    const org = await addJwt();
    await database.db.updateOrg(org.id, { certificates: null });
    expect((await orgs.list())[0]?.certificates).toBeNull();
    await orgs.fillInCertificates();
    expect((await orgs.get(org.id)).certificates).toEqual(org.certificates);
    expect(changes).toBe(1);
    await orgs.fillInCertificates();
    expect(changes).toBe(1);

    const other = await orgs.prepareKey(org.id, { from: 'pem', pem: own });
    const restored = await database.db.updateOrg(org.id, { certificates: { current: other, next: null } });
    await orgs.settleKeys(restored);
    expect((await orgs.get(org.id)).certificates).toEqual({
      current: org.certificates?.current,
      next: other,
    });
  });

  it('waits for a locked vault, and never keeps orgs from being listed', async () => {
    const org = await addJwt();
    await database.db.updateOrg(org.id, { certificates: null });
    const shut = service(locked());
    await expect(shut.fillInCertificates()).resolves.toBeUndefined();
    expect(await shut.list()).toHaveLength(1);
    await expect(shut.prepareKey(null, { from: 'generate' })).rejects.toMatchObject({ kind: 'vault-locked' });
  });

  it('is not shown for a key whose certificate is gone, which goes on signing', async () => {
    const org = await addJwt();
    secrets.values.delete(`seatwatch/org:${org.id}:certificate`);
    const settled = await orgs.settleKeys(org);
    expect(secret('private-key')).toBeDefined();
    await expect(orgs.certificate(org.id)).rejects.toMatchObject({ code: 'NO_CERTIFICATE', fix: /Replace/ });
    expect(await readLogin(secrets, settled)).toMatchObject({ auth: 'jwt-bearer' });
  });
});

it('changes the username of an org that has one', async () => {
  const { id } = await addJwt();
  expect((await orgs.update({ orgId: id, jwtUsername: ' new@acme.example ' })).jwtUsername).toBe(
    'new@acme.example',
  );
  await expect(orgs.update({ orgId: id, jwtUsername: 'nobody' })).rejects.toMatchObject({
    code: 'INVALID_USERNAME',
  });
  await expect(orgs.update({ orgId: id, consumerSecret: 's' })).rejects.toMatchObject({
    code: 'NO_CONSUMER_SECRET',
  });
});
