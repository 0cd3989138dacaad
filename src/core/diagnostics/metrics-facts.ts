import { IdleRule } from '../../shared/model/idle-rule';
import type { OrgSummary } from '../../shared/model/org';
import type { QuotaSnapshot } from '../../shared/model/quota';
import type { StorageReport } from '../../shared/model/storage';
import type { OrgFigures } from '../ports-diagnostics';
import type { Patient } from './doctor-deps';

/** What the metrics say of one org. Times in epoch ms. */
export interface OrgFacts {
  name: string;
  figures: OrgFigures;
  quota: QuotaSnapshot | null;
  rows: Record<string, number>;
  /** Idle seats by kind of license. */
  unused: Record<string, number>;
  isPaused: boolean;
  isCollecting: boolean;
  isQuotaPaused: boolean;
  resumeAt: number | null;
}

export interface MetricsFacts {
  storage: StorageReport;
  orgs: OrgFacts[];
}

/** Asks the database, one org after the other, so that questions of the window come in between. */
export async function collectFacts(
  { db, orgs }: Pick<Patient, 'db' | 'orgs'>,
  now: number,
): Promise<MetricsFacts> {
  const storage = await db.storage();
  const facts: OrgFacts[] = [];
  for (const org of await orgs.list()) facts.push(await factsOf(org, { db }, now));
  return { storage, orgs: facts };
}

async function factsOf(org: OrgSummary, { db }: Pick<Patient, 'db'>, now: number): Promise<OrgFacts> {
  const { inactiveDays, policy } = await db.idlePolicy(org.id);
  const licenses = await db.licenses(org.id, IdleRule.parse({ ...policy, inactiveDays }));
  const unused: Record<string, number> = {};
  for (const license of licenses) unused[license.kind] = (unused[license.kind] ?? 0) + license.unused;
  return {
    name: org.name,
    figures: await db.orgFigures(org.id, now),
    quota: org.quota,
    rows: await db.rowCounts(org.id),
    unused,
    isPaused: org.paused,
    isCollecting: org.state === 'collecting',
    isQuotaPaused: org.lastRun?.state === 'paused-quota' && org.state !== 'collecting',
    resumeAt: org.resumeAt === null ? null : Date.parse(org.resumeAt),
  };
}
