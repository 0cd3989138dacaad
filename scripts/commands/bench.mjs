import { setUp } from '../setup/index.mjs';
import { toolchainNode } from '../setup/node.mjs';
import { inCheckoutCache } from '../setup/paths.mjs';
import { runQuietly, start, toolCommand } from '../setup/process.mjs';

/** Bundles bench/run.ts first: it imports the app's sources, whose imports carry no file extensions. */
export async function run(args) {
  const { addon } = await setUp();
  await addon;
  const outDir = inCheckoutCache('bench');
  const [node, ...vite] = toolCommand('vite', 'vite', [
    ...['build', '--ssr', 'bench/run.ts', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
  ]);
  await runQuietly(node, vite, { failure: 'The measurements could not be built; the reason is above.' });
  return start(toolchainNode(), [inCheckoutCache('bench', 'run.mjs'), ...args]);
}
