import { randomUUID } from 'node:crypto';
import type { MergeReport } from '../../../shared/model/backups';
import type { Connection } from '../../connection';
import { STREAMS, type StreamName, streamTables } from '../../stream-tables';
import { forgetLoginKeys } from '../login-keys';
import { addMissing, addNewer, columnsBut, keys, list, type Merging, OTHER } from './context';
import { mergeDecisions, mergeExchangeRates } from './decisions';
import { mergeEventLogs } from './event-logs';
import { mergeFindings } from './findings';
import { mergeHistory } from './history';
import { mergeIgnored } from './ignored';
import { mergeLogins, refreshLastSeen } from './logins';
import { mergeRuns } from './runs';
import { adoptStand, mergeMemory, mergeSnapshot } from './snapshots';

type OrgReport = MergeReport['orgs'][number];

interface OtherOrg {
  id: number;
  name: string;
  url: string;
  salesforceOrgId: string | null;
  dataAsOf: number | null;
}

/**
 * Merges every org of the database attached as `other`, but its demo orgs: what they hold is made up. Must run inside
 * a transaction. Whatever is on one side only is added; of what is on both, the newer counts. Merging the same again
 * adds nothing. `onStep`: told before each step.
 */
export function mergeAttached(db: Connection, onStep: (step: string) => void = () => undefined): MergeReport {
  const orgs = db.all<OtherOrg>(
    `SELECT id, name, url, salesforce_org_id AS salesforceOrgId, data_as_of AS dataAsOf FROM ${OTHER}.org
     WHERE removed_at IS NULL AND is_demo = 0 ORDER BY name COLLATE NOCASE`,
  );
  // The caches know nothing of what is written here past them.
  forgetLoginKeys(db);
  mergeExchangeRates(db);
  const report = orgs.map((org) => mergeOrg(db, org, onStep));
  forgetLoginKeys(db);
  onStep('commit');
  return { orgs: report };
}

function mergeOrg(db: Connection, other: OtherOrg, onStep: (step: string) => void): OrgReport {
  const match = findOrg(db, other);
  const org = match?.id ?? addOrg(db, other);
  const report: OrgReport = {
    name: match?.name ?? nameOf(db, org),
    url: match?.url ?? other.url,
    outcome: match === undefined ? 'new' : 'merged',
    added: {},
    updated: 0,
  };
  const merging: Merging = {
    db,
    org,
    from: other.id,
    added(what, rows) {
      if (rows > 0) report.added[what] = (report.added[what] ?? 0) + rows;
    },
    updated(rows) {
      report.updated += rows;
    },
  };
  mergeAll(merging, newerOf(db, org, other), onStep);
  return report;
}

function mergeAll(merging: Merging, newer: -1 | 0 | 1, onStep: (step: string) => void): void {
  const { db, org } = merging;
  onStep('runs');
  const tracked = trackedBefore(merging);
  const runs = mergeRuns(merging);
  const newest = Math.max(0, ...runs.values());
  onStep('rows');
  for (const stream of STREAMS) {
    if (stream === 'loginHistory' || stream === 'eventLogFiles') continue;
    if (streamTables[stream].removesVanished) mergeSnapshot(merging, stream, newest);
    else if (!isMetric(stream)) mergeMemory(merging, stream);
    else adoptStand(merging, stream);
  }
  // Three streams are in it.
  addMissing(merging, 'license_metric', 'licenseMetrics');
  mergeHistory(merging, runs, tracked);
  onStep('logins');
  mergeLogins(merging, newer);
  adoptStand(merging, 'loginHistory');
  addMissing(merging, 'former_last_login', 'formerLastLogins');
  mergeEventLogs(merging);
  addMissing(merging, 'limit_sample', 'limitSamples');
  addMissing(merging, 'usage_sample', 'usageSamples');
  addMissing(merging, 'own_calls', 'ownCalls');
  addMissing(merging, 'license_use', 'licenseUse');
  addMissing(merging, 'posture_score', 'postureScores');
  addNewer(merging, 'check_result', 'evaluated_at', 'checkResults');
  onStep('findings');
  mergeFindings(merging);
  mergeDecisions(merging);
  mergeIgnored(merging);
  refreshLastSeen(db, org);
  db.run(
    `UPDATE main.org SET data_as_of = nullif(max(coalesce(org.data_as_of, 0), coalesce(o.data_as_of, 0)), 0),
       salesforce_org_id = coalesce(org.salesforce_org_id, o.salesforce_org_id),
       organization_name = coalesce(org.organization_name, o.organization_name),
       edition = coalesce(org.edition, o.edition), is_sandbox = coalesce(org.is_sandbox, o.is_sandbox),
       instance_name = coalesce(org.instance_name, o.instance_name)
     FROM ${OTHER}.org o WHERE o.id = @from AND org.id = @org`,
    keys(merging),
  );
}

const isMetric = (stream: StreamName): boolean => streamTables[stream].table === 'license_metric';

function trackedBefore({ db, org }: Merging): Map<string, number | null> {
  const rows = db.all<{ stream: string; at: number | null }>(
    'SELECT stream, tracked_since AS at FROM main.stream_checkpoint WHERE org_id = @org',
    { org },
  );
  return new Map(rows.map(({ stream, at }) => [stream, at]));
}

/** The same org of Salesforce; where one side does not know which it is, the same address. */
function findOrg(db: Connection, other: OtherOrg): { id: number; name: string; url: string } | undefined {
  return db.get(
    `SELECT id, name, url FROM main.org WHERE removed_at IS NULL AND is_demo = 0
       AND CASE WHEN salesforce_org_id IS NULL OR @salesforceOrgId IS NULL THEN url = @url COLLATE NOCASE
         ELSE salesforce_org_id = @salesforceOrgId END
     ORDER BY url = @url COLLATE NOCASE DESC, id LIMIT 1`,
    { salesforceOrgId: other.salesforceOrgId, url: other.url },
  );
}

/** Without what signs in, which no backup holds: somebody has to connect it. */
function addOrg(db: Connection, { id, name }: OtherOrg): number {
  const taken = db.prepare('SELECT 1 FROM main.org WHERE name = ? COLLATE NOCASE AND removed_at IS NULL');
  let free = name;
  for (let count = 2; taken.get(free) !== undefined; count++) free = `${name} (${String(count)})`;
  const columns = columnsBut(db, 'org', 'id', 'uid', 'name', 'certificates');
  const uid = db.get<{ uid: string }>(
    `SELECT uid FROM ${OTHER}.org WHERE id = @id AND uid NOT IN (SELECT uid FROM main.org)`,
    { id },
  )?.uid;
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO main.org (uid, name, ${list(columns)}) SELECT ?, ?, ${list(columns)} FROM ${OTHER}.org WHERE id = ?`,
    )
    .run(uid ?? randomUUID(), free, id);
  return Number(lastInsertRowid);
}

const nameOf = (db: Connection, org: number): string =>
  db.get<{ name: string }>('SELECT name FROM main.org WHERE id = @org', { org })?.name ?? '';

/** Which side was collected later: 1: the other one. */
function newerOf(db: Connection, org: number, { dataAsOf }: OtherOrg): -1 | 0 | 1 {
  const here = db.get<{ at: number | null }>('SELECT data_as_of AS at FROM main.org WHERE id = @org', {
    org,
  });
  return Math.sign((dataAsOf ?? 0) - (here?.at ?? 0)) as -1 | 0 | 1;
}
