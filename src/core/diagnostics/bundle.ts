import { join } from 'node:path';
import type { PolicyStatus } from '../../shared/model/policy';
import { toErrorShape } from '../../shared/model/errors';
import type { OrgSummary } from '../../shared/model/org';
import type { Settings } from '../../shared/model/settings';
import { aboutOrg, aboutPatient } from './bundle-data';
import { createCrashStore } from './crashes';
import type { DoctorCheck, DoctorDeps, Patient } from './doctor-deps';
import { type Alias, harmlessCode, harmlessStack, harmlessText, harmlessValue } from './harmless';
import { logBytes, logFilesOf, readLog } from './log-files';
import type { LogLine } from './log-line';

const LOG_LINES = 500;

export interface BundleRequest {
  deps: DoctorDeps;
  checks: readonly DoctorCheck[];
  /** Null: the data directory could not be opened; then log and crash reports are all there is. */
  patient: Patient | null;
  /** Where the data is, also when it could not be opened. */
  dataDir: string | null;
  logFile: string | null;
}

/**
 * What helps whoever looks into a fault, as JSON text: no secret, no personal data, nothing that names an org. Only
 * figures, states and words known to be harmless are taken (harmless.ts); orgs become org-1, org-2 … Minidumps are
 * never in it: they are images of memory.
 */
export async function collectBundle({
  deps,
  checks,
  patient,
  dataDir,
  logFile,
}: BundleRequest): Promise<string> {
  const { appVersion, platform, arch, versions, hasDisplay, isPackaged, memoryBytes } = deps.system;
  const { builtAt, commit, modified } = deps.system;
  const listed = await listOrgs(patient);
  const orgs = listed.orgs;
  const aliases = aliasesOf(orgs);
  const report = {
    report: 'seatwatch-doctor',
    version: 2,
    createdAt: new Date(deps.now()).toISOString(),
    app: {
      ...{ appVersion, platform, arch, versions, hasDisplay, isPackaged, memoryBytes },
      ...{ builtAt, commit, modified },
    },
    checks: checks.map(({ id, status, summary, fix }) => ({
      id,
      status,
      summary: harmlessText(summary, aliases),
      fix: harmlessText(fix, aliases),
    })),
    policy: policyFacts(deps.policy),
    schedule: await scheduleFacts(deps),
    ...(patient === null
      ? {}
      : {
          settings: settingsFacts(patient.settings.get()),
          ...(await aboutPatient(patient)),
          ...(listed.error === null ? {} : { orgsError: listed.error }),
          orgs: await Promise.all(orgs.map((org, index) => aboutOrg(org, index, patient))),
        }),
    crashes: dataDir === null ? null : crashFacts(dataDir, deps, aliases),
    log: logFile === null ? null : await logFacts(logFile, aliases),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

async function listOrgs(patient: Patient | null): Promise<{ orgs: OrgSummary[]; error: string | null }> {
  try {
    return { orgs: patient === null ? [] : await patient.orgs.list(), error: null };
  } catch (error) {
    return { orgs: [], error: harmlessCode(toErrorShape(error).code) };
  }
}

/** Names of orgs are replaced, so that lines about the same org can be told to be about the same. */
function aliasesOf(orgs: readonly OrgSummary[]): Alias[] {
  return orgs.flatMap(({ name, id, identity }, index) =>
    [name, id, identity.organizationName]
      .filter((word) => word !== null)
      .map((word) => ({ word, as: `org-${index + 1}` })),
  );
}

/** Every setting by hand: a new one is left out until somebody has thought about it. */
function settingsFacts(settings: Settings): object {
  const { colorScheme, thresholdPercent, inactiveDays, collectDaily, timeZone, reportingCurrency } = settings;
  const { backupEvery, keepBackups, checkForUpdates, metricsPort } = settings;
  return {
    ...{ colorScheme, thresholdPercent, inactiveDays, collectDaily, timeZone, reportingCurrency },
    ...{ backupEvery, keepBackups, checkForUpdates, metricsPort },
    deciderName: isSet(settings.deciderName),
    updateSource: isSet(settings.updateSource),
  };
}

const isSet = (text: string | undefined): string => (text === undefined || text === '' ? 'not set' : 'set');

/** Values only; hosts and proxies are counted, not named. */
function policyFacts(status: PolicyStatus | undefined): object | null {
  if (status === undefined) return null;
  const { policy } = status;
  return {
    present: status.file !== null,
    maxThresholdPercent: policy.maxThresholdPercent,
    maxDailyCalls: policy.maxDailyCalls,
    disabledFeatures: policy.disabledFeatures,
    keepLoginsDays: policy.keepLoginsDays,
    backupEvery: policy.backupEvery,
    allowedHosts: policy.allowedHosts?.length,
    proxy: policy.proxy === undefined || ['direct', 'system'].includes(policy.proxy) ? policy.proxy : 'set',
    updateSource: isSet(policy.updateSource),
  };
}

async function scheduleFacts({ schedules }: DoctorDeps): Promise<unknown> {
  if (schedules === undefined) return null;
  try {
    return (await schedules()).map(({ scheduler, every, active, lastExitCode }) => ({
      scheduler: harmlessText(scheduler),
      every: harmlessText(every),
      ...{ active, lastExitCode },
    }));
  } catch (error) {
    return { error: harmlessCode(toErrorShape(error).code) };
  }
}

function crashFacts(dataDir: string, { now, system }: DoctorDeps, aliases: readonly Alias[]): object {
  const store = createCrashStore({ folder: join(dataDir, 'crashes'), appVersion: system.appVersion, now });
  return {
    reports: store.reports().map(({ crash }) => ({
      at: momentOf(crash.at),
      process: harmlessText(crash.process),
      kind: harmlessText(crash.kind),
      appVersion: /^\d+\.\d+\.\d+$/.test(crash.appVersion) ? crash.appVersion : 'OTHER',
      name: harmlessText(crash.error.name),
      code: harmlessCode(crash.error.code),
      message: harmlessText(crash.error.message, aliases),
      stack: harmlessStack(crash.error.stack),
      details: harmlessValue(crash.details, aliases),
    })),
    // Never their content.
    minidumps: store.dumps().map(({ at, sizeBytes }) => ({ at, sizeBytes })),
  };
}

async function logFacts(file: string, aliases: readonly Alias[]): Promise<object> {
  const { lines, unreadable } = await readLog(file);
  return {
    files: logFilesOf(file).length,
    bytes: logBytes(file),
    lines: lines.length,
    unreadable,
    last: lines.slice(-LOG_LINES).map((line) => harmlessLine(line, aliases)),
  };
}

function harmlessLine(line: LogLine, aliases: readonly Alias[]): object {
  return {
    time: momentOf(line.time),
    level: line.level,
    process: harmlessText(line.process),
    pid: line.pid,
    msg: harmlessText(line.msg, aliases),
    ...(line.orgId === undefined ? {} : { org: harmlessText(line.orgId, aliases) }),
    ...(line.runId === undefined ? {} : { run: line.runId }),
    ...(line.details === undefined ? {} : { details: harmlessValue(line.details, aliases) }),
  };
}

/** Whatever stood in the file: a moment, or nothing. */
function momentOf(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
