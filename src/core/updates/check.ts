import semver from 'semver';
import { expired, replayed } from './errors';
import type { Seen, UpdateFile, UpdateManifest } from './manifest';

/**
 * Throws UPDATE_MANIFEST_EXPIRED for a manifest past its time (somebody may hold newer ones back) and
 * UPDATE_REPLAYED for one that is older than what the same source showed before. `now`: epoch ms.
 */
export function requireFresh(manifest: UpdateManifest, seen: Seen | null, now: number): void {
  if (Date.parse(manifest.expiresAt) <= now) throw expired(manifest.expiresAt);
  if (seen === null) return;
  const isOlder =
    semver.lt(manifest.version, seen.version) || Date.parse(manifest.signedAt) < Date.parse(seen.signedAt);
  if (isOlder) throw replayed(manifest, seen);
}

/** Whether to offer it: newer, and nothing unfinished to those who use finished versions. */
export function isUpgrade(offered: string, current: string): boolean {
  if (!semver.gt(offered, current)) return false;
  return semver.prerelease(offered) === null || semver.prerelease(current) !== null;
}

/** What runs here. */
export interface UpdateTarget {
  platform: string;
  arch: string;
  /** How it was installed first; what else would do behind it. */
  kinds: readonly UpdateFile['kind'][];
}

/** The file for this computer, made for its processor rather than for all; null: there is none. */
export function fileFor(
  { files }: UpdateManifest,
  { platform, arch, kinds }: UpdateTarget,
): UpdateFile | null {
  for (const kind of kinds)
    for (const wanted of [arch, 'universal']) {
      const found = files.find(
        (file) => file.platform === platform && file.kind === kind && file.arch === wanted,
      );
      if (found !== undefined) return found;
    }
  return null;
}
