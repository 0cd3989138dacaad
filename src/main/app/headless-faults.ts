import { app } from 'electron';
import { openCrashStore } from '../platform/crash-store';
import { createLog } from '../platform/log';
import type { DataPaths } from '../platform/paths';
import { setupHeadlessCrashHooks } from './crash-hooks';
import { startCrashReporter } from './crash-reporter';

export interface HeadlessFaults {
  /** From now on faults are kept in this data folder. */
  watch(paths: DataPaths, command: string): void;
  /** A command ended with a fault of ours. */
  report(error: unknown): void;
}

/** Keeps what goes wrong with a command, once it is known where. */
export function createHeadlessFaults(): HeadlessFaults {
  let keep: ((error: unknown) => void) | null = null;
  return {
    report: (error) => keep?.(error),
    watch(paths, command) {
      if (keep !== null) return;
      const [name = command] = command.split(' ', 1);
      const log = createLog(paths.logFile, { process: name });
      const crashes = openCrashStore(paths.crashFolder);
      startCrashReporter(paths.dumpFolder);
      setupHeadlessCrashHooks({ log, crashes }, name, () => {
        // Nothing can be trusted any more, not even the way an answer is printed.
        process.stderr.write(`Seatwatch ran into a fault of its own. The log is ${paths.logFile}.\n`);
        app.exit(1);
      });
      keep = (error) => {
        log.error('headless command failed', { error: error instanceof Error ? error.stack : String(error) });
        crashes.write({ process: name, kind: 'command-failed', error });
      };
    },
  };
}
