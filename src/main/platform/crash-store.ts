import { app } from 'electron';
import { createCrashStore, type CrashStore } from '../../core/diagnostics/crashes';

export function openCrashStore(folder: string): CrashStore {
  const store = createCrashStore({ folder, appVersion: app.getVersion(), now: () => Date.now() });
  store.prune();
  return store;
}
