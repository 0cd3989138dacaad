import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureModules } from '../setup/modules.mjs';
import { toolchainNode } from '../setup/node.mjs';
import { root } from '../setup/paths.mjs';
import { start } from '../setup/process.mjs';

const folder = path.join(root, 'scripts', 'docs');

/** Whatever lies there and is called write-…: one script for each kind of page. */
export async function run() {
  await ensureModules();
  const scripts = readdirSync(folder).filter((name) => /^write-.*\.mjs$/.test(name));
  let worst = 0;
  for (const script of scripts.sort()) {
    worst = Math.max(worst, await start(toolchainNode(), [path.join(folder, script)]));
  }
  return worst;
}
