import { readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { UpdateStatus } from '../../shared/model/updates';
import { cannotWrite } from '../export/file-sink';

const State = z.object({
  /** The last look. */
  checkedAt: z.iso.datetime().nullable().catch(null),
  source: z.string().catch(''),
  available: UpdateStatus.shape.available.catch(null),
  problem: UpdateStatus.shape.problem.catch(null),
  /** What each source has shown at most, so that it cannot go back behind that. */
  seen: z.record(z.string(), z.object({ version: z.string(), signedAt: z.iso.datetime() })).catch({}),
  /** The version that was spoken of in a notice. */
  told: z.string().nullable().catch(null),
});
export type UpdateState = z.infer<typeof State>;

export interface UpdateStateFile {
  read(): UpdateState;
  /** Rejects with CANNOT_WRITE or DISK_FULL. */
  write(state: UpdateState): Promise<void>;
}

/** What is known about updates, in `updates.json` of the data folder. Whatever is in that file, it can be read. */
export function updateStateFile(file: string): UpdateStateFile {
  return {
    read() {
      let stored: unknown;
      try {
        stored = JSON.parse(readFileSync(file, 'utf8'));
      } catch {
        // None yet, or a broken one: nothing is known.
      }
      return State.parse(
        typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : {},
      );
    },
    async write(state) {
      try {
        await writeFileAtomic(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
      } catch (error) {
        throw cannotWrite(file, error);
      }
    },
  };
}
