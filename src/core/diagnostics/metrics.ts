import { join } from 'node:path';
import { Counter, Gauge, Registry } from 'prom-client';
import { createCrashStore } from './crashes';
import { newestBackup } from './doctor-files';
import type { MetricsFacts, OrgFacts } from './metrics-facts';
import { collectFacts } from './metrics-facts';
import type { Patient } from './doctor-deps';
import type { SystemFacts } from './system-facts';

/** Prometheus's own text is for the text-file collector of node_exporter, which does not read OpenMetrics. */
export type MetricsFormat = 'openmetrics' | 'prometheus';

export const METRICS_CONTENT_TYPE: Record<MetricsFormat, string> = {
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
  prometheus: Registry.PROMETHEUS_CONTENT_TYPE,
};

/** However often somebody asks, the database is asked at most so often. */
const FACTS_FOR_MS = 30_000;

export interface ProcessMemory {
  /** "main", "window", "database", "gpu" … */
  process: string;
  residentBytes: number;
}

export interface MetricsDeps {
  patient: Pick<Patient, 'db' | 'orgs' | 'dataDir'>;
  system: SystemFacts;
  now: () => number;
  /** Of this program's processes; missing: left out, as for a command that is about to end. */
  processes?: (() => ProcessMemory[]) | undefined;
}

export interface Metrics {
  /** Rejects when the database cannot be asked. */
  text(format?: MetricsFormat): Promise<string>;
}

/**
 * What is worth watching from outside, as text. Labels are names of orgs as they were given in Seatwatch, and words
 * of ours: never a person, a host or an id of Salesforce.
 */
export function createMetrics(deps: MetricsDeps): Metrics {
  let facts: { at: number; value: Promise<MetricsFacts> } | null = null;

  // Those who ask at the same time wait for the same answer.
  function current(): Promise<MetricsFacts> {
    const now = deps.now();
    if (facts !== null && now >= facts.at && now - facts.at < FACTS_FOR_MS) return facts.value;
    const value = collectFacts(deps.patient, now);
    facts = { at: now, value };
    value.catch(() => {
      if (facts?.value === value) facts = null;
    });
    return value;
  }

  return {
    async text(format = 'openmetrics') {
      const registry = new Registry();
      // Only the two that prom-client knows; its types insist on knowing which at compile time.
      registry.setContentType(METRICS_CONTENT_TYPE[format] as Registry['contentType']);
      describe(registry, await current(), deps);
      const backup = await newestBackup(join(deps.patient.dataDir, 'backups'));
      if (backup !== null)
        gauge(registry, 'last_backup_timestamp_seconds', 'When the newest backup was made.')(backup / 1000);
      return registry.metrics();
    },
  };
}

type Labels = Record<string, string>;
type Setter = (value: number, labels?: Labels) => void;

function gauge(registry: Registry, name: string, help: string, labelNames: string[] = []): Setter {
  const metric = new Gauge({ name: `seatwatch_${name}`, help, labelNames, registers: [registry] });
  return (value, labels = {}) => {
    metric.set(labels, value);
  };
}

function counter(registry: Registry, name: string, help: string, labelNames: string[]): Setter {
  const metric = new Counter({ name: `seatwatch_${name}_total`, help, labelNames, registers: [registry] });
  return (value, labels = {}) => {
    metric.inc(labels, value);
  };
}

function describe(registry: Registry, { storage, orgs }: MetricsFacts, deps: MetricsDeps): void {
  const { appVersion, platform, arch, versions, commit = '' } = deps.system;
  const build = { version: appVersion, commit, electron: versions['electron'] ?? '', platform, arch };
  gauge(registry, 'build_info', 'What is running; always 1.', Object.keys(build))(1, build);
  if (deps.processes !== undefined) {
    const memory = gauge(registry, 'process_resident_memory_bytes', 'Memory of our processes.', ['process']);
    for (const { process, residentBytes } of deps.processes()) memory(residentBytes, { process });
  }
  gauge(registry, 'database_size_bytes', 'The database with its write-ahead log.')(storage.sizeBytes);
  gauge(
    registry,
    'database_free_bytes',
    'Part of the database that compacting would give back.',
  )(storage.freeBytes);
  gauge(registry, 'backup_size_bytes', 'All backups in the data folder.')(storage.backupBytes);
  if (storage.diskFreeBytes !== null)
    gauge(registry, 'disk_free_bytes', 'Room left on the disk of the data folder.')(storage.diskFreeBytes);
  gauge(registry, 'crash_reports', 'Crash reports kept in the data folder.')(crashCount(deps));
  gauge(registry, 'orgs', 'Connected orgs.')(orgs.length);
  describeOrgs(registry, orgs);
}

function crashCount({ patient, system, now }: MetricsDeps): number {
  return createCrashStore({
    folder: join(patient.dataDir, 'crashes'),
    appVersion: system.appVersion,
    now,
  }).list().length;
}

function describeOrgs(registry: Registry, orgs: readonly OrgFacts[]): void {
  const org = ['org'];
  const runs = counter(registry, 'collection_runs', 'Collections by how they ended.', ['org', 'state']);
  const calls = counter(registry, 'api_calls', 'Requests charged to the org that Seatwatch made.', org);
  const set = {
    success: gauge(registry, 'last_success_timestamp_seconds', 'End of the last complete collection.', org),
    collecting: gauge(registry, 'collecting', 'Whether this process is collecting now (1) or not (0).', org),
    quotaPaused: gauge(registry, 'quota_paused', 'Whether the last collection waits for the quota (1).', org),
    resume: gauge(registry, 'resume_timestamp_seconds', 'When a paused collection goes on.', org),
    paused: gauge(registry, 'org_paused', 'Whether somebody paused the org (1) or not (0).', org),
    used: gauge(registry, 'org_api_requests_used', 'Requests of everybody in 24 hours, as last seen.', org),
    limit: gauge(registry, 'org_api_requests_limit', 'Requests the org has in 24 hours.', org),
    threshold: gauge(registry, 'org_api_requests_threshold', 'Use at which collections stop.', org),
    seen: gauge(registry, 'org_api_requests_seen_timestamp_seconds', 'When the use was last seen.', org),
    rows: gauge(registry, 'rows', 'Rows stored.', ['org', 'table']),
    findings: gauge(registry, 'open_findings', 'Findings that nobody has dealt with.', ['org', 'severity']),
    seats: gauge(registry, 'unused_seats', 'Idle seats by the org’s own definition.', ['org', 'kind']),
  };
  for (const { name, figures, quota, rows, unused, ...state } of orgs) {
    const label = { org: name };
    for (const [how, count] of Object.entries(figures.runs)) runs(count, { ...label, state: how });
    calls(figures.callsMade, label);
    if (figures.lastSuccessAt !== null) set.success(figures.lastSuccessAt / 1000, label);
    set.collecting(state.isCollecting ? 1 : 0, label);
    set.quotaPaused(state.isQuotaPaused ? 1 : 0, label);
    if (state.resumeAt !== null) set.resume(state.resumeAt / 1000, label);
    set.paused(state.isPaused ? 1 : 0, label);
    if (quota !== null) {
      set.used(quota.used, label);
      set.limit(quota.max, label);
      set.threshold(Math.floor((quota.max * quota.thresholdPercent) / 100), label);
      set.seen(Date.parse(quota.at) / 1000, label);
    }
    for (const [table, count] of Object.entries(rows)) set.rows(count, { ...label, table });
    for (const [severity, count] of Object.entries(figures.openFindings))
      set.findings(count, { ...label, severity });
    for (const [kind, count] of Object.entries(unused)) set.seats(count, { ...label, kind });
  }
}
