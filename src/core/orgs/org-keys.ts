import {
  certificateState,
  type Certificate,
  type OrgCertificates,
  type WhichCertificate,
} from '../../shared/model/certificate';
import type { Org } from '../../shared/model/org';
import type { Clock, Database, Log, SecretStore } from '../ports';
import { describeCertificate } from './certificate';
import { VAULT_SERVICE } from './credentials';
import { alreadyReplacing, hasNoCertificate, noDraftKey, noNextKey } from './errors';
import { fits, type KeyPair, type KeySource, type MadeKeyPair, makeKeyPair, OWN_SUBJECT } from './key-pair';
import { readKeys, settle, type SettledKeys, writeKeys } from './stored-keys';

/** Vault accounts of the key made for the org that is being added. */
const DRAFT = { key: 'draft:private-key', certificate: 'draft:certificate' } as const;

export interface OrgKeysDeps {
  db: Database;
  secrets: SecretStore;
  clock: Clock;
  log: Log;
}

/**
 * The keys of orgs that sign in with a certificate. The vault has the keys and always wins; the database has
 * what may be shown of the certificates, so that lists need no open vault. Everything is written in an order
 * from which `settle` finds back after a crash.
 */
export function createOrgKeys({ db, secrets, clock, log }: OrgKeysDeps) {
  // One change at a time: a key must not be discarded while it is being made the current one.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work, work);
    tail = result.catch(() => undefined);
    return result;
  };

  const get = (account: string) => secrets.getPassword(VAULT_SERVICE, account);
  const set = (account: string, value: string) => secrets.setPassword(VAULT_SERVICE, account, value);

  async function readDraft(): Promise<KeyPair | null> {
    const privateKeyPem = await get(DRAFT.key);
    const certificatePem = privateKeyPem === null ? null : await get(DRAFT.certificate);
    if (privateKeyPem === null || certificatePem === null || !fits(privateKeyPem, certificatePem))
      return null;
    return { privateKeyPem, certificatePem };
  }

  async function deleteDraft(): Promise<void> {
    await secrets.deletePassword(VAULT_SERVICE, DRAFT.key);
    await secrets.deletePassword(VAULT_SERVICE, DRAFT.certificate);
  }

  /** What is known of a certificate by its fingerprint, else what it says itself. */
  function describe(pem: string, known: readonly (Certificate | null | undefined)[]): Certificate {
    const read = describeCertificate(pem, 'generated');
    const same = known.find((one) => one?.fingerprint === read.fingerprint);
    return same ?? { ...read, origin: read.subject === OWN_SUBJECT ? 'generated' : 'imported' };
  }

  /** Stores what may be shown of `keys`, if it is not stored already. `made`: knows more than the PEM does. */
  async function publish(org: Org, keys: SettledKeys, made?: Certificate): Promise<Org> {
    const { current, next } = keys;
    if (current?.certificatePem == null) return org;
    const { certificates: before } = (await db.getOrg(org.id)) ?? org;
    const known = [made, before?.current, before?.next];
    const certificates: OrgCertificates = {
      current: describe(current.certificatePem, known),
      next: next === null ? null : describe(next.certificatePem, known),
    };
    if (JSON.stringify(certificates) === JSON.stringify(before)) return { ...org, certificates: before };
    return db.updateOrg(org.id, { certificates });
  }

  return {
    prepareDraft: (source: KeySource): Promise<Certificate> =>
      inTurn(async () => {
        const { privateKeyPem, certificatePem, certificate } = await makeKeyPair(source, clock.now());
        await set(DRAFT.key, privateKeyPem);
        await set(DRAFT.certificate, certificatePem);
        await db.saveDraftCertificate(certificate);
        return certificate;
      }),

    /** `stored`: what the database says. It counts while the vault is locked; otherwise the vault does. */
    async draftCertificate(stored: Certificate | null): Promise<Certificate | null> {
      let draft: KeyPair | null;
      try {
        draft = await readDraft();
      } catch (error) {
        log.info('the prepared key could not be looked at', { error: words(error) });
        return stored;
      }
      return draft === null ? null : describe(draft.certificatePem, [stored]);
    },

    /** Rejects with NO_PRIVATE_KEY. */
    async takeDraft(): Promise<MadeKeyPair> {
      const draft = await readDraft();
      if (draft === null) throw noDraftKey();
      const { draftCertificate } = await db.getSetup(null);
      return { ...draft, certificate: describe(draft.certificatePem, [draftCertificate]) };
    },

    deleteDraft,

    prepareNext: (org: Org, source: KeySource): Promise<Certificate> =>
      inTurn(async () => {
        if (org.auth !== 'jwt-bearer') throw hasNoCertificate(org);
        const stored = await readKeys(secrets, org.id);
        const { current, next: waiting } = settle(stored);
        // It may be in Salesforce already, although nobody has signed in since.
        if (waiting !== null) throw alreadyReplacing(org);
        const { certificate, ...next } = await makeKeyPair(source, clock.now());
        // Without a usable key there is nothing to go on with meanwhile.
        const keys: SettledKeys = current === null ? { current: next, next: null } : { current, next };
        await writeKeys(secrets, org.id, stored, keys);
        await publish(org, keys, certificate);
        log.info('certificate being replaced', { org: org.name, expiresAt: certificate.expiresAt });
        return certificate;
      }),

    discardNext: (org: Org): Promise<Org> =>
      inTurn(async () => {
        const stored = await readKeys(secrets, org.id);
        const keys = settle(stored);
        const settled = { ...keys, next: null };
        await writeKeys(secrets, org.id, stored, settled);
        const after = await publish(org, settled);
        if (keys.next === null) throw noNextKey(org);
        return after;
      }),

    /** Resolves with the org when its next key became the current one, else with null. */
    promote: (org: Org, privateKeyPem: string): Promise<Org | null> =>
      inTurn(async () => {
        const stored = await readKeys(secrets, org.id);
        const { next } = settle(stored);
        if (next?.privateKeyPem !== privateKeyPem) return null;
        const keys: SettledKeys = { current: next, next: null };
        await writeKeys(secrets, org.id, stored, keys);
        log.info('certificate replaced', { org: org.name });
        return publish(org, keys);
      }),

    async pem(org: Org | null, which: WhichCertificate): Promise<string> {
      if (org === null) {
        const draft = await readDraft();
        if (draft === null) throw noDraftKey();
        return draft.certificatePem;
      }
      if (org.auth !== 'jwt-bearer') throw hasNoCertificate(org);
      const { current, next } = settle(await readKeys(secrets, org.id));
      if (which === 'next') {
        if (next === null) throw noNextKey(org);
        return next.certificatePem;
      }
      if (current?.certificatePem == null) throw hasNoCertificate(org);
      return current.certificatePem;
    },

    settle: (org: Org): Promise<Org> =>
      inTurn(async () => {
        if (org.auth !== 'jwt-bearer') return org;
        const stored = await readKeys(secrets, org.id);
        const keys = settle(stored);
        await writeKeys(secrets, org.id, stored, keys);
        const settled = await publish(org, keys);
        warnOfEnd(settled);
        return settled;
      }),
  };

  function warnOfEnd({ name, certificates }: Org): void {
    if (certificates === null) return;
    const { state, daysLeft } = certificateState(certificates.current, clock.now());
    if (state === 'valid') return;
    const { expiresAt } = certificates.current;
    log.warn(`certificate ${state}`, {
      org: name,
      daysLeft,
      expiresAt,
      replacing: certificates.next !== null,
    });
  }
}

export type OrgKeys = ReturnType<typeof createOrgKeys>;

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
