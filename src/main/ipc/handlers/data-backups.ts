import { backupsFolder } from '../../../core/care/backup-folder';
import type { Backups } from '../../../core/care/backups';
import type { Clock, Database, Log } from '../../../core/ports';
import type { CareTasks, DataLocation, MoveRequest } from '../../../core/ports-care';
import { type ScheduleHost, schedulesAfterMove } from '../../../core/schedule';
import type { IntegrityReport } from '../../../shared/model/backups';
import { AppError, toErrorShape } from '../../../shared/model/errors';
import type { Maintenance } from '../../app/maintenance';
import type { AllHandlers } from '../routes';

export interface CareDialogs {
  askForTarget(suggestedName: string): Promise<string | null>;
  askForBackup(): Promise<string | null>;
  askForFolder(): Promise<string | null>;
  confirm(message: string, detail: string, action: string): Promise<boolean>;
  /** The window may be gone by then. */
  tell(message: string, detail: string): Promise<void>;
}

export interface BackupHandlersDeps {
  location: DataLocation;
  backups: Backups;
  care: CareTasks;
  db: Pick<Database, 'backupTo'>;
  clock: Clock;
  log: Log;
  dialogs: CareDialogs;
  maintenance: Maintenance;
  isCollecting: () => boolean;
  /** The check found damage: leads to the recovery. */
  onDamaged: (problem: string) => void;
  /** Of a file or folder, in the system's file manager. */
  show: (path: string) => void;
  inspected: Inspected;
  /** This computer's schedulers: what they start may name the data folder. */
  scheduleHost: ScheduleHost;
}

/** The backup that was looked into last: restoring and merging mean that one, whatever the window may say. */
export interface Inspected {
  set(file: string): void;
  /** Throws NO_BACKUP_CHOSEN. */
  require(): string;
}

export function createInspected(): Inspected {
  let chosen: string | null = null;
  return {
    set: (file) => {
      chosen = file;
    },
    require: () => {
      if (chosen !== null) return chosen;
      throw new AppError({
        code: 'NO_BACKUP_CHOSEN',
        kind: 'usage',
        message: 'No backup was looked into yet.',
        fix: 'Choose one first.',
      });
    },
  };
}

type Methods =
  | 'backups'
  | 'backUpNow'
  | 'saveBackupAs'
  | 'removeBackup'
  | 'inspectBackup'
  | 'restoreInspected'
  | 'checkIntegrity'
  | 'showBackups'
  | 'moveDataFolder';

/** How long another process may still be at work before ours gives up. */
const WAIT_MS = 10_000;

export function backupHandlers(deps: BackupHandlersDeps): Pick<AllHandlers['data'], Methods> {
  const { location, backups, care, db, dialogs, maintenance, inspected, log } = deps;
  const { dataDir, defaultDir, chosenBy } = location;

  function requireIdle(what: string): void {
    if (!deps.isCollecting()) return;
    throw new AppError({
      code: 'ALREADY_COLLECTING',
      kind: 'usage',
      message: `${what} during a collection.`,
      fix: 'Wait for the collection to end, or cancel it first.',
      retryable: true,
    });
  }

  /** Damage so bad that the check itself cannot go on is what it has found. */
  async function thoroughCheck(): Promise<IntegrityReport> {
    try {
      return await care.check(dataDir);
    } catch (error) {
      const { code, message } = toErrorShape(error);
      if (code !== 'DATABASE_DAMAGED') throw error;
      return { checkedAt: new Date(deps.clock.now()).toISOString(), problems: [message] };
    }
  }

  return {
    backups: () => backups.report(),
    backUpNow: () => backups.make('manual'),
    async saveBackupAs() {
      const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
      const file = await dialogs.askForTarget(`seatwatch-${day}.db`);
      return file === null ? null : { file, sizeBytes: await db.backupTo(file) };
    },
    removeBackup: ({ name }) => backups.remove(name),
    async inspectBackup({ name }) {
      const file = name === null ? await dialogs.askForBackup() : backups.find(name).file;
      if (file === null) return null;
      const { ids: _ids, ...content } = await care.inspect(file);
      inspected.set(file);
      return content;
    },
    restoreInspected() {
      const file = inspected.require();
      requireIdle('A backup cannot be restored');
      return maintenance.run(async () => {
        const { previous, migrated } = await care.restore({
          ...{ dataDir, file, command: 'window: restore', waitMs: WAIT_MS },
        });
        log.info('backup restored', { file, previous, migrated });
        return null;
      });
    },
    async checkIntegrity() {
      const report = await thoroughCheck();
      log.info('database checked', { problems: report.problems.length });
      const [first] = report.problems;
      if (first !== undefined) deps.onDamaged(first);
      return report;
    },
    showBackups: () => deps.show(backupsFolder(dataDir)),
    async moveDataFolder() {
      requireIdle('The data folder cannot be moved');
      const to = await dialogs.askForFolder();
      if (to === null) return null;
      const request: MoveRequest = {
        ...{ dataDir, to, defaultDir, command: 'window: move', waitMs: WAIT_MS },
        isDefault: chosenBy === 'default' || chosenBy === 'note',
      };
      const { warnings } = await care.planMove(request);
      if (
        warnings.length > 0 &&
        !(await dialogs.confirm('Move there all the same?', warnings.join('\n\n'), 'Move'))
      )
        return null;
      const { words } = await schedulesAfterMove(deps.scheduleHost, { from: dataDir, to });
      return maintenance.run(async () => {
        const { followed } = await care.move(request);
        if (words.length > 0) {
          log.warn('schedules name the old data folder', { lines: words.length });
          await dialogs.tell('Scheduled collections have to be installed again.', words.join('\n'));
        }
        return followed ? null : { dataDir: to };
      });
    },
  };
}
