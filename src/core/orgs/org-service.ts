import type { z } from 'zod';
import type { OrgCertificates } from '../../shared/model/certificate';
import { AppError } from '../../shared/model/errors';
import { ConsumerKey, JwtUsername, OrgName, type Org, type OrgSummary } from '../../shared/model/org';
import type { Clock, Database, Log, OrgChanges, SecretStore } from '../ports';
import type { AddOrgInput, NewOrgCredentials, OrgService, UpdateOrgInput } from '../services';
import { deleteSecrets, type SecretKind, writeSecret } from './credentials';
import { emptySecret, hasNoSecret, hasNoUsername, nameTaken, unknownOrg } from './errors';
import { makeKeyPair } from './key-pair';
import { createOrgKeys } from './org-keys';
import { normalizeOrgUrl } from './org-url';

export interface OrgServiceDeps {
  db: Database;
  secrets: SecretStore;
  clock: Clock;
  log: Log;
  newId: () => string;
  /** Defaults for new orgs. */
  settings: () => { thresholdPercent: number; inactiveDays: number };
  /** What collector and scheduler know; a function, because they are built after this service. */
  activity: () => { isCollecting(orgId: string): boolean; nextRunAt(orgId: string): number | null };
  /** Something about an org changed without anybody asking for it. */
  onChanged?: () => void;
}

type Secrets = Partial<Record<SecretKind, string>>;
interface NewSecrets {
  values: Secrets;
  certificates: OrgCertificates | null;
}

/** Adding, changing and removing orgs, with their secrets in the vault. */
export function createOrgService(deps: OrgServiceDeps): OrgService {
  const { db, secrets, clock } = deps;
  const keys = createOrgKeys(deps);

  async function requireOrg(orgId: string): Promise<Org> {
    const org = await db.getOrg(orgId);
    if (org === null) throw unknownOrg(await db.listOrgs(), null);
    return org;
  }

  async function summarize(org: Org): Promise<OrgSummary> {
    const activity = deps.activity();
    const [lastRun, quota, span] = await Promise.all([
      db.lastRun(org.id),
      db.quota(org.id, clock.now()),
      db.historySpan(org.id),
    ]);
    const next = activity.nextRunAt(org.id);
    return {
      ...org,
      state: activity.isCollecting(org.id) ? 'collecting' : (lastRun?.state ?? 'idle'),
      lastRun,
      resumeAt: lastRun?.resumeAt ?? null,
      nextRunAt: next === null ? null : new Date(next).toISOString(),
      quota,
      historySince: span.since,
      historyUntil: span.until,
    };
  }

  /** Null for an org that was removed after the list was read. */
  async function summarizeIfThere(org: Org): Promise<OrgSummary | null> {
    try {
      return await summarize(org);
    } catch (error) {
      if ((await db.getOrg(org.id)) === null) return null;
      throw error;
    }
  }

  async function store(orgId: string, values: Secrets): Promise<void> {
    for (const [kind, value] of Object.entries(values)) {
      await writeSecret(secrets, orgId, kind as SecretKind, value);
    }
  }

  async function secretsFor(credentials: NewOrgCredentials): Promise<NewSecrets> {
    if (credentials.auth === 'client-credentials') {
      return { values: { 'consumer-secret': requireSecret(credentials.consumerSecret) }, certificates: null };
    }
    const { key } = credentials;
    const made = key.from === 'draft' ? await keys.takeDraft() : await makeKeyPair(key, clock.now());
    return {
      values: { 'private-key': made.privateKeyPem, certificate: made.certificatePem },
      certificates: { current: made.certificate, next: null },
    };
  }

  async function add(input: AddOrgInput): Promise<OrgSummary> {
    const name = checked(OrgName, input.name, 'INVALID_NAME');
    const consumerKey = checked(ConsumerKey, input.consumerKey, 'INVALID_CONSUMER_KEY');
    const url = normalizeOrgUrl(input.url);
    const { credentials } = input;
    const jwtUsername =
      credentials.auth === 'jwt-bearer'
        ? checked(JwtUsername, credentials.username, 'INVALID_USERNAME')
        : null;
    if ((await db.findOrgByName(name)) !== null) throw nameTaken(name);
    const { values, certificates } = await secretsFor(credentials);
    const id = deps.newId();
    const { thresholdPercent, inactiveDays } = deps.settings();
    // Secret first: an org that can be seen can also sign in, whatever fails in between.
    await store(id, values);
    let org: Org;
    try {
      org = await db.insertOrg({
        id,
        name,
        url,
        auth: credentials.auth,
        consumerKey,
        jwtUsername,
        certificates,
        isDemo: input.isDemo ?? false,
        thresholdPercent,
        inactiveDays,
        addedAt: clock.now(),
      });
    } catch (error) {
      await deleteSecrets(secrets, id).catch(() => undefined);
      throw error;
    }
    if (org.id !== id) await moveSecrets(id, org, values);
    return summarize(org);
  }

  /** Data kept from an earlier connection brings its old id along. */
  async function moveSecrets(from: string, org: Org, values: Secrets): Promise<void> {
    try {
      await store(org.id, values);
    } catch (error) {
      await db.removeOrg(org.id, false);
      throw error;
    } finally {
      await deleteSecrets(secrets, from).catch(() => undefined);
    }
  }

  async function update(input: UpdateOrgInput): Promise<OrgSummary> {
    const org = await requireOrg(input.orgId);
    const changes: OrgChanges = {};
    if (input.name !== undefined) {
      changes.name = checked(OrgName, input.name, 'INVALID_NAME');
      const other = await db.findOrgByName(changes.name);
      if (other !== null && other.id !== org.id) throw nameTaken(changes.name);
    }
    if (input.url !== undefined) changes.url = normalizeOrgUrl(input.url);
    if (input.consumerKey !== undefined) {
      changes.consumerKey = checked(ConsumerKey, input.consumerKey, 'INVALID_CONSUMER_KEY');
    }
    if (input.jwtUsername !== undefined) {
      if (org.auth !== 'jwt-bearer') throw hasNoUsername(org);
      changes.jwtUsername = checked(JwtUsername, input.jwtUsername, 'INVALID_USERNAME');
    }
    Object.assign(changes, rulesOf(input));
    if (input.consumerSecret !== undefined) {
      if (org.auth !== 'client-credentials') throw hasNoSecret(org);
      await store(org.id, { 'consumer-secret': requireSecret(input.consumerSecret) });
    }
    return summarize(Object.keys(changes).length === 0 ? org : await db.updateOrg(org.id, changes));
  }

  return {
    async list() {
      const summaries = await Promise.all((await db.listOrgs()).map(summarizeIfThere));
      return summaries.filter((summary) => summary !== null);
    },
    get: async (orgId) => summarize(await requireOrg(orgId)),
    async requireByName(name) {
      const org = await db.findOrgByName(name.trim());
      if (org === null) throw unknownOrg(await db.listOrgs(), name);
      return org;
    },
    add,
    update,
    async remove(orgId, deleteData) {
      const org = await requireOrg(orgId);
      // The row goes first: a crash in between leaves a secret nobody points at, not an org without one.
      await db.removeOrg(org.id, deleteData);
      await deleteSecrets(secrets, org.id);
    },
    async setup(orgId) {
      const progress = await db.getSetup(orgId);
      if (orgId !== null) return progress;
      return { ...progress, draftCertificate: await keys.draftCertificate(progress.draftCertificate) };
    },
    prepareKey: async (orgId, source) =>
      orgId === null ? keys.prepareDraft(source) : keys.prepareNext(await requireOrg(orgId), source),
    async discardDraftKey() {
      try {
        await keys.deleteDraft();
      } catch (error) {
        // The org is there; the next key prepared takes this one's place.
        deps.log.warn('the prepared key was not deleted', { error: words(error) });
      }
    },
    discardNextKey: async (orgId) => summarize(await keys.discardNext(await requireOrg(orgId))),
    async promoteNextKey(orgId, privateKeyPem) {
      const promoted = await keys.promote(await requireOrg(orgId), privateKeyPem);
      if (promoted !== null) deps.onChanged?.();
    },
    certificate: async (orgId, which = 'current') =>
      keys.pem(orgId === null ? null : await requireOrg(orgId), which),
    settleKeys: (org) => keys.settle(org),
    async fillInCertificates() {
      try {
        for (const org of await db.listOrgs()) {
          if (org.auth !== 'jwt-bearer' || org.certificates !== null) continue;
          const settled = await keys.settle(org);
          if (settled.certificates !== null) deps.onChanged?.();
        }
      } catch (error) {
        // A locked vault, most likely; the next use of the org does it.
        deps.log.info('certificates were not looked at', {
          error: words(error),
        });
      }
    },
  };
}

/** The rules for collecting that are given; checked where they came in. */
function rulesOf(input: UpdateOrgInput): OrgChanges {
  const { paused, thresholdPercent, runBudget, dailyBudget, keepLoginsDays, inactiveDays } = input;
  return {
    ...(paused === undefined ? {} : { paused }),
    ...(thresholdPercent === undefined ? {} : { thresholdPercent }),
    ...(runBudget === undefined ? {} : { runBudget }),
    ...(dailyBudget === undefined ? {} : { dailyBudget }),
    ...(keepLoginsDays === undefined ? {} : { keepLoginsDays }),
    ...(inactiveDays === undefined ? {} : { inactiveDays }),
  };
}

function checked(schema: z.ZodType<string>, value: string, code: string): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError({
    code,
    kind: 'usage',
    message: issue?.message ?? 'This value cannot be used.',
    fix: 'Correct the value and try again.',
  });
}

function requireSecret(secret: string): string {
  const trimmed = secret.trim();
  if (trimmed === '') throw emptySecret();
  return trimmed;
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
