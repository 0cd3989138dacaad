import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newOrg, testDatabase, type TestDatabase } from '../../../test/builders/db';
import { createCrashStore } from '../../core/diagnostics/crashes';
import { createPolicyRules, NO_POLICY } from '../../core/policy';
import { memoryLog } from '../../core/testing/fakes';
import { contract } from '../../shared/contract';
import { Settings } from '../../shared/model/settings';
import { createDiagnostics, type WindowDiagnostics } from './window-diagnostics';

let database: TestDatabase;
let settings: Settings;
let chosen: string | null;
let suggested = '';
let diagnostics: WindowDiagnostics;

beforeEach(async () => {
  database = await testDatabase();
  await database.db.insertOrg(newOrg({ name: 'Canary Org' }));
  settings = Settings.parse({});
  const { folder } = database;
  mkdirSync(join(folder, 'logs'));
  const system = {
    ...{ appVersion: '0.1.0', platform: 'linux', arch: 'x64', versions: {}, hasDisplay: true },
    ...{ homeDir: '/home/ada', userName: 'ada' },
  };
  const now = () => Date.parse('2026-03-01T12:00:00.000Z');
  diagnostics = createDiagnostics({
    patient: {
      dataDir: folder,
      logFile: join(folder, 'logs', 'seatwatch.log'),
      db: database.db,
      orgs: { list: async () => [] },
      vault: {
        status: () => Promise.reject(new Error('Canary Keychain')),
        problem: async () => null,
      },
      settings: { get: () => settings },
    },
    doctor: { now, system },
    crashes: createCrashStore({ folder: join(folder, 'crashes'), appVersion: '0.1.0', now }),
    policy: createPolicyRules(NO_POLICY),
    log: memoryLog(),
    processes: () => [],
    askForFile: async (name) => {
      suggested = name;
      return chosen;
    },
  });
});
afterEach(async () => {
  await diagnostics.stop();
  database.dispose();
});

it('reports crashes until they are removed', () => {
  createCrashStore({ folder: join(database.folder, 'crashes'), appVersion: '0.1.0', now: () => 0 }).write({
    process: 'window',
    kind: 'process-gone',
    error: 'The process ended.',
  });
  const report = contract.system.diagnostics.output.parse(diagnostics.report());
  expect(report).toMatchObject({ crashes: [{ process: 'window' }], metricsUrl: null, metricsProblem: null });
  diagnostics.removeCrashReports();
  expect(diagnostics.report().crashes).toEqual([]);
});

it('saves a bundle where the person says, for its owner only, also when a part of it fails', async () => {
  chosen = null;
  expect(await diagnostics.saveBundle()).toBeNull();
  expect(suggested).toBe('seatwatch-support-2026-03-01.json');
  chosen = join(database.folder, 'bundle.json');
  expect(await diagnostics.saveBundle()).toEqual({ file: chosen });
  expect(statSync(chosen).mode & 0o777).toBe(0o600);
  const text = readFileSync(chosen, 'utf8');
  expect(text).not.toContain('Canary');
  expect(JSON.parse(text)).toMatchObject({
    vault: { error: 'UNEXPECTED' },
    storage: { orgs: [{ users: 0 }] },
  });
});

it('serves the metrics as soon as the settings say so, and no longer', async () => {
  settings = { ...settings, metricsPort: 29_471 };
  await diagnostics.applySettings();
  const { metricsUrl } = diagnostics.report();
  expect(metricsUrl).toBe('http://127.0.0.1:29471/metrics');
  expect((await fetch(metricsUrl ?? '')).status).toBe(200);
  settings = { ...settings, metricsPort: null };
  await diagnostics.applySettings();
  await expect(fetch(metricsUrl ?? '')).rejects.toThrow();
});
