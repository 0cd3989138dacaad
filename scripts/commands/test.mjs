import { ensureBuilt } from '../setup/build.mjs';
import { setUp } from '../setup/index.mjs';
import { ensureOffice } from '../setup/office.mjs';
import { ensurePostgres } from '../setup/postgres.mjs';
import { runChecks } from '../testing/checks.mjs';
import { Report } from '../testing/report.mjs';
import { testPackage } from '../testing/installed.mjs';
import { runE2e, runUnit } from '../testing/suites.mjs';

export async function run() {
  const report = new Report();
  const { electron, addon } = await setUp({ display: true, keyring: true });
  const office = ensureOffice();
  const postgres = ensurePostgres();
  // None of these needs Electron, so SQLite may still be compiling and LibreOffice be installed meanwhile.
  await runChecks(report, { thorough: true });
  const noOffice = await office;
  if (noOffice !== null) report.note(`tests that open exported files are skipped: ${noOffice}`);
  const noPostgres = await postgres;
  if (noPostgres !== null) report.note(`tests of publishing are skipped: ${noPostgres}`);
  await report.step('unit tests', () => runUnit());
  const isReady = await report.step('build', async () => {
    await Promise.all([ensureBuilt(), addon]);
    return 0;
  });
  if (isReady) await report.step('end-to-end tests', () => runE2e(electron));
  else report.skip('end-to-end tests', 'there is no build');
  if (isReady) await testPackage(report);
  else report.skip('installed package', 'there is no build');
  return report.finish();
}
