import { join, resolve } from 'node:path';
import { build } from 'vite';

/**
 * A measuring process as one file, as the app's database process is: what that process does not load, such as the
 * names of half the world, must not count as its memory. Resolves with the file.
 */
export async function measureBundle(name: string, file: string): Promise<string> {
  const outDir = resolve('.cache', name);
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      target: 'node20.18',
      rolldownOptions: {
        input: { measure: resolve('bench', file) },
        external: ['better-sqlite3'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
    ssr: { noExternal: true },
  });
  return join(outDir, 'measure.cjs');
}
