import { ensureModules } from '../setup/modules.mjs';
import { staticChecks } from '../testing/checks.mjs';
import { Report } from '../testing/report.mjs';

export async function run() {
  await ensureModules();
  const report = new Report();
  for (const { name, run: check } of staticChecks) await report.step(name, check);
  return report.finish();
}
