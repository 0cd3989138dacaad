import type { NewCrash } from '../../core/diagnostics/crashes';

// What counts as a crash, decided apart from Electron's events so that it can be tested.

export interface GoneProcess {
  /** Electron's "Renderer", "Utility", "GPU" … */
  type: string;
  reason: string;
  exitCode: number;
  name?: string | undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  'Seatwatch database': 'database',
  'Seatwatch demo org': 'demo-org',
};

/** Null: it ended as it should. A process that was killed counts, unless we are ending anyway: the system may be out of memory. */
export function processGone(
  { type, reason, exitCode, name }: GoneProcess,
  quitting: boolean,
): NewCrash | null {
  if (reason === 'clean-exit') return null;
  const process =
    type === 'Renderer' ? 'window' : (NAMES[name ?? ''] ?? (type === 'GPU' ? 'gpu' : type.toLowerCase()));
  // The demo org is ended by killing it; graphics processes are replaced without anybody noticing.
  if (reason === 'killed' && (quitting || !['database', 'window'].includes(process))) return null;
  return {
    process,
    kind: 'process-gone',
    error: `The process ended: ${reason} (code ${exitCode}).`,
    details: { reason, exitCode },
  };
}

export interface PageMessage {
  level: 'error' | 'other';
  message: string;
  line: number;
  source: string;
}

/** What the page's console says of a fault: nobody caught it, or the error boundary did (error-boundary.tsx). */
export function pageFault({ level, message, line, source }: PageMessage): NewCrash | null {
  if (level !== 'error' || !/^(Uncaught |A view failed)/.test(message)) return null;
  // Which file of ours, without where it lies.
  const file = source.split(/[/\\]/).at(-1) ?? '';
  return { process: 'window', kind: 'page-fault', error: message, details: { file, line } };
}
