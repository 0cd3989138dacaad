// The checks that only read the sources.
import { inCheckoutCache } from '../setup/paths.mjs';
import { capture, childEnv, toolCommand } from '../setup/process.mjs';

const AT_A_TIME = 2;

/** Folders with a tsconfig.json of their own. */
const OTHER_PROJECTS = ['src/renderer', 'e2e'];

/** The longest first, so that the others fit in beside it. */
const checks = (isCached) => [
  { name: 'lint', command: lint('rest', ['.', ...OTHER_PROJECTS.map(leftOut)], isCached) },
  // Looking up types is nearly all of the work, and each project has its own: two processes share nothing.
  { name: 'lint (renderer, e2e)', command: lint('others', OTHER_PROJECTS, isCached) },
  { name: 'types (renderer)', command: types('src/renderer/tsconfig.json', 'types-renderer') },
  { name: 'types', command: types('tsconfig.json', 'types-node') },
  { name: 'types (e2e)', command: types('e2e/tsconfig.json', 'types-e2e') },
  {
    name: 'import rules',
    command: toolCommand('dependency-cruiser', 'depcruise', ['src', '--config', '.dependency-cruiser.cjs']),
  },
];

/** By the native compiler, in half the time; ESLint still needs the one before it, whose API it uses. */
const types = (project, cacheName) =>
  toolCommand('typescript-native', 'tsc', [
    ...['-p', project, '--incremental', '--tsBuildInfoFile', inCheckoutCache(`${cacheName}.tsbuildinfo`)],
  ]);

const leftOut = (folder) => `--ignore-pattern=${folder}/`;

// Rules that look at types can be wrong about an unchanged file whose imports changed: good enough between two edits.
const lint = (name, files, isCached) =>
  toolCommand('eslint', 'eslint', [
    ...['--max-warnings=0', ...files],
    ...(isCached
      ? ['--cache', '--cache-strategy=content', `--cache-location=${inCheckoutCache('eslint', name)}`]
      : []),
  ]);

/** Runs all checks and adds them to the report. `thorough` looks at every file again. */
export async function runChecks(report, { thorough }) {
  const env = childEnv(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {});
  const waiting = checks(!thorough);
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [program, ...args] = check.command;
      await report.silentStep(check.name, () => capture(program, args, { env }));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}
