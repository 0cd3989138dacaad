// The checks that only read the sources.
import { inCheckoutCache } from '../setup/paths.mjs';
import { capture, childEnv, toolCommand } from '../setup/process.mjs';

const AT_A_TIME = 2;

/** The longest first, so that the others fit in beside it. */
const checks = (lintOptions) => [
  { name: 'lint', command: toolCommand('eslint', 'eslint', ['.', '--max-warnings=0', ...lintOptions]) },
  { name: 'types (renderer)', command: types('src/renderer/tsconfig.json', 'types-renderer') },
  { name: 'types', command: types('tsconfig.json', 'types-node') },
  { name: 'types (e2e)', command: types('e2e/tsconfig.json', 'types-e2e') },
  {
    name: 'import rules',
    command: toolCommand('dependency-cruiser', 'depcruise', ['src', '--config', '.dependency-cruiser.cjs']),
  },
];

const types = (project, cacheName) =>
  toolCommand('typescript', 'tsc', [
    ...['-p', project, '--incremental', '--tsBuildInfoFile', inCheckoutCache(`${cacheName}.tsbuildinfo`)],
  ]);

// Rules that look at types can be wrong about an unchanged file whose imports changed: good enough between two edits.
const LINT_CACHE = ['--cache', '--cache-strategy=content', `--cache-location=${inCheckoutCache('eslint/')}`];

/** Runs all checks and adds them to the report. `thorough` looks at every file again. */
export async function runChecks(report, { thorough }) {
  const env = childEnv(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {});
  const waiting = checks(thorough ? [] : LINT_CACHE);
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [program, ...args] = check.command;
      await report.silentStep(check.name, () => capture(program, args, { env }));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}
