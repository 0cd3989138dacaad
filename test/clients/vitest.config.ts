import { defineConfig } from 'vitest/config';

/** `npm run test:clients`. Not part of `npm test`: the clients have to be installed first, outside the project. */
export default defineConfig({
  test: {
    include: ['test/clients/**/*.spec.ts'],
    environment: 'node',
    setupFiles: ['test/setup.ts'],
    // The Salesforce CLI alone takes two seconds to start, and several on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    pool: 'forks',
    // One client at a time: the seconds in the summary are then the client's own.
    fileParallelism: false,
  },
});
