import type {
  BackupFile,
  BackupReason,
  EverythingFormat,
  ForgetReport,
  LeftOutPerson,
  MergeReport,
} from '../../shared/model/backups';
import type { PolicyRules } from '../policy';
import type { Clock, Database, Log } from '../ports';
import type { EverythingResult } from '../ports-transfer';
import { filesNaming } from './files-naming';

export interface TransferDeps {
  db: Pick<
    Database,
    | 'exportEverything'
    | 'checkMerge'
    | 'previewMerge'
    | 'mergeFrom'
    | 'previewForget'
    | 'forgetPerson'
    | 'listOrgs'
    | 'listIgnored'
    | 'stopIgnoring'
  >;
  policy: Pick<PolicyRules, 'requireFeature'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
  /** Of the program, for files that say who wrote them. */
  version: string;
  makeBackup: (reason: Extract<BackupReason, 'before-import'>) => Promise<BackupFile>;
  listBackups: () => readonly BackupFile[];
}

/** Data that leaves Seatwatch, comes from another one, or is to be gone. */
export interface Transfer {
  /** `orgId` null: of every org. Rejects with DISABLED_BY_POLICY, NOT_AN_EXPORT, CANNOT_WRITE, DISK_FULL. */
  exportEverything(request: {
    format: EverythingFormat;
    path: string;
    orgId: string | null;
  }): Promise<EverythingResult>;
  /** What `merge` would do. Rejects with DISABLED_BY_POLICY, or what is wrong with the file. */
  previewMerge(file: string): Promise<MergeReport>;
  /** A backup is made before. */
  merge(file: string): Promise<MergeReport>;
  previewForget(orgId: string, userId: string): Promise<ForgetReport>;
  forget(orgId: string, userId: string, andIgnore: boolean): Promise<ForgetReport>;
  /** Of every org, newest first. `userId` null: everybody. */
  leftOut(userId: string | null): Promise<LeftOutPerson[]>;
  /** False: they are not left out any more. */
  stopLeavingOut(orgId: string, digest: string): Promise<boolean>;
}

export function createTransfer(deps: TransferDeps): Transfer {
  const { db, policy, clock, log } = deps;

  /** Before the person is gone from the database, which knows what they are called. */
  const backupsNaming = async (userId: string, username: string | null): Promise<string[]> => {
    const files = deps.listBackups();
    const named = await filesNaming(
      files.map(({ file }) => file),
      username === null ? [userId] : [userId, username],
    );
    return files.filter(({ file }) => named.has(file)).map(({ name }) => name);
  };

  return {
    exportEverything(request) {
      policy.requireFeature('export');
      return db.exportEverything({
        ...request,
        at: clock.now(),
        application: `Seatwatch ${deps.version}`,
      });
    },
    previewMerge(file) {
      policy.requireFeature('import');
      return db.previewMerge(file);
    },
    async merge(file) {
      policy.requireFeature('import');
      // What is wrong with the file shows before a backup is made for nothing.
      await db.checkMerge(file);
      const { name } = await deps.makeBackup('before-import');
      const report = await db.mergeFrom(file);
      log.info('backup merged', { orgs: report.orgs.length, before: name });
      return report;
    },
    async previewForget(orgId, userId) {
      const { username, rows } = await db.previewForget(orgId, userId);
      return { orgId, userId, username, rows, backups: await backupsNaming(userId, username) };
    },
    async forget(orgId, userId, andIgnore) {
      const { username, rows } = await db.forgetPerson(orgId, userId, andIgnore, clock.now());
      // Not whom: the log is kept, too.
      const total = Object.values(rows).reduce((sum, n) => sum + n, 0);
      log.info('a person was forgotten', { rows: total, ignored: andIgnore });
      return { orgId, userId, username, rows, backups: await backupsNaming(userId, username) };
    },
    async leftOut(userId) {
      const orgs = await db.listOrgs();
      const people = await Promise.all(
        orgs.map(async ({ id: orgId, name: orgName }) =>
          (await db.listIgnored(orgId, userId ?? undefined)).map(({ digest, ignoredAt }) => ({
            ...{ orgId, orgName, digest },
            since: new Date(ignoredAt).toISOString(),
          })),
        ),
      );
      return people.flat().sort((a, b) => b.since.localeCompare(a.since));
    },
    async stopLeavingOut(orgId, digest) {
      const wasLeftOut = await db.stopIgnoring(orgId, digest);
      if (wasLeftOut) log.info('a person is collected again', { orgId });
      return wasLeftOut;
    },
  };
}
