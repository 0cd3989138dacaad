import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, forgetBuild } from '../setup/build.mjs';
import { SetupError } from '../setup/errors.mjs';
import { setUp } from '../setup/index.mjs';
import { root } from '../setup/paths.mjs';
import { runQuietly } from '../setup/process.mjs';
import { buildInfo } from '../packaging/build-info.mjs';
import { buildPackages, hasReleaseElectron, targetsOf } from '../packaging/builder.mjs';
import { CHECKSUMS_FILE, writeChecksums } from '../packaging/checksums.mjs';
import { notesOf, releaseFacts, releaseProblems } from '../packaging/release-checks.mjs';
import { SBOM_FILE, stageOf } from '../packaging/stage.mjs';
import { privateKeyFromEnvironment, writeUpdateManifest } from '../packaging/update-manifest.mjs';
import { run as runTests } from './test.mjs';

const USAGE = 'npm run release -- [--check] [--unsigned] [--tested], or --finish FOLDER';

/**
 * The installers of this system that are given to others (docs/releasing.md), in dist/:
 * - `--check`: only says what stands in the way
 * - `--unsigned`: without signatures, for a rehearsal; not for giving away
 * - `--tested`: this commit has passed `npm test` already, here or in CI
 * - `--finish FOLDER`: describes and signs what the releases of all systems left in one folder
 */
export async function run(args) {
  const options = parse(args);
  const { addon } = await setUp();
  const facts = releaseFacts({ isReleaseElectron: hasReleaseElectron() });
  if (options.finish !== undefined) return describe(path.resolve(options.finish), facts);
  const problems = releaseProblems(facts, options);
  for (const problem of problems) process.stderr.write(`- ${problem}\n`);
  if (problems.length > 0) return 1;
  if (options.check) return 0;
  if (!options.tested && (await runTests()) !== 0) return 1;

  // From these sources and nothing that was lying around.
  const output = path.join(root, 'dist');
  rmSync(output, { recursive: true, force: true });
  forgetBuild();
  await Promise.all([ensureBuilt(), addon]);
  const packages = await buildPackages({
    targets: targetsOf(process.platform),
    output,
    signed: !options.unsigned,
  });
  // Needs packages, which set-up may only have brought just now.
  const { requireFuses } = await import('../packaging/fuses-check.mjs');
  await requireFuses(output);
  copyFileSync(path.join(stageOf(output).beside, SBOM_FILE), path.join(output, sbomName(facts)));
  await describe(output, facts);
  for (const file of packages) process.stdout.write(`${path.relative(root, file)}\n`);
}

function parse(args) {
  const flag = { type: 'boolean', default: false };
  try {
    return parseArgs({
      args,
      options: { check: flag, unsigned: flag, tested: flag, finish: { type: 'string' } },
    }).values;
  } catch (error) {
    throw new SetupError(error.message, USAGE);
  }
}

const sbomName = ({ version }) => `seatwatch-${version}.${SBOM_FILE}`;

/** Update manifest and sums of the installers in a folder, and their signatures where keys are given. */
async function describe(folder, facts) {
  const { version, env } = facts;
  const others = [...(await updateManifest(folder, facts)), path.join(folder, sbomName(facts))];
  const sums = await writeChecksums(
    folder,
    version,
    others.filter((file) => existsSync(file)),
  );
  if (!env.SEATWATCH_GPG_KEY) return;
  const key = ['--local-user', env.SEATWATCH_GPG_KEY];
  await runQuietly('gpg', ['--batch', '--yes', ...key, '--armor', '--detach-sign', sums], {
    failure: `gpg could not sign ${CHECKSUMS_FILE}; its message is above.`,
    advice: 'check that the key of SEATWATCH_GPG_KEY is in the keyring of this user.',
  });
}

async function updateManifest(folder, { version, changelog }) {
  const privateKey = privateKeyFromEnvironment();
  if (privateKey === null) return [];
  const { date } = buildInfo();
  const releasedAt = date === null ? {} : { releasedAt: Date.parse(date) };
  return [
    await writeUpdateManifest({
      folder,
      version,
      notes: notesOf(changelog, version),
      privateKey,
      ...releasedAt,
    }),
  ];
}
