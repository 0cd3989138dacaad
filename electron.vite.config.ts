import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { bundledPackages } from './scripts/packaging/bundled-packages';

// Targets name the oldest runtime that must execute the bundle (Electron 33: Node 20.18, Chromium 130),
// not the newest one we ship with.
const NODE_TARGET = 'node20.18';

// No comments that name the files a bundle was made of: where packages lie must not change what is built.
const WITHOUT_PATHS = { attachDebugInfo: 'none' } as const;

export default defineConfig({
  main: {
    plugins: [bundledPackages()],
    build: {
      target: NODE_TARGET,
      sourcemap: true,
      // Everything is bundled, better-sqlite3's JavaScript too; its native addon is given by path.
      externalizeDeps: false,
      rolldownOptions: {
        experimental: WITHOUT_PATHS,
        input: {
          index: resolve('src/main/index.ts'),
          'db-host': resolve('src/main/processes/database-host.ts'),
          'demo-org-host': resolve('src/demo-org/host.ts'),
        },
      },
    },
  },
  preload: {
    plugins: [bundledPackages()],
    build: {
      target: NODE_TARGET,
      // A sandboxed preload must be one self-contained CommonJS file.
      externalizeDeps: false,
      rolldownOptions: {
        experimental: WITHOUT_PATHS,
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), bundledPackages()],
    build: { target: 'chrome130', minify: true, rolldownOptions: { experimental: WITHOUT_PATHS } },
  },
});
