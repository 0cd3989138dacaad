import { defineConfig } from 'vitest/config';

const MOCKED = ['src/**/*.mocked.test.ts', 'test/**/*.mocked.test.ts'];

export default defineConfig({
  test: {
    // The renderer's stores are plain functions and need no browser either.
    environment: 'node',
    setupFiles: ['test/setup.ts'],
    // Only to end what hangs: a slow machine is no failure.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // Processes instead of threads: a crash in SQLite's native code then names its test file.
    pool: 'forks',
    // The default leaves one processor idle, which on two of them is half the machine.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: MOCKED,
          // Loading the same modules for each of 300 files took half of the whole time.
          isolate: false,
        },
      },
      // Those that replace a module would replace it for the others, too.
      { extends: true, test: { name: 'mocked', include: MOCKED } },
    ],
  },
});
