import type { ContractType } from '../../src/shared/contract';
import type { Handlers } from '../../src/shared/contract/define';
import type {
  BackupContent,
  BackupFile,
  BackupReason,
  ForgetReport,
  LeftOutPerson,
  MergeReport,
} from '../../src/shared/model/backups';
import { AppError } from '../../src/shared/model/errors';
import type { OrgSummary } from '../../src/shared/model/org';
import type { Settings } from '../../src/shared/model/settings';
import type { UserTableRow } from '../../src/shared/model/users';
import type { FakeCertificateOptions } from './bridge-certificates';
import { DAY, iso } from './bridge-people';

const MB = 1_000_000;
const HOME = '/home/kim/.config/Seatwatch';

export interface FakeCareOptions extends Pick<FakeCertificateOptions, 'fileDialog'> {
  /** "problem": the last scheduled one could not be made. */
  backups?: 'some' | 'none' | 'problem';
  integrity?: 'sound' | 'damaged';
  /** What the file says that is inspected. */
  inspected?: 'newer-here' | 'older-version' | 'empty';
  /** Whether somebody is left out of collections. */
  leftOut?: 'some' | 'none';
}

interface Deps extends FakeCareOptions {
  orgs: () => readonly OrgSummary[];
  user: (userId: string) => UserTableRow | undefined;
  settings: () => Settings;
  now: number;
  latencyMs: number;
}

/** Backups, restoring, exporting everything, merging and forgetting, with nothing behind them. */
export function createFakeCare(
  deps: Deps,
): Omit<Handlers<ContractType['data']>, 'storage' | 'previewPurge' | 'compact'> {
  const { orgs, user, settings, now, latencyMs, backups = 'some', integrity = 'sound' } = deps;
  const { fileDialog = 'choose', inspected = 'newer-here' } = deps;
  let files: BackupFile[] = backups === 'none' ? [] : makeBackups(now);
  let chosen: BackupContent | null = null;
  const orgName = (orgId: string) => orgs().find(({ id }) => id === orgId)?.name ?? orgId;
  let leftOut: LeftOutPerson[] =
    deps.leftOut === 'none'
      ? []
      : orgs()
          .slice(0, 2)
          .flatMap(({ id, name }, i) =>
            LEFT_OUT.slice(i * 2, i * 2 + 2).map((userId, n) =>
              makeLeftOut(id, name, userId, now - (40 * n + 9) * DAY),
            ),
          );
  const wait = (times: number) => new Promise((resolve) => setTimeout(resolve, latencyMs * times));
  const requireIdle = (what: string) => {
    if (!orgs().some((org) => org.state === 'collecting')) return;
    throw new AppError({
      code: 'ALREADY_COLLECTING',
      kind: 'usage',
      message: 'A collection is running.',
      fix: `Wait for its end, or cancel it, and ${what} then.`,
    });
  };
  const requireChosen = (): BackupContent => {
    if (chosen) return chosen;
    throw new AppError({
      code: 'NO_BACKUP_CHOSEN',
      kind: 'usage',
      message: 'No backup was looked into yet.',
      fix: 'Choose one first.',
    });
  };
  const forgetting = (orgId: string, userId: string): ForgetReport => ({
    orgId,
    userId,
    username: user(userId)?.username ?? null,
    rows: {
      users: 1,
      login_history: 1842,
      daily_logins: 164,
      login_countries: 3,
      permission_set_assignments: 7,
      row_changes: 12,
      findings: 2,
      seat_decisions: 1,
    },
    backups: files.slice(0, 3).map(({ name }) => name),
  });

  return {
    backups: () => ({
      folder: `${HOME}/backups`,
      files: [...files],
      nextAt: settings().backupEvery === 'off' ? null : iso(now + 9 * 3_600_000),
      problem: backups === 'problem' ? 'The disk is full: 803 MB were needed, and 212 MB were left.' : null,
    }),
    backUpNow: async () => {
      await wait(15);
      const made = makeBackup(Date.now(), 'manual', 803 * MB);
      files = [made, ...files];
      return made;
    },
    saveBackupAs: async () => {
      if (fileDialog === 'dismiss') return null;
      await wait(10);
      return { file: '/home/kim/Documents/seatwatch-2026-02-11.db', sizeBytes: 803 * MB };
    },
    removeBackup: ({ name }) => {
      files = files.filter((file) => file.name !== name);
    },
    inspectBackup: ({ name }) => {
      if (name === null && fileDialog === 'dismiss') return null;
      if (name === null && fileDialog === 'broken-backup') {
        throw new AppError({
          code: 'NOT_A_BACKUP',
          kind: 'data',
          message: 'The file is not a backup of Seatwatch.',
          fix: 'Choose a file that Seatwatch saved; its name ends with “.db”.',
        });
      }
      const file = files.find((one) => one.name === name);
      chosen = {
        file: file?.file ?? '/home/kim/Downloads/seatwatch-lee.db',
        sizeBytes: file?.sizeBytes ?? 644 * MB,
        schemaVersion: inspected === 'older-version' ? '0012-addresses' : '0021-limits',
        isOlder: inspected === 'older-version',
        orgs:
          inspected === 'empty'
            ? []
            : orgs()
                .slice(0, 3)
                .map((org, i) => ({
                  name: org.name,
                  url: org.url,
                  users: 1204 * (i + 1),
                  logins: 181_406 * (i + 1),
                  collectedAt:
                    i === 2 ? null : iso(Date.parse(file?.createdAt ?? iso(now - 3 * DAY)) - 6 * 3_600_000),
                })),
      };
      return chosen;
    },
    restoreInspected: async () => {
      requireIdle('restore the backup');
      requireChosen();
      await wait(20);
    },
    checkIntegrity: async () => {
      await wait(20);
      return {
        checkedAt: iso(Date.now()),
        problems:
          integrity === 'damaged'
            ? [
                'row 1204 missing from index login_history_by_user',
                'Tree 18 page 40211: btreeInitPage() returns error code 11',
              ]
            : [],
      };
    },
    showBackups: () => undefined,
    moveDataFolder: async () => {
      if (fileDialog === 'dismiss') return null;
      requireIdle('move the data folder');
      await wait(20);
      return { from: HOME, to: '/mnt/data/Seatwatch' };
    },
    exportEverything: async ({ format }) => {
      if (fileDialog === 'dismiss') return null;
      await wait(20);
      const sizes = { sqlite: 1284 * MB, csv: 2210 * MB, parquet: 186 * MB };
      const path = `/home/kim/Documents/seatwatch-everything${format === 'sqlite' ? '.db' : ''}`;
      return { path, files: format === 'sqlite' ? 1 : format === 'csv' ? 64 : 412, bytes: sizes[format] };
    },
    previewMerge: () => mergeOf(requireChosen()),
    mergeInspected: async () => {
      requireIdle('merge the backup');
      const report = mergeOf(requireChosen());
      await wait(20);
      return report;
    },
    previewForget: ({ orgId, userId }) => forgetting(orgId, userId),
    forget: async ({ orgId, userId, andIgnore }) => {
      await wait(10);
      if (andIgnore) leftOut.unshift(makeLeftOut(orgId, orgName(orgId), userId, Date.now()));
      return forgetting(orgId, userId);
    },
    leftOut: ({ userId }) =>
      leftOut
        .filter(({ digest }) => userId === null || digest === digestOf(userId))
        .map((one) => ({ ...one })),
    stopLeavingOut: async ({ orgId, digest }) => {
      await wait(5);
      const before = leftOut.length;
      leftOut = leftOut.filter((one) => one.orgId !== orgId || one.digest !== digest);
      return leftOut.length < before;
    },
  };
}

/** Users of the fake who are left out: two of one org, one of another. */
export const LEFT_OUT = ['005Fk0000000901IAA', '005Fk0000000902IAA', '005Fk0000000903IAA'] as const;

/** Stands for SHA-256, which browsers have as a promise only: 64 digits that look like chance (FNV-1a). */
const digestOf = (userId: string): string =>
  Array.from({ length: 8 }, (_, part) => {
    let hash = 0x811c9dc5 ^ part;
    for (const letter of userId) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, '0');
  }).join('');

const makeLeftOut = (orgId: string, orgName: string, userId: string, at: number): LeftOutPerson => ({
  ...{ orgId, orgName, digest: digestOf(userId), since: iso(at) },
});

function makeBackup(at: number, reason: BackupReason, sizeBytes: number): BackupFile {
  const name = `seatwatch-${iso(at).slice(0, 19).replaceAll(':', '')}-${reason}.db`;
  return { name, file: `${HOME}/backups/${name}`, createdAt: iso(at), sizeBytes, reason };
}

/** The newest seven scheduled ones, and what the program made by itself. */
function makeBackups(now: number): BackupFile[] {
  const scheduled = Array.from({ length: 7 }, (_, i) =>
    makeBackup(now - i * DAY - 15 * 3_600_000, 'scheduled', (803 - i * 4) * MB),
  );
  const others = [
    makeBackup(now - 2 * DAY, 'manual', 798 * MB),
    makeBackup(now - 12 * DAY, 'before-migration', 744 * MB),
    makeBackup(now - 30 * DAY, 'before-import', 612 * MB),
  ];
  return [...scheduled, ...others].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

function mergeOf(content: BackupContent): MergeReport {
  return {
    orgs: content.orgs.map(({ name, url, users, logins }, i) => ({
      name,
      url,
      outcome: i === 1 ? 'new' : 'merged',
      added:
        i === 1
          ? { users, loginHistory: logins, runs: 61, findings: 44 }
          : { loginHistory: 20_412, runs: 12 },
      updated: i === 1 ? 0 : 318,
    })),
  };
}
