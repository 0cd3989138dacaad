import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** better-sqlite3's shipped addons need this Node-API version. */
const PREBUILT_NAPI = 10;

export interface AddonPlace {
  env: Readonly<Record<string, string | undefined>>;
  isPackaged: boolean;
  resourcesPath: string;
  appPath: string;
  napi: string | undefined;
  platform: NodeJS.Platform;
  arch: string;
  /** Linux with musl instead of glibc (Alpine). */
  musl: boolean;
}

/** Where better-sqlite3's native addon lies; its JavaScript is bundled and cannot look for it. */
export function sqliteAddonPath(place: AddonPlace): string {
  const chosen = place.env['SEATWATCH_SQLITE_ADDON'];
  if (chosen) return chosen;
  if (place.isPackaged) return join(place.resourcesPath, 'better_sqlite3.node');
  if (Number(place.napi ?? 0) < PREBUILT_NAPI)
    return join(place.appPath, '.cache', 'better_sqlite3.napi9.node');
  const system = place.platform === 'linux' && place.musl ? 'linuxmusl' : place.platform;
  return join(place.appPath, 'node_modules', 'better-sqlite3', 'prebuilds', `${system}-${place.arch}.node`);
}

/** A cheap test for musl: its loader is the C library itself. */
export function usesMusl(platform: NodeJS.Platform, libFolder = '/lib'): boolean {
  if (platform !== 'linux') return false;
  try {
    return readdirSync(libFolder).some((name) => name.startsWith('ld-musl-'));
  } catch {
    return false;
  }
}
