import { screen, type BrowserWindow, type Rectangle } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';
import { isReachable } from './reachable';

const Saved = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400),
  height: z.number().int().min(300),
  maximized: z.boolean(),
});
type Saved = z.infer<typeof Saved>;

const DEFAULT_SIZE = { width: 1280, height: 860 };

export interface WindowState {
  bounds(): Partial<Rectangle>;
  follow(window: BrowserWindow): void;
}

/** Remembers size and place of the window. (Electron 44 has this built in; we also run on older ones.) */
export function createWindowState(dataDir: string): WindowState {
  const store = new Store<{ window?: Saved }>({ cwd: dataDir, name: 'window', clearInvalidConfig: true });
  return {
    bounds() {
      const saved = Saved.safeParse(store.get('window'));
      if (!saved.success) return DEFAULT_SIZE;
      const areas = screen.getAllDisplays().map((display) => display.workArea);
      const { x, y, width, height } = saved.data;
      return isReachable({ x, y, width, height }, areas) ? { x, y, width, height } : { width, height };
    },
    follow(window) {
      const saved = Saved.safeParse(store.get('window'));
      if (saved.success && saved.data.maximized) window.maximize();
      window.on('close', () => {
        store.set('window', { ...window.getNormalBounds(), maximized: window.isMaximized() });
      });
    },
  };
}
