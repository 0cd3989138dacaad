import { toErrorShape } from '../../shared/model/errors';
import type { OrgSummary } from '../../shared/model/org';
import type { RunSummary } from '../../shared/model/run';
import type { Patient } from './doctor-deps';
import { harmlessCode, harmlessText } from './harmless';

// What the database and the vault tell, in figures and states.

const RUNS = 10;

/** What could not be found out is told by its code; the rest of the bundle is of use all the same. */
async function attempt<T>(work: () => Promise<T>): Promise<T | { error: string | null }> {
  try {
    return await work();
  } catch (error) {
    return { error: harmlessCode(toErrorShape(error).code) };
  }
}

/** Of the whole data folder. Never rejects. */
export async function aboutPatient({ vault, db }: Patient): Promise<object> {
  return {
    vault: await attempt(() => vault.status()),
    database: await attempt(async () => {
      const { sizeBytes, sqliteVersion, schemaVersion, problems } = await db.health();
      return {
        ...{ sizeBytes, sqliteVersion, schemaVersion },
        problemCount: problems.length,
        problems: problems.slice(0, 20).map((problem) => harmlessText(problem)),
      };
    }),
    storage: await attempt(async () => {
      const { sizeBytes, freeBytes, backupBytes, diskFreeBytes, orgs } = await db.storage();
      return {
        ...{ sizeBytes, freeBytes, backupBytes, diskFreeBytes },
        orgs: orgs.map(({ logins, users, oldestLogin, keepLoginsDays }) => ({
          ...{ logins, users, oldestLogin, keepLoginsDays },
        })),
      };
    }),
  };
}

/** Numbers and states of one org; nothing that names it or its people. Never rejects. */
export async function aboutOrg(org: OrgSummary, index: number, patient: Patient): Promise<object> {
  const { db } = patient;
  const { quota, identity } = org;
  const edition = identity.edition ?? '';
  return {
    org: `org-${index + 1}`,
    auth: org.auth,
    paused: org.paused,
    isDemo: org.isDemo,
    thresholdPercent: org.thresholdPercent,
    runBudget: org.runBudget,
    dailyBudget: org.dailyBudget,
    keepLoginsDays: org.keepLoginsDays,
    inactiveDays: org.inactiveDays,
    // As Organization.OrganizationType has it.
    edition: EDITIONS.has(edition) ? edition : 'OTHER',
    isSandbox: identity.isSandbox,
    apiVersion: /^\d{1,3}\.\d$/.test(identity.apiVersion ?? '') ? identity.apiVersion : null,
    state: org.state,
    quota,
    rows: await attempt(() => db.rowCounts(org.id)),
    checkpoints: await attempt(() => db.publicCheckpoints(org.id)),
    runs: await attempt(() => runLog(org, patient)),
  };
}

/** Values of Organization.OrganizationType (Object Reference, Organization). */
const EDITIONS: ReadonlySet<string> = new Set([
  'Team Edition',
  'Professional Edition',
  'Enterprise Edition',
  'Developer Edition',
  'Personal Edition',
  'Unlimited Edition',
  'Contact Manager Edition',
  'Base Edition',
  'Performance Edition',
  'Starter Edition',
  'Pro Suite Edition',
]);

async function runLog(org: OrgSummary, { db }: Patient): Promise<object[]> {
  const runs = await db.listRuns(org.id, RUNS);
  return Promise.all(
    runs.map(async (run) => {
      const detail = await db.runDetail(org.id, run.runId);
      return {
        ...runFacts(run),
        trigger: detail?.trigger ?? null,
        planned: detail?.plan ? { calls: detail.plan.calls, seconds: detail.plan.seconds } : null,
        changes: detail?.changes ?? null,
        streams: detail?.streams.map(({ stream, calls, rows, bytes, seconds, via, complete, error }) => ({
          stream: harmlessText(stream),
          ...{ calls, rows, bytes, seconds, via, complete },
          errorCode: harmlessCode(error?.code ?? null),
        })),
      };
    }),
  );
}

function runFacts({ runId, state, startedAt, endedAt, resumeAt, apiCalls, error }: RunSummary): object {
  return {
    ...{ runId, state, startedAt, endedAt, resumeAt, apiCalls },
    errorCode: harmlessCode(error?.code ?? null),
  };
}
