import { join } from 'node:path';
import ElectronStore from 'electron-store';
import type { Log } from '../../core/ports';
import type { Settings, SettingsChanges } from '../../shared/model/settings';
import { readSettings, setBrokenFileAside } from './settings-file';

export interface SettingsStore {
  get(): Settings;
  update(changes: SettingsChanges): Settings;
}

/** Preferences in `<dataDir>/settings.json`. Whatever is in that file, the program starts. */
export function createSettingsStore(deps: { dataDir: string; log: Log; now?: () => number }): SettingsStore {
  const { dataDir, log } = deps;
  const file = join(dataDir, 'settings.json');
  const aside = setBrokenFileAside(file, (deps.now ?? Date.now)());
  if (aside !== null) log.warn('the settings file was broken; defaults are used', { keptAs: aside });

  const store = new ElectronStore<Record<string, unknown>>({
    name: 'settings',
    cwd: dataDir,
    configFileMode: 0o600,
    // Ours is the zod model; a stored value that does not fit is ignored, not an error.
    clearInvalidConfig: false,
  });

  const first = readSettings(store.store);
  if (first.ignored.length > 0)
    log.warn('settings with unusable values are ignored', { names: first.ignored });

  return {
    get: () => readSettings(store.store).settings,
    update(changes) {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      store.set(Object.fromEntries(given));
      return readSettings(store.store).settings;
    },
  };
}
