import { ensureBuilt } from '../setup/build.mjs';
import { setUp } from '../setup/index.mjs';
import { runPlaywright } from '../testing/suites.mjs';

export async function run(args) {
  const { electron, addon } = await setUp({ display: true, keyring: true });
  await Promise.all([ensureBuilt(), addon]);
  return runPlaywright('screenshots', electron, args);
}
