import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Which sources this program was made of; written by scripts/packaging/build-info.mjs when a package is built. */
export const BuildInfo = z.object({
  version: z.string(),
  /** Full commit hash; null: not built from a git checkout. */
  commit: z.string().nullable(),
  /** Whether files differed from that commit. */
  modified: z.boolean(),
  /** Of the commit, ISO 8601 in UTC, not the time of building: the same sources give the same program. */
  date: z.string().nullable(),
});
export type BuildInfo = z.infer<typeof BuildInfo>;

/**
 * Facts about this build. Null for a program that runs from a checkout, and for one packaged without them.
 * `appPath` is Electron's `app.getAppPath()`: the archive of a packaged program.
 */
export function readBuildInfo(appPath: string): BuildInfo | null {
  try {
    const text = readFileSync(path.join(appPath, 'build-info.json'), 'utf8');
    return BuildInfo.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
