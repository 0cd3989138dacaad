// Launcher of the demo: prepares everything, then hands over to the walk-through in e2e/demo/demo.ts.
import { ensureBuilt } from './setup/build.mjs';
import { needsVirtualDisplay } from './setup/display.mjs';
import { setUp } from './setup/index.mjs';
import { runPlaywright } from './testing/suites.mjs';

export async function run(args) {
  const { electron, addon } = await setUp({ display: true, keyring: true });
  await Promise.all([ensureBuilt(), addon]);
  const staysOpen = !needsVirtualDisplay() && process.env.CI !== 'true';
  return runPlaywright('demo', electron, args, { SEATWATCH_DEMO_STAYS_OPEN: staysOpen ? '1' : '0' });
}
