import { readFileSync } from 'node:fs';
import type { ElectronApplication } from '@playwright/test';

/**
 * The program that starts again by itself would be out of the test's hands: it is told where, and started by the
 * test. Returns the function that waits for its end, and resolves with the arguments it wanted to start again with.
 */
export async function catchRestart(electron: ElectronApplication): Promise<() => Promise<string[]>> {
  const marker = await electron.evaluate(({ app }) => {
    const { writeFileSync } = process.getBuiltinModule('node:fs');
    const file = `${app.getPath('userData')}.restart.json`;
    app.relaunch = (options) => {
      writeFileSync(file, JSON.stringify(options?.args ?? []));
    };
    return file;
  });
  const ended = new Promise<void>((resolve) => electron.on('close', () => resolve()));
  return async () => {
    await ended;
    return JSON.parse(readFileSync(marker, 'utf8')) as string[];
  };
}
