import { resolve } from 'node:path';
import { build } from 'vite';

/** Not by this file's own place: bench/ is a bundle itself. */
const ROOT = process.cwd();

/**
 * Bundles programs of this folder (`name: file`) for plain Node and returns the folder they are in, as
 * `name.mjs`. Packages are bundled, too: loading them file by file is most of the time a program takes to
 * start. Inside the checkout, so that the one that cannot be is found; per process, so that test files do not
 * overwrite each other's.
 */
export async function bundle(folder: string, programs: Record<string, string>): Promise<string> {
  const outDir = resolve(ROOT, '.cache', `${folder}-${process.pid}`);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir,
      target: 'node20.18',
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(programs).map(([name, file]) => [name, resolve(ROOT, 'test/builders', file)]),
        ),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs', format: 'es' },
      },
    },
  });
  return outDir;
}
