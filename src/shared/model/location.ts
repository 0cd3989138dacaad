import { z } from 'zod';

/** Name of the note, in a data folder that was moved, that says where its content is now. */
export const LOCATION_FILE = 'location.json';
/** Name of the note in a folder into which a data folder is being copied. */
export const MOVING_FILE = 'moving.json';

export const Location = z.object({
  /** Absolute path of the folder that took the place of this one. */
  dataDir: z.string().min(1),
  /** ISO 8601 UTC. */
  movedAt: z.string(),
});
export type Location = z.infer<typeof Location>;

/** The folder whose copy this is. */
export const Moving = z.object({ from: z.string().min(1) });

/** What a note says; null: it cannot be understood. */
export function parseLocation(text: string): Location | null {
  try {
    const parsed = Location.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
