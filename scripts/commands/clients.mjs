import { ensureForeignClients, ensurePythonClients } from '../setup/foreign-clients.mjs';
import { ensureModules } from '../setup/modules.mjs';
import { Report } from '../testing/report.mjs';
import { runClients } from '../testing/clients.mjs';

/** Not part of `npm test`: it says whether the demo org is like the real thing, not whether the app works. */
export async function run(args) {
  await ensureModules();
  const folder = await ensureForeignClients();
  const python = await ensurePythonClients();
  const report = new Report();
  await report.step('foreign clients', () => runClients({ folder, python }, args));
  return report.finish();
}
