// The test suites. Each run leaves a machine-readable report beside what it prints.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { withDisplay } from '../setup/display.mjs';
import { readIfPresent } from '../setup/files.mjs';
import { startWithKeyring } from '../setup/keyring.mjs';
import { inCheckoutCache } from '../setup/paths.mjs';
import { childEnv, startTool, toolCommand } from '../setup/process.mjs';

const unitReport = inCheckoutCache('reports', 'unit.json');
const e2eReport = inCheckoutCache('reports', 'e2e.json');
const installedReport = inCheckoutCache('reports', 'installed.json');

/** Runs the unit tests. Resolves to the exit code and the counts. */
export const runUnit = (args = []) => runVitest(unitReport, { args });

/** Runs vitest with a report beside what it prints. Resolves to the exit code and the counts. */
export async function runVitest(reportFile, { args = [], env = {} }) {
  rmSync(reportFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  // Vite announces a future default that does not concern a config file it can read today.
  const options = { env: childEnv({ VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true', ...env }) };
  const code = await startTool('vitest', 'vitest', ['run', ...reporters, ...args], options);
  return { code, counts: countsOf(reportFile, vitestCounts, code) };
}

/** Runs the end-to-end tests against the built app. Resolves to the exit code and the counts. */
export async function runE2e(electron, args = []) {
  rmSync(e2eReport, { force: true });
  const code = await runPlaywright('e2e', electron, args, { SEATWATCH_E2E_REPORT: e2eReport });
  return { code, counts: countsOf(e2eReport, playwrightCounts, code) };
}

/** Runs files of e2e/installed against a package. Resolves to the exit code and the counts. */
export async function runInstalled(files, env) {
  rmSync(installedReport, { force: true });
  const command = ['test', '--project=installed', ...files.map((file) => `e2e/installed/${file}`)];
  const code = await withDisplay((display) =>
    startTool('@playwright/test', 'playwright', command, {
      env: childEnv({ SEATWATCH_E2E_REPORT: installedReport, ...display, ...env }),
    }),
  );
  return { code, counts: countsOf(installedReport, playwrightCounts, code) };
}

/** Runs one project of playwright.config.ts where it finds a display and a keyring. Resolves to the exit code. */
export function runPlaywright(project, electron, args = [], env = {}) {
  const commandLine = toolCommand('@playwright/test', 'playwright', [
    'test',
    `--project=${project}`,
    ...args,
  ]);
  return withDisplay((display) =>
    startWithKeyring(commandLine, { SEATWATCH_E2E_ELECTRON: electron, ...display, ...env }),
  );
}

function countsOf(reportFile, read, code) {
  const text = readIfPresent(reportFile);
  // Without a report the runner itself fell over: that is a failure too.
  const counts = text === null ? { passed: 0, failed: 0, skipped: 0 } : read(JSON.parse(text));
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

function vitestCounts(report) {
  // A file that could not even be loaded has no tests in it to count.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...report.testResults.flatMap(failedTests),
      ...brokenFiles.map(({ name }) => inCheckout(name)),
    ],
  };
}

const failedTests = ({ name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status === 'failed')
    .map((test) => `${inCheckout(name)} > ${test.fullName}: ${firstLine(test.failureMessages.join(' '))}`);

const inCheckout = (file) => path.relative(process.cwd(), file);
const firstLine = (text) => text.split('\n', 1)[0].slice(0, 300);

function playwrightCounts({ stats, errors, suites }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures: suites.flatMap(unexpectedTests),
  };
}

const firstError = ({ tests }) => {
  const errors = tests.flatMap(({ results }) => results).flatMap(({ error }) => error?.message ?? []);
  return firstLine(stripVTControlCharacters(errors[0] ?? 'no error was reported'));
};

const unexpectedTests = ({ specs = [], suites = [] }) => [
  ...specs
    .filter(({ tests }) => tests.some(({ status }) => status === 'unexpected'))
    .map((spec) => `${spec.file}:${spec.line} > ${spec.title}: ${firstError(spec)}`),
  ...suites.flatMap(unexpectedTests),
];
