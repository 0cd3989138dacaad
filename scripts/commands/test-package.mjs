import { bareSystemProblem, ensureBareSystem } from '../setup/bare-system.mjs';
import { ensureBuilt } from '../setup/build.mjs';
import { setUp } from '../setup/index.mjs';
import { testOnBareSystem } from '../testing/installed.mjs';
import { Report } from '../testing/report.mjs';

/** The package on a system of its own: installed, used, upgraded, removed. Needs the network once (packages of apt). */
export async function run() {
  const problem = bareSystemProblem();
  if (problem !== null) {
    process.stdout.write(`skipped: ${problem}\n`);
    return;
  }
  const { addon } = await setUp({ display: true });
  const bare = await ensureBareSystem();
  await Promise.all([ensureBuilt(), addon]);
  const report = new Report();
  await testOnBareSystem(report, bare);
  return report.finish();
}
