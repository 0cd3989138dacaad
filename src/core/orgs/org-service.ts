import { AppError } from '../../shared/model/errors';
import { ConsumerKey, OrgName, type Org, type OrgSummary } from '../../shared/model/org';
import type { Clock, Database, OrgChanges, SecretStore } from '../ports';
import type { AddOrgInput, NewOrgCredentials, OrgService, UpdateOrgInput } from '../services';
import { makeKeyAndCertificate } from './certificate';
import { deleteSecrets, VAULT_SERVICE, vaultAccount, type SecretKind } from './credentials';
import { normalizeOrgUrl } from './org-url';

export interface OrgServiceDeps {
  db: Database;
  secrets: SecretStore;
  clock: Clock;
  newId: () => string;
  /** Defaults for new orgs. */
  settings: () => { thresholdPercent: number; inactiveDays: number };
  /** What collector and scheduler know; a function, because they are built after this service. */
  activity: () => { isCollecting(orgId: string): boolean; nextRunAt(orgId: string): number | null };
}

type Secrets = Partial<Record<SecretKind, string>>;

/** Adding, changing and removing orgs, with their secrets in the vault. */
export function createOrgService(deps: OrgServiceDeps): OrgService {
  const { db, secrets, clock } = deps;

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
      await secrets.setPassword(VAULT_SERVICE, vaultAccount(orgId, kind as SecretKind), value);
    }
  }

  async function secretsFor(credentials: NewOrgCredentials): Promise<Secrets> {
    if (credentials.auth === 'client-credentials') {
      return { 'consumer-secret': requireSecret(credentials.consumerSecret) };
    }
    const made = await makeKeyAndCertificate(credentials.privateKeyPem, clock.now());
    return { 'private-key': made.privateKeyPem, certificate: made.certificatePem };
  }

  async function add(input: AddOrgInput): Promise<OrgSummary> {
    const name = checked(OrgName, input.name, 'INVALID_NAME');
    const consumerKey = checked(ConsumerKey, input.consumerKey, 'INVALID_CONSUMER_KEY');
    const url = normalizeOrgUrl(input.url);
    const { credentials } = input;
    const jwtUsername = credentials.auth === 'jwt-bearer' ? requireUsername(credentials.username) : null;
    if ((await db.findOrgByName(name)) !== null) throw nameTaken(name);
    const values = await secretsFor(credentials);
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
    if (input.paused !== undefined) changes.paused = input.paused;
    if (input.thresholdPercent !== undefined) changes.thresholdPercent = input.thresholdPercent;
    if (input.inactiveDays !== undefined) changes.inactiveDays = input.inactiveDays;
    if (input.consumerSecret !== undefined) {
      if (org.auth !== 'client-credentials') {
        throw new AppError({
          code: 'NO_CONSUMER_SECRET',
          kind: 'usage',
          message: 'This org signs in with a certificate and has no consumer secret.',
          fix: 'Add the org again with the client credentials flow to use a secret.',
        });
      }
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
    async certificate(orgId) {
      const org = await requireOrg(orgId);
      const pem = await secrets.getPassword(VAULT_SERVICE, vaultAccount(org.id, 'certificate'));
      if (pem !== null) return pem;
      throw new AppError({
        code: 'NO_CERTIFICATE',
        kind: 'usage',
        message: `“${org.name}” signs in with a consumer secret and has no certificate.`,
        fix: 'Only orgs added with the JWT bearer flow have one.',
      });
    },
  };
}

function checked(schema: typeof OrgName, value: string, code: string): string {
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
  if (trimmed !== '') return trimmed;
  throw new AppError({
    code: 'EMPTY_SECRET',
    kind: 'usage',
    message: 'The consumer secret is empty.',
    fix: 'Copy it from External Client App Manager > the app > Settings > Consumer Key and Secret.',
    subStep: 'app.key-secret',
  });
}

function requireUsername(username: string): string {
  const trimmed = username.trim();
  if (trimmed !== '') return trimmed;
  throw new AppError({
    code: 'EMPTY_USERNAME',
    kind: 'usage',
    message: 'The username for the JWT flow is empty.',
    fix: 'Enter the API-only user’s username (it looks like an e-mail address).',
  });
}

function nameTaken(name: string): AppError {
  return new AppError({
    code: 'NAME_TAKEN',
    kind: 'usage',
    message: `There is already an org named “${name}”.`,
    fix: 'Choose another name.',
  });
}

export function unknownOrg(orgs: readonly Org[], name: string | null): AppError {
  const names = orgs.map((org) => `“${org.name}”`).join(', ');
  return new AppError({
    code: 'UNKNOWN_ORG',
    kind: 'usage',
    message: name === null ? 'This org is not connected (any more).' : `There is no org named “${name}”.`,
    fix: names === '' ? 'Add an org first.' : `Known orgs: ${names}.`,
  });
}
