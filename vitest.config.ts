import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    // The renderer's stores are plain functions and need no browser either.
    environment: 'node',
    setupFiles: ['test/setup.ts'],
    // Only to end what hangs: a slow machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    // Processes instead of threads: a crash in SQLite's native code then names its test file.
    pool: 'forks',
    // The default leaves one processor idle, which on two of them is half the machine.
    maxWorkers: '100%',
  },
});
