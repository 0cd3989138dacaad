import { readdirSync, readFileSync } from 'node:fs';
import { ensureOffice } from '../setup/office.mjs';
import { ensurePostgres } from '../setup/postgres.mjs';
import { setUp } from '../setup/index.mjs';
import { Report } from '../testing/report.mjs';
import { runUnit } from '../testing/suites.mjs';

const FACTOR = '20';

/** The random tests at length, with another seed each time: SEATWATCH_ROUNDS times as many rounds as in `npm test`. */
export async function run(args) {
  const { addon } = await setUp({});
  await addon;
  const report = new Report();
  for (const missing of await Promise.all([ensureOffice(), ensurePostgres()])) {
    if (missing !== null) report.note(`some tests are skipped: ${missing}`);
  }
  process.env.SEATWATCH_ROUNDS ??= FACTOR;
  process.env.FAST_CHECK_SEED ??= String(Date.now() % 2 ** 31);
  report.note(`the same again: FAST_CHECK_SEED=${process.env.FAST_CHECK_SEED} npm run test:soak`);
  const files = args.length > 0 ? args : ['src', 'test'].flatMap(randomTests);
  await report.step('random tests', () => runUnit(['--testTimeout=0', ...files]));
  return report.finish();
}

const randomTests = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((file) => `${folder}/${file}`)
    .filter((file) => file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('rounds('));
