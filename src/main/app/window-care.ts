import { app, shell } from 'electron';
import type { CareTasks, DataLocation } from '../../core/ports-care';
import { toErrorShape } from '../../shared/model/errors';
import { careTasks, type Services } from '../compose';
import { backupHandlers, createInspected, type Inspected } from '../ipc/handlers/data-backups';
import type { AllHandlers } from '../ipc/routes';
import { createLog } from '../platform/log';
import { prepareDataDir, requireDataDir } from '../platform/paths';
import { createScheduleHost } from '../platform/schedule-host';
import { careDialogs } from './care-dialogs';
import { showFatalError } from './fatal-error';
import { type Aftermath, createMaintenance } from './maintenance';
import { isCurable, recover } from './recovery';
import { recoveryDialogs } from './recovery-dialogs';
import type { Upkeep } from './upkeep';

/**
 * Opens the services; where the database is damaged or gone, a person is led to one that can be opened. Null: there
 * is nothing to open, and the person knows why.
 */
export async function openWithRecovery(
  location: DataLocation,
  outDir: string,
  open: () => Promise<Services>,
): Promise<Services | null> {
  const { dataDir } = location;
  for (;;) {
    try {
      requireDataDir(location);
      return await open();
    } catch (error) {
      const problem = toErrorShape(error);
      if (!isCurable(problem)) {
        await showFatalError(problem, dataDir);
        return null;
      }
      const log = createLog(prepareDataDir(dataDir).logFile);
      log.error('the database cannot be used', { code: problem.code });
      const care = careTasks(outDir, log);
      const outcome = await recover(problem, { care, dialog: recoveryDialogs(), dataDir });
      log.info('recovery', { outcome });
      if (outcome === 'quit') return null;
    }
  }
}

export interface WindowCare {
  handlers: ReturnType<typeof backupHandlers>;
  inspected: Inspected;
  care: CareTasks;
  /** Damage was met while working: asks once what is to be done about it. */
  onDamaged: (message: string) => void;
  /** Resolves when no work on the data folder is in progress. */
  settled(): Promise<void>;
}

export interface WindowCareDeps {
  services: Services;
  upkeep: Pick<Upkeep, 'backups' | 'collections'>;
  location: DataLocation;
  outDir: string;
  requireWindow: Parameters<typeof careDialogs>[0];
  /** Stops everything and closes the database. */
  close: () => Promise<void>;
}

/** Backups, restoring, recovery and moving, as the window does them. */
export function createWindowCare(deps: WindowCareDeps): WindowCare {
  const { services, upkeep, location, outDir, requireWindow } = deps;
  const { log, db, clock, dataDir } = services;
  const care = careTasks(outDir, log);
  const inspected = createInspected();
  const maintenance = createMaintenance({
    close: deps.close,
    tellFailure: async (error) => {
      const problem = toErrorShape(error);
      log.error('work on the data folder failed', { code: problem.code, message: problem.message });
      await showFatalError(problem, dataDir);
    },
    restart,
  });
  let asked = false;
  const onDamaged = (message: string): void => {
    if (asked) return;
    asked = true;
    log.error('the database is damaged', { message });
    const problem = toErrorShape({
      ...{ code: 'DATABASE_DAMAGED', kind: 'data', fix: '', retryable: false, subStep: null },
      message: 'The database is damaged and cannot be read safely.',
    });
    void maintenance.run(async () => {
      const outcome = await recover(problem, { care, dialog: recoveryDialogs(), dataDir });
      if (outcome === 'quit') app.exit(1);
      return null;
    });
  };
  const handlers: Pick<AllHandlers['data'], keyof ReturnType<typeof backupHandlers>> = backupHandlers({
    ...{ location, care, db, clock, log, maintenance, onDamaged, inspected },
    backups: upkeep.backups,
    scheduleHost: createScheduleHost(),
    dialogs: careDialogs(requireWindow),
    isCollecting: () => upkeep.collections.any(),
    show: (path) => void shell.openPath(path),
  });
  return { handlers, inspected, care, onDamaged, settled: () => maintenance.settled() };
}

/** The same program with the same arguments, and, where it was named among them, the folder's new place. */
function restart(aftermath: Aftermath): void {
  const { APPIMAGE: appImage } = process.env;
  const args = process.argv.slice(1);
  app.relaunch({
    args: aftermath === null ? args : [...args, '--data-dir', aftermath.dataDir],
    // What runs is unpacked from the AppImage, and gone with this process.
    ...(appImage === undefined ? {} : { execPath: appImage }),
  });
  app.exit(0);
}
