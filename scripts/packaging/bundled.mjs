// Everything by others that a package contains: what is in the bundles, and what lies beside them as binaries.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inModules, root } from '../setup/paths.mjs';

const BUNDLES = ['main', 'preload', 'renderer'];

/**
 * The packages in the three bundles, each version once, as bundled-packages.ts found them when the app was built:
 * `{ name, version, license, author, homepage, licenseText, noticeText }`, sorted by name.
 */
export function packagesInBundles(out = path.join(root, 'out')) {
  const found = new Map();
  for (const bundle of BUNDLES) {
    const list = JSON.parse(readFileSync(path.join(out, bundle, 'bundled-packages.json'), 'utf8'));
    for (const entry of list) found.set(`${entry.name}@${entry.version}`, entry);
  }
  return [...found.values()].sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
  );
}

/** What is compiled into the addon (SQLite and the layer between it and Node) and the runtime around everything. */
export function binaries(electronVersion) {
  const header = readFileSync(inModules('better-sqlite3', 'deps', 'sqlite3', 'sqlite3.h'), 'utf8');
  const addonApi = JSON.parse(readFileSync(inModules('node-addon-api', 'package.json'), 'utf8'));
  return [
    {
      kind: 'framework',
      name: 'electron',
      version: electronVersion,
      license: 'MIT',
      homepage: 'https://www.electronjs.org/',
      note: 'With Chromium and Node.js. Their notices: LICENSE.electron.txt and LICENSES.chromium.html, beside the program.',
    },
    {
      kind: 'library',
      name: 'sqlite',
      version: /#define SQLITE_VERSION\s+"([^"]+)"/.exec(header)[1],
      license: 'blessing',
      homepage: 'https://sqlite.org/',
      note: 'In better_sqlite3.node. Its authors dedicated it to the public domain.',
    },
    {
      kind: 'library',
      name: 'node-addon-api',
      version: addonApi.version,
      license: addonApi.license,
      homepage: addonApi.homepage,
      note: 'In better_sqlite3.node.',
      licenseText: readFileSync(inModules('node-addon-api', 'LICENSE.md'), 'utf8'),
    },
  ];
}
