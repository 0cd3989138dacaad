import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Log } from '../../core/ports';
import { systemClock } from './clock';
import { createLog, logLevel } from './log';
import { dataPaths, ensureFolder, prepareDataDir, resolveDataDir } from './paths';
import { sqliteAddonPath, usesMusl } from './sqlite-addon';

// electron-store itself wants Electron; this keeps its contract with us: a JSON file in `cwd`.
vi.mock('electron-store', async () => {
  const fs = await import('node:fs');
  const path = await import('node:path');
  return {
    default: class {
      private readonly file: string;
      constructor(options: { cwd: string; name: string }) {
        this.file = path.join(options.cwd, `${options.name}.json`);
      }
      get store(): Record<string, unknown> {
        return fs.existsSync(this.file)
          ? (JSON.parse(fs.readFileSync(this.file, 'utf8')) as Record<string, unknown>)
          : {};
      }
      set(changes: Record<string, unknown>): void {
        fs.writeFileSync(this.file, JSON.stringify({ ...this.store, ...changes }));
      }
    },
  };
});
const { createSettingsStore } = await import('./settings-store');

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'seatwatch-platform-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the data folder', () => {
  it('is the option, else the variable, else in the application data', () => {
    const env = { SEATWATCH_DATA_DIR: '/env' };
    expect(resolveDataDir({ option: '/opt/x', env, appData: '/app' })).toBe('/opt/x');
    expect(resolveDataDir({ option: 'x', env, appData: '/app', cwd: '/here' })).toBe('/here/x');
    expect(resolveDataDir({ env, appData: '/app' })).toBe('/env');
    expect(resolveDataDir({ env: { SEATWATCH_DATA_DIR: '' }, appData: '/app' })).toBe('/app/Seatwatch');
  });

  it('is made for its owner only, whatever the umask', () => {
    const old = process.umask(0);
    try {
      const paths = prepareDataDir(join(dir, 'a', 'b'));
      expect(statSync(paths.dataDir).mode & 0o777).toBe(0o700);
      expect(statSync(paths.logFolder).mode & 0o777).toBe(0o700);
      expect(paths).toEqual(dataPaths(join(dir, 'a', 'b')));
    } finally {
      process.umask(old);
    }
  });

  it('keeps its permissions when it is there already', () => {
    chmodSync(dir, 0o755);
    ensureFolder(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o755);
  });

  it('that is a file is explained', () => {
    writeFileSync(join(dir, 'file'), '');
    for (const folder of [join(dir, 'file'), join(dir, 'file', 'deeper')])
      expect(() => ensureFolder(folder)).toThrow(
        expect.objectContaining({ code: 'DATA_DIR_UNUSABLE', kind: 'data' }),
      );
  });
});

describe('the log', () => {
  it('goes to the file only, redacted, for its owner only', () => {
    const out = vi.spyOn(process.stdout, 'write');
    const err = vi.spyOn(process.stderr, 'write');
    const file = join(dir, 'seatwatch.log');
    const log = createLog(file, { process: 'collect Acme' });
    log.info('token granted access_token=CANARY-1', { consumerSecret: 'CANARY-2', calls: 3, big: 1n });
    log.error('failed', { error: new Error('Bearer CANARY-3') });
    log.debug('not kept');
    expect(out).not.toHaveBeenCalled();
    expect(err).not.toHaveBeenCalled();
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('CANARY');
    expect(text).not.toContain('not kept');
    const [first = '', second = ''] = text.split('\n');
    expect(JSON.parse(first)).toMatchObject({
      level: 'info',
      msg: 'token granted access_token=[redacted]',
      process: 'collect',
      pid: process.pid,
      details: { consumerSecret: '[redacted]', calls: 3, big: '1' },
    });
    expect(JSON.parse(second)).toMatchObject({ level: 'error', details: { error: { name: 'Error' } } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is as talkative as the environment says, and closed to others again', () => {
    expect(logLevel({ SEATWATCH_LOG_LEVEL: ' Debug ' })).toBe('debug');
    expect(logLevel({ SEATWATCH_LOG_LEVEL: 'loud' })).toBe('info');
    expect(logLevel({})).toBe('info');
    const file = join(dir, 'open.log');
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    createLog(file, { level: 'warn' }).info('not kept');
    expect(readFileSync(file, 'utf8')).toBe('');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('that cannot be written harms nobody', () => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    mkdirSync(join(dir, 'seatwatch.log'));
    createLog(join(dir, 'seatwatch.log')).info('hello');
    expect(out).not.toHaveBeenCalled();
    expect(err).not.toHaveBeenCalled();
  });
});

describe('settings', () => {
  const warnings: string[] = [];
  const log: Log = {
    debug: vi.fn(),
    info: vi.fn(),
    warn: (message) => void warnings.push(message),
    error: vi.fn(),
  };
  beforeEach(() => void warnings.splice(0));

  it('start with defaults and keep changes', () => {
    const store = createSettingsStore({ dataDir: dir, log });
    expect(store.get()).toMatchObject({ thresholdPercent: 75, inactiveDays: 90, colorScheme: 'auto' });
    expect(store.update({ inactiveDays: 30 })).toMatchObject({ inactiveDays: 30, thresholdPercent: 75 });
    expect(createSettingsStore({ dataDir: dir, log }).get().inactiveDays).toBe(30);
    expect(warnings).toEqual([]);
  });

  it.each(['{"inactiveDays": 3', '', '[]', 'null', '\u0000\u0001'])(
    'survive the broken file %j, which is kept aside',
    (text) => {
      writeFileSync(join(dir, 'settings.json'), text);
      const store = createSettingsStore({ dataDir: dir, log, now: () => 0 });
      expect(store.get().inactiveDays).toBe(90);
      expect(warnings).toHaveLength(1);
      const aside = readdirSync(dir).find((name) => name.startsWith('settings.json.broken-1970'));
      expect(readFileSync(join(dir, aside ?? ''), 'utf8')).toBe(text);
    },
  );

  it('lose only the values that are unusable', () => {
    writeFileSync(join(dir, 'settings.json'), '{"inactiveDays":-1,"thresholdPercent":60,"unknown":1}');
    const store = createSettingsStore({ dataDir: dir, log });
    expect(store.get()).toMatchObject({ inactiveDays: 90, thresholdPercent: 60 });
    expect(warnings).toHaveLength(1);
  });
});

describe('the SQLite addon', () => {
  const place = {
    env: {},
    isPackaged: false,
    resourcesPath: '/res',
    appPath: '/app',
    napi: '10',
    platform: 'linux' as const,
    arch: 'x64',
    musl: false,
  };
  it('is found in every setting', () => {
    expect(sqliteAddonPath({ ...place, env: { SEATWATCH_SQLITE_ADDON: '/x.node' } })).toBe('/x.node');
    expect(sqliteAddonPath({ ...place, isPackaged: true })).toBe('/res/better_sqlite3.node');
    expect(sqliteAddonPath({ ...place, napi: '9' })).toBe('/app/.cache/better_sqlite3.napi9.node');
    expect(sqliteAddonPath({ ...place, musl: true })).toContain('/prebuilds/linuxmusl-x64.node');
    expect(sqliteAddonPath({ ...place, platform: 'darwin', arch: 'arm64' })).toContain(
      '/prebuilds/darwin-arm64.node',
    );
    expect(sqliteAddonPath({ ...place, platform: 'win32' })).toContain('/prebuilds/win32-x64.node');
  });

  it('lies where we say, on this computer', () => {
    const file = sqliteAddonPath({
      ...place,
      appPath: process.cwd(),
      napi: process.versions['napi'],
      platform: process.platform,
      arch: process.arch,
      musl: usesMusl(process.platform),
    });
    expect(existsSync(file)).toBe(true);
    expect(usesMusl('darwin')).toBe(false);
    expect(usesMusl('linux', '/nowhere')).toBe(false);
  });
});

describe('the clock', () => {
  it('sleeps, and wakes with the reason it was aborted for', async () => {
    const before = Date.now();
    await systemClock.sleep(20);
    expect(Date.now() - before).toBeGreaterThanOrEqual(20);
    const stop = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => stop.abort(reason), 5);
    await expect(systemClock.sleep(10_000, stop.signal)).rejects.toBe(reason);
    await expect(systemClock.sleep(1, stop.signal)).rejects.toBe(reason);
  });

  it('does not sleep for a year when it is set back by one', async () => {
    const real = Date.now.bind(Date);
    const asleep = systemClock.sleep(30);
    const wrong = vi.spyOn(Date, 'now').mockImplementation(() => real() - 365 * 86_400_000);
    await asleep;
    wrong.mockRestore();
  });
});
