// Which Electron goes into the packages, and which SQLite addon fits it.
const { readFileSync } = require('node:fs');
const path = require('node:path');

// The first Electron whose Node has Node-API 10, as better-sqlite3's ready-made addons need (scripts/setup/electron.mjs).
const FIRST_WITH_NODE_API_10 = 35;

/**
 * A release takes the Electron of package.json, which electron-builder downloads. SEATWATCH_PACK_ELECTRON names a
 * folder with an unpacked Electron instead, for machines that cannot download one: such packages are for tests.
 */
const folder = process.env.SEATWATCH_PACK_ELECTRON || null;
const version = folder && readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');

/** Electron-builder's settings for it; none means its own download. */
const source = folder === null ? {} : { electronDist: folder, electronVersion: version };

/**
 * The addon for one system, relative to the checkout; `${arch}` is filled in by electron-builder. Its `${platform}`
 * would be the system that builds, not the one built for.
 */
function sqliteAddon(platform) {
  const isOld = version !== null && Number.parseInt(version, 10) < FIRST_WITH_NODE_API_10;
  if (isOld) return '.cache/better_sqlite3.napi9.node';
  return `node_modules/better-sqlite3/prebuilds/${platform}-\${arch}.node`;
}

module.exports = { isLocal: folder !== null, source, sqliteAddon };
