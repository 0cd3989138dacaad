import path from 'node:path';
import type { MessageBoxOptions } from 'electron';
import { expect, ROOT, startApp, test as base, type StartedApp } from '../fixtures';

/** What a native dialog shows a person. */
export interface Question {
  message: string;
  detail: string;
  buttons: string[];
}

/** A program whose native message boxes wait for the test: they can be there before any window is. */
export interface AskingApp extends StartedApp {
  /** The dialog on the screen, once it is there. */
  question(): Promise<Question>;
  press(label: string): Promise<void>;
}

interface NativeDialogs {
  shown(): MessageBoxOptions | null;
  press(label: string): void;
}

async function startAsking(dataDir: string): Promise<AskingApp> {
  const before = path.join(ROOT, 'e2e', 'pages', 'native-dialogs.cjs');
  const app = await startApp({ dataDir, before });
  const shown = () =>
    app.electron.evaluate(() =>
      (globalThis as unknown as { nativeDialogs: NativeDialogs }).nativeDialogs.shown(),
    );
  return {
    ...app,
    async question() {
      await expect.poll(shown, { message: 'a native dialog is shown' }).not.toBeNull();
      const { message = '', detail = '', buttons = [] } = (await shown()) ?? {};
      return { message, detail, buttons };
    },
    press: (label) =>
      app.electron.evaluate((_electron, wanted) => {
        (globalThis as unknown as { nativeDialogs: NativeDialogs }).nativeDialogs.press(wanted);
      }, label),
  };
}

/** Tests of what is asked in native dialogs. */
export const test = base.extend<{ startAsking: () => Promise<AskingApp> }>({
  startAsking: async ({ dataDir }, use) => {
    const started: AskingApp[] = [];
    await use(async () => {
      const app = await startAsking(dataDir);
      started.push(app);
      return app;
    });
    for (const app of started) await app.close().catch(() => undefined);
  },
});
