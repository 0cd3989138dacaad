import { ensureBuilt } from '../setup/build.mjs';
import { setUp } from '../setup/index.mjs';
import { Report } from '../testing/report.mjs';
import { runE2e } from '../testing/suites.mjs';

export async function run(args) {
  const { electron, addon } = await setUp({ display: true, keyring: true });
  await Promise.all([ensureBuilt(), addon]);
  const report = new Report();
  await report.step('end-to-end tests', () => runE2e(electron, args));
  return report.finish();
}
