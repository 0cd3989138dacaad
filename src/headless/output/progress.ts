import { counted } from '../../shared/model/counted';
import { describePlan } from '../../shared/model/plan-words';
import type { CollectProgress } from '../../shared/model/run';
import type { TextOut } from '../deps';
import { count, printable } from './table';

const TERMINAL_INTERVAL_MS = 200;
const FILE_INTERVAL_MS = 5_000;

function describe(org: string, progress: CollectProgress): string {
  const rows =
    progress.rowsExpected === null
      ? counted(progress.rowsDone, 'row')
      : `${count(progress.rowsDone)} of about ${counted(progress.rowsExpected, 'row')}`;
  const quota =
    progress.orgUsed === null || progress.orgMax === null
      ? ''
      : `, the org has used ${count(progress.orgUsed)} of ${count(progress.orgMax)}`;
  return `${printable(org)}: ${progress.activity}, ${rows}, ${counted(progress.callsMade, 'call')}${quota}`;
}

export interface ProgressPrinter {
  show(org: string, progress: CollectProgress): void;
  /** Ends the line that is being rewritten. */
  end(): Promise<void>;
}

/**
 * The plan in a line of its own; then one line rewritten in place on a terminal, elsewhere a line per stream and
 * every five seconds.
 */
export function createProgressPrinter(stderr: TextOut, quiet: boolean, now: () => number): ProgressPrinter {
  let lastAt = -Infinity;
  let lastActivity = '';
  let open = false;
  /** Run whose plan was shown. */
  let planned = 0;
  const put = (text: string): void => {
    // Progress is a courtesy: whoever closed standard error does not want it.
    stderr.write(text).catch(() => undefined);
  };
  return {
    show(org, progress) {
      if (quiet) return;
      if (progress.plan && planned !== progress.runId) {
        planned = progress.runId;
        put(`${open ? '\r\u001b[2K' : ''}${printable(org)}: ${describePlan(progress.plan)}\n`);
      }
      const interval = stderr.isTerminal ? TERMINAL_INTERVAL_MS : FILE_INTERVAL_MS;
      if (progress.activity === lastActivity && now() - lastAt < interval) return;
      lastAt = now();
      lastActivity = progress.activity;
      if (stderr.isTerminal) {
        put(`\r\u001b[2K${describe(org, progress)}`);
        open = true;
      } else put(`${describe(org, progress)}\n`);
    },
    async end() {
      if (open) await stderr.write('\r\u001b[2K').catch(() => undefined);
      open = false;
    },
  };
}
