import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { NewOrg, OrgChanges } from '../../core/ports';
import { OrgCertificates } from '../../shared/model/certificate';
import type { Org, OrgIdentity } from '../../shared/model/org';
import type { Connection } from '../connection';
import { nameTaken, unknownOrg } from '../errors';
import { org } from '../schema';
import { fromJson, toJson } from './json-column';
import { iso } from './time';

type OrgRow = typeof org.$inferSelect;

function toOrg(row: OrgRow): Org {
  return {
    id: row.uid,
    name: row.name,
    url: row.url,
    auth: row.auth,
    consumerKey: row.consumerKey,
    jwtUsername: row.jwtUsername,
    certificates: fromJson(OrgCertificates, row.certificates),
    paused: row.paused,
    isDemo: row.isDemo,
    thresholdPercent: row.thresholdPercent,
    runBudget: row.runBudget,
    dailyBudget: row.dailyBudget,
    keepLoginsDays: row.keepLoginsDays,
    inactiveDays: row.inactiveDays,
    addedAt: iso(row.addedAt),
    dataAsOf: iso(row.dataAsOf),
    identity: {
      salesforceOrgId: row.salesforceOrgId,
      organizationName: row.organizationName,
      edition: row.edition,
      isSandbox: row.isSandbox,
      instanceName: row.instanceName,
      apiVersion: row.apiVersion,
      runAsUserId: row.runAsUserId,
    },
  };
}

export function listOrgs(db: Connection): Org[] {
  const rows = db.orm
    .select()
    .from(org)
    .where(isNull(org.removedAt))
    .orderBy(sql`name COLLATE NOCASE`)
    .all();
  return rows.map(toOrg);
}

export function getOrg(db: Connection, orgId: string): Org | null {
  const row = db.orm
    .select()
    .from(org)
    .where(and(eq(org.uid, orgId), isNull(org.removedAt)))
    .get();
  return row === undefined ? null : toOrg(row);
}

export function findOrgByName(db: Connection, name: string): Org | null {
  const row = db.orm
    .select()
    .from(org)
    .where(and(sql`name = ${name.trim()} COLLATE NOCASE`, isNull(org.removedAt)))
    .get();
  return row === undefined ? null : toOrg(row);
}

function mustGet(db: Connection, orgId: string): Org {
  const found = getOrg(db, orgId);
  if (found === null) throw unknownOrg(orgId);
  return found;
}

/** An org removed with its data kept comes back under its old id when its URL is added again. */
export function insertOrg(db: Connection, added: NewOrg): Org {
  return db.sqlite.transaction(() => {
    if (findOrgByName(db, added.name) !== null) throw nameTaken(added.name);
    const settings = {
      name: added.name,
      url: added.url,
      auth: added.auth,
      consumerKey: added.consumerKey,
      jwtUsername: added.jwtUsername,
      certificates: toJson(added.certificates),
      isDemo: added.isDemo,
      thresholdPercent: added.thresholdPercent,
      inactiveDays: added.inactiveDays,
      addedAt: added.addedAt,
    };
    const kept = db.orm
      .select()
      .from(org)
      .where(and(sql`url = ${added.url} COLLATE NOCASE`, isNotNull(org.removedAt)))
      .orderBy(desc(org.removedAt))
      .get();
    if (kept !== undefined) {
      // Like any new org it starts without rules of its own; above all, no old rule removes its kept logins.
      const rules = { runBudget: null, dailyBudget: null, keepLoginsDays: null };
      db.orm
        .update(org)
        .set({ ...settings, ...rules, paused: false, removedAt: null })
        .where(eq(org.id, kept.id))
        .run();
      return mustGet(db, kept.uid);
    }
    db.orm
      .insert(org)
      .values({ ...settings, uid: added.id })
      .run();
    return mustGet(db, added.id);
  })();
}

export function updateOrg(db: Connection, orgId: string, changes: OrgChanges): Org {
  return db.sqlite.transaction(() => {
    const key = db.orgKey(orgId);
    if (changes.name !== undefined) {
      const holder = findOrgByName(db, changes.name);
      if (holder !== null && holder.id !== orgId) throw nameTaken(changes.name);
    }
    const { name, url, consumerKey, jwtUsername, paused, inactiveDays } = changes;
    const { thresholdPercent, runBudget, dailyBudget, keepLoginsDays } = changes;
    const certificates = changes.certificates === undefined ? undefined : toJson(changes.certificates);
    const rules = { paused, thresholdPercent, runBudget, dailyBudget, keepLoginsDays, inactiveDays };
    const set = { name, url, consumerKey, jwtUsername, certificates, ...rules };
    if (Object.values(set).some((value) => value !== undefined)) {
      db.orm.update(org).set(withoutUndefined(set)).where(eq(org.id, key)).run();
    }
    return mustGet(db, orgId);
  })();
}

/** Sets what is given; what was not asked of Salesforce this time keeps its last value. */
export function setOrgIdentity(db: Connection, orgId: string, identity: Partial<OrgIdentity>): void {
  const { salesforceOrgId, organizationName, edition, isSandbox, instanceName, apiVersion, runAsUserId } =
    identity;
  const set = {
    salesforceOrgId,
    organizationName,
    edition,
    isSandbox,
    instanceName,
    apiVersion,
    runAsUserId,
  };
  const key = db.orgKey(orgId);
  if (Object.values(set).every((value) => value === undefined)) return;
  db.orm.update(org).set(withoutUndefined(set)).where(eq(org.id, key)).run();
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

export function removeOrg(db: Connection, orgId: string, deleteData: boolean): void {
  const key = db.orgKey(orgId);
  if (!deleteData) {
    db.orm.update(org).set({ removedAt: Date.now() }).where(eq(org.id, key)).run();
    return;
  }
  // Who asks for deletion means it: overwrite the pages, and leave no copy in the write-ahead log.
  db.sqlite.pragma('secure_delete = ON');
  try {
    db.orm.delete(org).where(eq(org.id, key)).run();
    db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.sqlite.pragma('secure_delete = OFF');
  }
}
