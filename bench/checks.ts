import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase } from '../src/db/api';
import { MIGRATIONS_FOLDER, tempFolder } from '../test/builders/db';
import { fillChecked } from './checks-fill';
import type { ChecksMeasure } from './checks-measure';
import { fill } from './db-fill';
import type { Size } from './db-scale';
import { type Time, timed } from './db-visitor';
import { median, round } from './log';
import { measureBundle } from './measure-bundle';

/** So many times 10,000 logins on top. */
const ROUNDS = 7;

/**
 * Of two hundred times something about a sign-in is not as usual: more than that, and the findings alone would be
 * what is measured.
 */
const USUAL = 0.995;

export interface ChecksReport extends ChecksMeasure {
  users: number;
  logins: number;
  fileMB: number;
  fillSeconds: number | null;
  scan: Time;
  /** All checks over all history, as a multiple of reading every login once. */
  allHistoryByScan: number;
  allHistoryByScanCpu: number;
  /** Median of the rounds. */
  newDataMillisPer10000: number;
  newDataCpuMillisPer10000: number;
}

/**
 * What the security checks cost: everything from scratch against one look at every login stored, both in one process
 * of its own, and after each 10,000 new logins. With `file`: a database filled before, which gets some more.
 */
export async function checks(size: Size, file?: string): Promise<ChecksReport> {
  if (file !== undefined) return measured(file, size, null);
  const { folder, remove } = tempFolder();
  try {
    const made = join(folder, 'seatwatch.db');
    const filling = await timed(async () => {
      const writer = await createDatabase({ file: made, migrationsFolder: MIGRATIONS_FOLDER });
      await fill(writer, made, { ...size, usual: USUAL });
      await fillChecked(writer, size);
      writer.close();
    });
    return await measured(made, size, Math.round(filling.wall / 1000));
  } finally {
    remove();
  }
}

async function measured(file: string, size: Size, fillSeconds: number | null): Promise<ChecksReport> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    await measureBundle('checks', 'checks-measure.ts'),
    file,
    String(ROUNDS),
  ]);
  const measure = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as ChecksMeasure;
  const { scans, allHistory, newData } = measure;
  const scan = { wall: median(scans.map(({ wall }) => wall)), cpu: median(scans.map(({ cpu }) => cpu)) };
  const per10000 = (of: (one: Time) => number): number => round(median(newData.map(of)));
  return {
    ...{ users: size.users, logins: size.logins, fileMB: Math.round(statSync(file).size / 1e6), fillSeconds },
    scan,
    allHistoryByScan: round(allHistory.wall / scan.wall),
    allHistoryByScanCpu: round(allHistory.cpu / scan.cpu),
    newDataMillisPer10000: per10000(({ wall }) => wall),
    newDataCpuMillisPer10000: per10000(({ cpu }) => cpu),
    ...measure,
  };
}
