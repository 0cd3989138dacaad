import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import { Settings, type AppInfo } from '../../../shared/model/settings';
import type { Events } from '../events';

export interface SettingsState {
  settings: Settings;
  /** null until the first answer. */
  info: AppInfo | null;
  load(): Promise<void>;
  /** Shown at once, taken back when it could not be saved (then rejects with an `AppError`). */
  update(change: Partial<Settings>): Promise<void>;
  refreshInfo(): Promise<void>;
}

export type SettingsStore = StoreApi<SettingsState>;

export function createSettingsStore(api: Api, events: Events): SettingsStore {
  const store = createStore<SettingsState>()((set, get) => ({
    settings: Settings.parse({}),
    info: null,
    load: async () => {
      const settings = await api.app.settings();
      set({ settings });
      await get().refreshInfo();
    },
    update: async (change) => {
      const before = get().settings;
      const wanted = { ...before, ...change };
      set({ settings: wanted });
      try {
        // Only what changed: what an administrator fixed must not be sent along.
        set({ settings: await api.app.updateSettings(change) });
      } catch (error) {
        set({ settings: before });
        throw error;
      }
    },
    refreshInfo: async () => set({ info: await api.app.info() }),
  }));
  events.on('settings.changed', () => {
    void api.app.settings().then((settings) => store.setState({ settings }));
  });
  return store;
}
