import { ensureModules } from '../setup/modules.mjs';
import { Report } from '../testing/report.mjs';
import { runUnit } from '../testing/suites.mjs';

export async function run(args) {
  await ensureModules();
  const report = new Report();
  await report.step('unit tests', () => runUnit(args));
  return report.finish();
}
