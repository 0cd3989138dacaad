import { ensureBuilt } from '../setup/build.mjs';
import { withDisplay } from '../setup/display.mjs';
import { SetupError } from '../setup/errors.mjs';
import { ensureForeignClients } from '../setup/foreign-clients.mjs';
import { setUp } from '../setup/index.mjs';
import { toolchainNode } from '../setup/node.mjs';
import { inCheckoutCache } from '../setup/paths.mjs';
import { ensurePostgres } from '../setup/postgres.mjs';
import { childEnv, runQuietly, start, toolCommand } from '../setup/process.mjs';

/** What a measurement takes beside Node. */
const NEEDS = {
  kills: ['app'],
  'first-collection': ['app', 'clients'],
  window: ['app', 'display'],
  publish: ['postgres'],
  all: ['app', 'clients', 'display', 'postgres'],
};

/** Bundles bench/run.ts first: it imports the app's sources, whose imports carry no file extensions. */
export async function run(args) {
  const needs = new Set(args.flatMap((name) => NEEDS[name] ?? []));
  const { electron, addon } = await setUp({ display: needs.has('display') });
  await addon;
  if (needs.has('app')) await ensureBuilt();
  if (needs.has('postgres')) {
    const missing = await ensurePostgres();
    if (missing !== null) throw new SetupError(`There is no PostgreSQL server to publish to: ${missing}`);
  }
  const env = { SEATWATCH_BENCH_ELECTRON: electron };
  if (needs.has('clients')) env.SEATWATCH_CLIENTS = await ensureForeignClients();

  const outDir = inCheckoutCache('bench');
  const [node, ...vite] = toolCommand('vite', 'vite', [
    ...['build', '--ssr', 'bench/run.ts', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
  ]);
  await runQuietly(node, vite, { failure: 'The measurements could not be built; the reason is above.' });
  const measure = (display) =>
    start(toolchainNode(), [inCheckoutCache('bench', 'run.mjs'), ...args], {
      env: childEnv({ ...env, ...display }),
    });
  return needs.has('display') ? withDisplay(measure) : measure({});
}
