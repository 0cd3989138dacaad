import type { BulkJob } from '../salesforce/bulk';

/** Where a pass through the Bulk API stands. Kept as text in the stream's checkpoint. */
export interface BulkPlace {
  job: BulkJob;
  /** Epoch ms of the newest row of the pass so far; null: none yet. */
  newest: number | null;
  /** `wait`: the job was made; `first`: it is complete; otherwise the locator of the page to read. */
  at: { step: 'wait' } | { step: 'first' } | { step: 'page'; locator: string };
}

const PLACE = /^bulk:([A-Za-z0-9]{15,18}):v(\d+\.\d+):(-?\d+|-):(?:(wait|first)|=(.+))$/;

export function formatBulkPlace({ job, newest, at }: BulkPlace): string {
  const where = at.step === 'page' ? `=${at.locator}` : at.step;
  return `bulk:${job.id}:v${job.version}:${newest === null ? '-' : String(newest)}:${where}`;
}

/** Null for any other cursor: those of REST begin with a slash. */
export function parseBulkPlace(cursor: string | null): BulkPlace | null {
  const match = cursor === null ? null : PLACE.exec(cursor);
  if (match === null) return null;
  const [, id = '', version = '', newest = '-', step, locator] = match;
  return {
    job: { id, version },
    newest: newest === '-' ? null : Number(newest),
    at: locator !== undefined ? { step: 'page', locator } : { step: step === 'first' ? 'first' : 'wait' },
  };
}
