import type { CrashReport } from '../../../../shared/model/diagnostics';

const PROCESS_WORDS: Record<string, string> = {
  main: 'Seatwatch',
  window: 'The window',
  renderer: 'The window',
  database: 'The database',
  native: 'Seatwatch',
  gpu: 'Drawing',
};

/** Which part of the program crashed. */
export function partWords({ process }: Pick<CrashReport, 'process'>): string {
  return PROCESS_WORDS[process.toLowerCase()] ?? process;
}

/** The same within a sentence: "In the database". */
export function whereWords(crash: Pick<CrashReport, 'process'>): string {
  const part = partWords(crash);
  if (part === 'Seatwatch') return 'In the program itself';
  return `In ${part.charAt(0).toLowerCase()}${part.slice(1)}`;
}

/** A port that other monitoring software does not use by habit (registered for OpenMetrics exporters). */
export const USUAL_PORT = 9464;

/** Why a port cannot be used; null: it can. Below 1024 only administrators may listen. */
export function portProblem(port: number | string): string | null {
  const fits = typeof port === 'number' && Number.isInteger(port) && port >= 1024 && port <= 65_535;
  return fits ? null : 'A whole number from 1024 to 65535.';
}
