// The checks that only read the sources.
import { inCheckoutCache } from '../setup/paths.mjs';
import { startTool } from '../setup/process.mjs';

const types = (project, cacheName) =>
  startTool('typescript', 'tsc', ['-p', project, '--incremental', '--tsBuildInfoFile', inCheckoutCache(cacheName)]);

/** Each resolves to an exit code. */
export const staticChecks = [
  { name: 'types', run: () => types('tsconfig.json', 'types-node.tsbuildinfo') },
  { name: 'types (renderer)', run: () => types('src/renderer/tsconfig.json', 'types-renderer.tsbuildinfo') },
  { name: 'types (e2e)', run: () => types('e2e/tsconfig.json', 'types-e2e.tsbuildinfo') },
  { name: 'lint', run: () => startTool('eslint', 'eslint', ['.', '--max-warnings=0']) },
  {
    name: 'import rules',
    run: () => startTool('dependency-cruiser', 'depcruise', ['src', '--config', '.dependency-cruiser.cjs']),
  },
];
