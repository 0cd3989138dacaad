import { ensureModules } from '../setup/modules.mjs';
import { runChecks } from '../testing/checks.mjs';
import { Report } from '../testing/report.mjs';

export async function run() {
  await ensureModules();
  const report = new Report();
  await runChecks(report, { thorough: false });
  return report.finish();
}
