import { readFile } from 'node:fs/promises';
import { scrubPersonal } from '../../core/export';
import { AppError, toErrorShape } from '../../shared/model/errors';
import type { OrgSummary } from '../../shared/model/org';
import type { HeadlessDeps, HeadlessServices } from '../deps';
import type { DoctorCheck } from './checks';

const LOG_LINES = 300;

type Alias = { word: string; as: string };

/** Numbers and states of one org; nothing that names it or its people. */
async function aboutOrg(org: OrgSummary, index: number, { db }: HeadlessServices): Promise<object> {
  const { lastRun, quota, identity } = org;
  return {
    org: `org-${index + 1}`,
    auth: org.auth,
    paused: org.paused,
    isDemo: org.isDemo,
    thresholdPercent: org.thresholdPercent,
    edition: identity.edition,
    isSandbox: identity.isSandbox,
    apiVersion: identity.apiVersion,
    lastRun: lastRun && {
      state: lastRun.state,
      startedAt: lastRun.startedAt,
      endedAt: lastRun.endedAt,
      resumeAt: lastRun.resumeAt,
      apiCalls: lastRun.apiCalls,
      errorCode: lastRun.error?.code ?? null,
    },
    quota,
    rows: await db.rowCounts(org.id),
    checkpoints: await db.publicCheckpoints(org.id),
  };
}

async function logTail(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-LOG_LINES);
  } catch {
    return [];
  }
}

function aliasesOf(orgs: readonly OrgSummary[], deps: HeadlessDeps, dataDir: string | null): Alias[] {
  const ofOrgs = orgs.flatMap((org, index) => {
    const as = `org-${index + 1}`;
    const words = [
      org.name,
      org.identity.organizationName,
      org.consumerKey,
      org.jwtUsername,
      hostOf(org.url),
      org.id,
    ];
    return words.filter((word) => word !== null && word !== '').map((word) => ({ word: word ?? '', as }));
  });
  return [
    ...ofOrgs,
    ...(dataDir === null ? [] : [{ word: dataDir, as: '<data>' }]),
    { word: deps.system.homeDir, as: '~' },
    { word: deps.system.userName, as: '<user>' },
  ];
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

function scrubDeep(value: unknown, aliases: readonly Alias[]): unknown {
  if (typeof value === 'string') return scrubPersonal(value, aliases);
  if (Array.isArray(value)) return value.map((item) => scrubDeep(item, aliases));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, scrubDeep(item, aliases)]));
}

/** The report as JSON text. `services` null: the data directory could not be opened. */
export async function collectBundle(
  deps: HeadlessDeps,
  checks: readonly DoctorCheck[],
  services: HeadlessServices | null,
): Promise<string> {
  const { appVersion, platform, arch, versions, hasDisplay } = deps.system;
  const head = {
    report: 'seatwatch-doctor',
    version: 1,
    createdAt: new Date(deps.now()).toISOString(),
    app: { appVersion, platform, arch, versions, hasDisplay },
    checks,
  };
  const orgs = services === null ? [] : await services.orgs.list().catch(() => []);
  const aliases = aliasesOf(orgs, deps, services?.dataDir ?? null);
  const body = services === null ? {} : await aboutServices(services, orgs);
  return `${JSON.stringify(scrubDeep({ ...head, ...body }, aliases), null, 2)}\n`;
}

async function aboutServices(services: HeadlessServices, orgs: readonly OrgSummary[]): Promise<object> {
  return {
    settings: services.settings.get(),
    vault: await services.vault.status(),
    database: await services.db.health().then(
      ({ sizeBytes, sqliteVersion, schemaVersion, problems }) => ({
        sizeBytes,
        sqliteVersion,
        schemaVersion,
        problems,
      }),
      (error: unknown) => ({ error: toErrorShape(error).code }),
    ),
    orgs: await Promise.all(
      orgs.map((org, index) =>
        aboutOrg(org, index, services).catch((error: unknown) => ({
          org: `org-${index + 1}`,
          error: error instanceof AppError ? error.code : 'UNEXPECTED',
        })),
      ),
    ),
    log: await logTail(services.logFile),
  };
}
