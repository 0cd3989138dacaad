import { statSync } from 'node:fs';
import type { Database, DatabaseHealth } from '../core/ports';
import type { AsOf } from '../shared/model/changes';
import type { IdleRule } from '../shared/model/idle-rule';
import type { SeatsQuery } from '../shared/model/licenses';
import type { GroupBy } from '../shared/model/reclaim';
import type { SuggestionsQuery } from '../shared/model/suggestions';
import type { UsersQuery } from '../shared/model/users';
import { backup } from './backup';
import { type Connection, createConnection } from './connection';
import { createCsvPages, type ReadCsvPage } from './csv-pages';
import { createTransfer, type TransferOptions } from './transfer';
import { noteRewritten } from './transfer/leftovers';
import { classify } from './errors';
import { changesOnly } from './freshness';
import { appliedMigrations, checkDatabase, migrate, needsMigration, shippedMigrations } from './migrate';
import { type OpenOptions, openDatabase } from './open';
import { bringAccessUpToDate } from './queries/access-upkeep';
import * as described from './queries/descriptions';
import * as eventLogs from './queries/event-logs';
import { createPast } from './past';
import { changes } from './queries/history/changes';
import { asOfChoices } from './queries/history/tracked-since';
import * as licenses from './queries/licenses';
import * as decisions from './queries/licensing/decisions';
import { idleCurve } from './queries/licensing/idle-curve';
import * as leaves from './queries/licensing/leave';
import * as licenseUse from './queries/licensing/license-use';
import * as marks from './queries/licensing/marks';
import { personFacts } from './queries/licensing/person-facts';
import * as policies from './queries/licensing/policy';
import * as prices from './queries/licensing/prices';
import * as rates from './queries/licensing/exchange-rates';
import { savings } from './queries/licensing/savings';
import { suggestions } from './queries/licensing/suggestions';
import { userLoginIds } from './queries/licensing/user-login-ids';
import * as logins from './queries/logins';
import * as orgs from './queries/orgs';
import { overview } from './queries/overview';
import { commitPage } from './queries/pages';
import { createPublicationSources } from './queries/publish/source';
import * as quota from './queries/quota';
import * as retention from './queries/retention';
import { orgFigures } from './queries/diagnostics/org-figures';
import { rowCounts } from './queries/row-counts';
import * as runs from './queries/runs';
import { seats } from './queries/seats';
import * as addressLists from './queries/security/address-lists';
import * as checkSettings from './queries/security/check-settings';
import { countryLogins } from './queries/security/country-logins';
import { createEvaluation } from './queries/security/evaluation';
import * as findingActions from './queries/security/finding-actions';
import * as findings from './queries/security/findings';
import { heatMap } from './queries/security/heat-map';
import * as mutes from './queries/security/mutes';
import { postureScore } from './queries/security/score';
import { timeline } from './queries/security/timeline';
import * as setup from './queries/setup';
import * as storage from './queries/storage';
import * as users from './queries/users';
import { createWarming } from './warming';

export interface DatabaseOptions extends OpenOptions, TransferOptions {
  /** The folder `drizzle/` as shipped. */
  migrationsFolder: string;
  /** Makes lists ready before somebody asks for them: for whoever goes on asking, as the window does. */
  keepReady?: boolean | undefined;
  /** Needed by whoever collects through the Bulk API. */
  readCsvPage?: ReadCsvPage | undefined;
}

export interface LocalDatabase extends Database {
  /** Whether some run has no end yet: it goes on in another process, or its process died. */
  hasDanglingRuns(): Promise<boolean>;
  /** When the lists are ready that `keepReady` asks for, as of now. */
  whenReady(): Promise<void>;
  /** Closes the file; the write-ahead log is folded back into it. Safe to call twice. */
  close(): void;
}

/** Whether the file has to be migrated before a read-only connection can use it. */
export function isOutdated(options: DatabaseOptions): boolean {
  const sqlite = openDatabase({ ...options, readOnly: true });
  try {
    return needsMigration(sqlite, options.migrationsFolder);
  } finally {
    sqlite.close();
  }
}

/**
 * Opens the database and brings it up to date (not when read-only: see `isOutdated`). The caller holds the
 * directory lock when it wants to write. Rejects with `AppError`s of kind "data" and leaves the file as it is.
 */
export async function createDatabase(options: DatabaseOptions): Promise<LocalDatabase> {
  const { file, migrationsFolder, nativeBinding, readOnly = false } = options;
  const sqlite = openDatabase(options);
  const db = createConnection(sqlite, file);
  try {
    if (!readOnly) {
      await migrate({ sqlite, file, migrationsFolder, nativeBinding });
      bringAccessUpToDate(db);
    }
    // Also refuses a newer file for readers.
    else needsMigration(sqlite, migrationsFolder);
  } catch (error) {
    sqlite.close();
    throw classify(error, file);
  }
  return assemble(db, options);
}

/** As long after a question from the window somebody is taken to be looking. */
const WATCHED_MS = 5_000;

function assemble(db: Connection, options: DatabaseOptions): LocalDatabase {
  /** Binds a query to this database: errors in words, and a promise even for what is synchronous. */
  const call =
    <A extends unknown[], R>(query: (db: Connection, ...args: A) => R) =>
    async (...args: A): Promise<R> => {
      try {
        return query(db, ...args);
      } catch (error) {
        throw classify(error, db.file);
      }
    };
  /** The same for queries that change nothing of what is kept in memory (freshness.ts). */
  const aside = <A extends unknown[], R>(query: (db: Connection, ...args: A) => R) =>
    call((connection: Connection, ...args: A) =>
      changesOnly(connection, [], () => query(connection, ...args)),
    );
  const past = createPast(options);
  const warming = options.keepReady === true ? createWarming(db) : null;
  let askedAt = Number.NEGATIVE_INFINITY;
  /** The same for what somebody is waiting for in the window. */
  const asked = <A extends unknown[], R>(query: (db: Connection, ...args: A) => R) =>
    call((connection: Connection, ...args: A) => {
      askedAt = performance.now();
      try {
        return query(connection, ...args);
      } finally {
        warming?.consider();
      }
    });
  const finishRun = aside(runs.finishRun);
  const evaluation = createEvaluation(db);
  const publication = createPublicationSources(options);
  const csv = createCsvPages(options.readCsvPage, () => performance.now() - askedAt < WATCHED_MS);
  return {
    listOrgs: call(orgs.listOrgs),
    getOrg: call(orgs.getOrg),
    findOrgByName: call(orgs.findOrgByName),
    insertOrg: call(orgs.insertOrg),
    updateOrg: aside(orgs.updateOrg),
    setOrgIdentity: call(orgs.setOrgIdentity),
    removeOrg: call(orgs.removeOrg),

    getSetup: call(setup.getSetup),
    setSubStep: aside(setup.setSubStep),
    saveDraft: aside(setup.saveDraft),
    saveDraftCertificate: aside(setup.saveDraftCertificate),
    adoptDraft: call(setup.adoptDraft),
    saveConnectivity: aside(setup.saveConnectivity),
    lastConnectivity: call(setup.lastConnectivity),

    startRun: aside(runs.startRun),
    savePlan: aside(runs.savePlan),
    saveStreamRuns: aside(runs.saveStreamRuns),
    runDetail: call(runs.runDetail),
    async finishRun(runId, end) {
      // Until a run has ended its org may be shown as of some seconds ago; afterwards it must be as of now.
      await warming?.collected(runId);
      return finishRun(runId, end);
    },
    hasDanglingRuns: call(runs.hasDanglingRuns),
    whenReady: () => warming?.whenReady() ?? Promise.resolve(),
    closeDanglingRuns: call(runs.closeDanglingRuns),
    lastRun: call(runs.lastRun),
    listRuns: call(runs.listRuns),
    checkpoints: call(runs.checkpoints),
    commitPage: call(commitPage),
    openCsvPage: call(csv.openCsvPage),
    feedCsvPage: call(csv.feedCsvPage),
    closeCsvPage: call(csv.closeCsvPage),
    recordLimits: aside(quota.recordLimits),
    recordUsage: aside(quota.recordUsage),
    addOwnCalls: aside(quota.addOwnCalls),
    ownCalls: call(quota.ownCalls),
    quota: call(quota.quota),
    droppedFields: call(runs.droppedFields),
    saveDroppedFields: aside(runs.saveDroppedFields),
    descriptions: call(described.descriptions),
    saveDescriptions: aside(described.saveDescriptions),
    forgetDescriptions: aside(described.forgetDescriptions),
    pendingEventLogs: call(eventLogs.pendingEventLogs),
    commitEventLog: aside(eventLogs.commitEventLog),
    failEventLog: aside(eventLogs.failEventLog),
    rowCounts: call(rowCounts),
    publicCheckpoints: call(runs.publicCheckpoints),
    historySpan: call(logins.historySpan),

    overview: asked((now, orgId: string, rule: IdleRule, at: number, asOf?: AsOf) =>
      overview(past.of(now, orgId, asOf), orgId, rule, at),
    ),
    users: asked((now, query: UsersQuery) => users.users(past.of(now, query.orgId, query.asOf), query)),
    user: asked((now, orgId: string, userId: string, inactiveDays: number, asOf?: AsOf) =>
      users.user(past.of(now, orgId, asOf), orgId, userId, inactiveDays),
    ),
    licenses: asked((now, orgId: string, rule: IdleRule, asOf?: AsOf) =>
      licenses.licenses(past.of(now, orgId, asOf), orgId, rule),
    ),
    seats: asked((now, query: SeatsQuery) => seats(past.of(now, query.orgId, query.asOf), query)),
    logins: asked(logins.logins),
    setPrice: aside(prices.setPrice),
    idlePolicy: call(policies.idlePolicy),
    setIdlePolicy: aside(policies.setIdlePolicy),
    setNeededAnyway: aside(policies.setNeededAnyway),
    idleCurve: asked((now, orgId: string, rule: IdleRule, asOf?: AsOf) =>
      idleCurve(past.of(now, orgId, asOf), orgId, rule),
    ),
    savings: asked((now, orgId: string, rule: IdleRule, by: GroupBy, asOf?: AsOf) =>
      savings(past.of(now, orgId, asOf), orgId, rule, by),
    ),
    suggestions: asked((now, query: SuggestionsQuery) =>
      suggestions(past.of(now, query.orgId, query.asOf), query),
    ),
    personFacts: asked((now, orgId: string, userId: string, asOf?: AsOf) =>
      personFacts(past.of(now, orgId, asOf), orgId, userId),
    ),
    decide: aside(decisions.decide),
    decisions: asked(decisions.decisions),
    reclaimSummary: asked(decisions.reclaimSummary),
    leave: asked(leaves.leave),
    setLeave: aside(leaves.setLeave),
    endLeave: aside(leaves.endLeave),
    setMark: aside(marks.setMark),
    exchangeRates: call(rates.exchangeRates),
    setExchangeRates: aside(rates.setExchangeRates),
    recordLicenseUse: aside(licenseUse.recordLicenseUse),
    licenseUse: asked(licenseUse.licenseUse),
    userLoginIds: call(userLoginIds),
    latestLimits: asked(quota.latestLimits),
    limitHistory: asked(quota.limitHistory),
    usage: asked(quota.usage),

    changes: asked(changes),
    asOfChoices: asked(asOfChoices),

    evaluateChecks: evaluation.evaluateChecks,
    isEvaluationDue: call(checkSettings.isEvaluationDue),
    previewCheck: evaluation.previewCheck,
    findings: asked(findings.findings),
    finding: asked(findings.finding),
    acknowledge: aside(findingActions.acknowledge),
    reopen: aside(findingActions.reopen),
    mutes: asked(mutes.mutes),
    mute: aside(mutes.mute),
    unmute: aside(mutes.unmute),
    checks: asked(checkSettings.checks),
    setCheck: aside(checkSettings.setCheck),
    postureScore: asked(postureScore),
    addressLists: asked(addressLists.addressLists),
    saveAddressList: aside(addressLists.saveAddressList),
    removeAddressList: aside(addressLists.removeAddressList),
    countryLogins: asked(countryLogins),
    heatMap: asked(heatMap),
    timeline: asked(timeline),

    storage: call(storage.storage),
    countLoginsBefore: call(retention.countLoginsBefore),
    purgeLogins: call(retention.purgeLogins),
    openPublication: call(publication.openPublication),
    beginRelation: call(publication.beginRelation),
    nextBatch: call(publication.nextBatch),
    closePublication: call(publication.closePublication),
    compact: call((connection: Connection) => {
      const freed = storage.compact(connection, options.nativeBinding);
      noteRewritten(connection.file);
      return freed;
    }),
    orgFigures: call(orgFigures),
    health: call((connection: Connection) => health(connection, options.migrationsFolder)),
    ...createTransfer(db, options, () => past.close()),
    backupTo: (target) => backup({ source: db.file, target, nativeBinding: options.nativeBinding }),
    close() {
      // Whoever closes last folds the log back, which a read-only connection cannot.
      past.close();
      publication.close();
      if (db.sqlite.open) db.sqlite.close();
    },
  };
}

function health(db: Connection, migrationsFolder: string): DatabaseHealth {
  const version = db.get<{ version: string }>('SELECT sqlite_version() AS version')?.version ?? 'unknown';
  const newest = appliedMigrations(db.sqlite).at(-1);
  const name = shippedMigrations(migrationsFolder).find((migration) => migration.when === newest)?.tag;
  return {
    file: db.file,
    sizeBytes: statSync(db.file).size,
    sqliteVersion: version,
    schemaVersion: name ?? 'none',
    problems: checkDatabase(db.sqlite),
  };
}
