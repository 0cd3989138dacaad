import path from 'node:path';
import { ensureModules } from '../setup/modules.mjs';
import { toolchainNode } from '../setup/node.mjs';
import { root } from '../setup/paths.mjs';
import { start } from '../setup/process.mjs';

export async function run() {
  await ensureModules();
  return start(toolchainNode(), [path.join(root, 'scripts', 'docs', 'write-check-pages.mjs')]);
}
