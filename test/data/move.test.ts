import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCareTasks } from '../../src/db/care/tasks';
import { createDatabase } from '../../src/db/api';
import { acquire } from '../../src/db/lock';
import { locateDataDir, requireDataDir } from '../../src/main/platform/paths';
import { MIGRATIONS_FOLDER, newOrg, store, tempFolder } from '../builders/db';
import * as rows from '../builders/db-records';

const care = createCareTasks({ migrationsFolder: MIGRATIONS_FOLDER });
let appData: string;
let remove: () => void;
beforeEach(() => {
  ({ folder: appData, remove } = tempFolder());
});
afterEach(() => remove());

const home = () => join(appData, 'Seatwatch');
const locate = (option?: string) => locateDataDir({ option, env: {}, appData });
const request = (to: string, option?: string) => {
  const { dataDir, defaultDir, chosenBy } = locate(option);
  return {
    ...{ dataDir, defaultDir, to, command: 'data move', waitMs: 0 },
    isDefault: chosenBy === 'default' || chosenBy === 'note',
  };
};

const FILES: Record<string, string> = {
  'vault.json': '{"sealed":true}',
  'settings.json': '{"backupEvery":"weekly"}',
  [join('backups', 'manual.db')]: 'a backup',
  [join('logs', 'seatwatch.log')]: 'a line\n',
  'Local State': '{"os_crypt":{}}',
};

/** A data folder with everything in it. */
async function fill(dataDir: string, users = 3): Promise<void> {
  mkdirSync(join(dataDir, 'backups'), { recursive: true, mode: 0o700 });
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  mkdirSync(join(dataDir, 'chromium'), { recursive: true });
  writeFileSync(join(dataDir, 'chromium', 'Cookies'), 'not moved');
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(dataDir, name), text, { mode: 0o600 });
  const db = await createDatabase({
    file: join(dataDir, 'seatwatch.db'),
    migrationsFolder: MIGRATIONS_FOLDER,
  });
  await db.insertOrg(newOrg());
  await store(
    db,
    'users',
    Array.from({ length: users }, (_, i) => rows.user(`u${i}`)),
  );
  db.close();
}

async function expectWhole(dataDir: string, users = 3): Promise<void> {
  for (const [name, text] of Object.entries(FILES))
    expect(readFileSync(join(dataDir, name), 'utf8')).toBe(text);
  const db = await createDatabase({
    file: join(dataDir, 'seatwatch.db'),
    migrationsFolder: MIGRATIONS_FOLDER,
  });
  expect(await db.rowCounts('org-1')).toMatchObject({ users });
  expect((await db.health()).problems).toEqual([]);
  db.close();
}

describe('moving the data folder', () => {
  it('copies everything, and the new place is found from then on', async () => {
    await fill(home());
    const to = join(appData, 'elsewhere', 'data');
    const report = await care.move(request(to));
    expect(report).toMatchObject({ from: home(), to, followed: true, files: 6 });
    expect(locate()).toEqual({ dataDir: to, chosenBy: 'note', defaultDir: home() });
    expect(() => requireDataDir(locate())).not.toThrow();
    await expectWhole(to);
    expect(existsSync(join(to, 'chromium'))).toBe(false);
    expect(existsSync(join(to, 'moving.json'))).toBe(false);
    if (process.platform !== 'win32') {
      expect(statSync(to).mode & 0o777).toBe(0o700);
      expect(statSync(join(to, 'vault.json')).mode & 0o777).toBe(0o600);
    }
    // Nothing is deleted: what was there is in one folder.
    await expectWhole(report.kept);
    expect(existsSync(join(home(), 'seatwatch.db'))).toBe(false);
  });

  it('goes back home, and on from there, with what was left at each place', async () => {
    await fill(home());
    const to = join(appData, 'elsewhere');
    await care.move(request(to));
    await care.move(request(home()));
    expect(locate()).toMatchObject({ dataDir: home(), chosenBy: 'default' });
    expect(() => requireDataDir(locate())).not.toThrow();
    await expectWhole(home());
    expect(() => requireDataDir(locate(to))).toThrow(
      expect.objectContaining({ code: 'DATA_DIR_MOVED' }) as Error,
    );
    await care.move(request(to));
    expect(locate()).toMatchObject({ dataDir: to, chosenBy: 'note' });
    await expectWhole(to);
  });

  it('of a folder that was named leaves a note that stops whoever names it again', async () => {
    const from = join(appData, 'named');
    await fill(from);
    const to = join(appData, 'new');
    expect(await care.move(request(to, from))).toMatchObject({ followed: false });
    expect(locate()).toMatchObject({ dataDir: home(), chosenBy: 'default' });
    expect(() => requireDataDir(locate(from))).toThrow(
      expect.objectContaining({
        code: 'DATA_DIR_MOVED',
        message: expect.stringContaining(to) as string,
      }) as Error,
    );
    expect(() => requireDataDir(locate(to))).not.toThrow();
    await expectWhole(to);
  });

  it('to a drive that is not there any more is no reason to begin anew', async () => {
    await fill(home());
    const to = join(appData, 'drive');
    await care.move(request(to));
    rmSync(to, { recursive: true });
    expect(() => requireDataDir(locate())).toThrow(
      expect.objectContaining({ code: 'DATA_DIR_MISSING' }) as Error,
    );
    expect(existsSync(to)).toBe(false);
  });

  it('a note that cannot be read stops, too', async () => {
    await fill(home());
    writeFileSync(join(home(), 'location.json'), '{"dataDir":');
    expect(() => requireDataDir(locate())).toThrow(
      expect.objectContaining({ code: 'DATA_DIR_MOVED' }) as Error,
    );
  });

  it.each<[string, string, (folder: string) => string]>([
    ['the folder itself', 'MOVE_SAME_FOLDER', () => home()],
    ['a folder inside', 'MOVE_INSIDE', () => join(home(), 'deeper', 'down')],
    ['a folder around', 'MOVE_INSIDE', () => appData],
    [
      'a folder with something in it',
      'MOVE_NOT_EMPTY',
      (folder) => {
        writeFileSync(join(folder, 'thesis.doc'), '');
        return folder;
      },
    ],
    [
      'the data folder of another installation',
      'MOVE_NOT_EMPTY',
      (folder) => {
        writeFileSync(join(folder, 'seatwatch.db'), '');
        return folder;
      },
    ],
    [
      'a folder whose data is elsewhere',
      'MOVE_NOT_EMPTY',
      (folder) => {
        writeFileSync(join(folder, 'location.json'), JSON.stringify({ dataDir: '/other', movedAt: '2026' }));
        return folder;
      },
    ],
    [
      'a file',
      'MOVE_NOT_A_FOLDER',
      (folder) => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file');
      },
    ],
  ])('is refused to %s', async (_, code, make) => {
    await fill(home());
    const folder = mkdtempSync(join(appData, 'target-'));
    const to = make(folder);
    const before = readdirSync(home()).sort();
    await expect(care.planMove(request(to))).rejects.toMatchObject({ code, kind: 'usage' });
    await expect(care.move(request(to))).rejects.toMatchObject({ code });
    expect(readdirSync(home()).sort()).toEqual(before);
    await expectWhole(home());
  });

  it('is refused while the folder is in use, and of a database that is damaged', async () => {
    await fill(home(), 500);
    const to = join(appData, 'elsewhere');
    const lock = await acquire({ dataDir: home(), command: 'window', waitMs: 0 });
    await expect(care.move(request(to))).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });
    lock.release();
    const file = join(home(), 'seatwatch.db');
    const bytes = readFileSync(file);
    bytes.fill(0, 8192, bytes.length - 4096);
    writeFileSync(file, bytes);
    await expect(care.move(request(to))).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
    expect(locate()).toMatchObject({ dataDir: home(), chosenBy: 'default' });
  });

  it('says what it would do, and what speaks against it', async () => {
    await fill(home());
    const plan = await care.planMove(request(join(appData, 'elsewhere')));
    expect(plan).toMatchObject({ files: 6, warnings: [] });
    expect(plan.bytes).toBeGreaterThan(100_000);
    expect(existsSync(join(appData, 'elsewhere'))).toBe(false);
  });
});
