import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MIGRATIONS_FOLDER, testDatabase, type TestDatabase } from '../../../../test/builders/db';
import { FakeScheduleHost } from '../../../../test/builders/schedule-host';
import { createBackups } from '../../../core/care/backups';
import type { DataLocation } from '../../../core/ports-care';
import { createSchedules } from '../../../core/schedule';
import { fakeClock, memoryLog } from '../../../core/testing/fakes';
import { createCareTasks } from '../../../db/care/tasks';
import { type Aftermath, createMaintenance } from '../../app/maintenance';
import { backupHandlers, createInspected } from './data-backups';

let database: TestDatabase;
let host: FakeScheduleHost;
let told: string[];
let restarted: Promise<Aftermath>;
let handlers: ReturnType<typeof backupHandlers>;
let to: string;

beforeEach(async () => {
  database = await testDatabase();
  host = new FakeScheduleHost();
  told = [];
  to = join(host.homeDir, 'new place');
  const location: DataLocation = {
    ...{ dataDir: database.folder, chosenBy: 'option', defaultDir: join(host.homeDir, 'default') },
  };
  const clock = fakeClock(Date.parse('2026-07-01T12:00:00Z'));
  const log = memoryLog();
  let restart: (aftermath: Aftermath) => void = () => undefined;
  restarted = new Promise((resolve) => {
    restart = resolve;
  });
  handlers = backupHandlers({
    ...{ location, clock, log, db: database.db, scheduleHost: host, inspected: createInspected() },
    backups: createBackups({
      ...{ dataDir: database.folder, db: database.db, clock, log, isCollecting: () => false },
      settings: () => ({ backupEvery: 'off', keepBackups: 7 }),
    }),
    care: createCareTasks({ migrationsFolder: MIGRATIONS_FOLDER }),
    dialogs: {
      askForTarget: () => Promise.resolve(null),
      askForBackup: () => Promise.resolve(null),
      askForFolder: () => Promise.resolve(to),
      confirm: () => Promise.resolve(true),
      tell: (message, detail) => {
        told.push(`${message}\n${detail}`);
        return Promise.resolve();
      },
    },
    maintenance: createMaintenance({
      close: () => {
        database.db.close();
        return Promise.resolve();
      },
      tellFailure: (error) => {
        throw error as Error;
      },
      restart,
    }),
    isCollecting: () => false,
    onDamaged: vi.fn(),
    show: vi.fn(),
  });
});
afterEach(() => {
  database.dispose();
  host.dispose();
});

const install = (dataDir: string | null) =>
  createSchedules(host, () => 0).install(
    {
      entry: { org: null, at: '04:30', every: 'day', dataDir, passphraseFile: null },
      program: { command: '/usr/bin/seatwatch', args: [] },
      passwordStore: null,
      logFolder: join(database.folder, 'logs'),
    },
    { with: undefined, dryRun: false },
  );

/** The move itself only ever ends by failing: the program starts again. */
const moved = () => Promise.race([restarted, handlers.moveDataFolder()]);

it('a move tells of schedules that name the old folder before the window comes back', async () => {
  await install(database.folder);
  expect(await moved()).toEqual({ dataDir: to });
  expect(existsSync(join(to, 'seatwatch.db'))).toBe(true);
  expect(told).toEqual([
    expect.stringContaining(`\n  seatwatch --data-dir '${to}' schedule install --at 04:30 `) as string,
  ]);
});

it('a move says nothing where none does', async () => {
  await install(null);
  expect(await moved()).toEqual({ dataDir: to });
  expect(told).toEqual([]);
});
