import { defineConfig } from '@playwright/test';

const MINUTE = 60_000;
const report = process.env['SEATWATCH_E2E_REPORT'];

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Every test starts an Electron of its own, which is several processes: two at a time fill a small machine.
  workers: 2,
  // A second try only where nobody looks on; it is reported as flaky, so that it can be looked into.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Only to end what hangs: a slow machine is no failure.
  timeout: 5 * MINUTE,
  globalTimeout: 45 * MINUTE,
  expect: { timeout: MINUTE },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  // Electron windows do not come from Playwright's own browsers: e2e/fixtures.ts records traces of them.
  use: { trace: 'off', screenshot: 'off', actionTimeout: MINUTE },
  projects: [
    { name: 'e2e', testMatch: '**/*.spec.ts', testIgnore: ['demo/**', 'installed/**'] },
    // Of packages, which their own commands build first.
    { name: 'installed', testMatch: 'installed/*.spec.ts', timeout: 20 * MINUTE, retries: 0 },
    // Not tests: walks through the app for people and for the README, started by their own commands.
    { name: 'demo', testMatch: 'demo/demo.ts', timeout: 0 },
    { name: 'screenshots', testMatch: 'demo/screenshots.ts', timeout: 5 * MINUTE },
  ],
});
