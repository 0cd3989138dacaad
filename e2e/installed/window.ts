import { type Browser, chromium, type Page } from '@playwright/test';
import { type CommandResult, finished, type Program } from './program';

export interface InstalledWindow {
  page: Page;
  /** Ends the program as a session's end would, and waits for it. */
  close(): Promise<CommandResult>;
}

const ANNOUNCEMENT = /DevTools listening on (ws:\/\/\S+)/;
/** Only to end what hangs. */
const START_MS = 120_000;

/**
 * Opens the installed program's window. Its inspector is switched off for good (that is the point of a release), so
 * Playwright cannot start it; but the pages can be reached like those of any Chromium.
 */
export async function openWindow(program: Program, args: string[] = []): Promise<InstalledWindow> {
  const child = program.start(['--remote-debugging-port=0', ...args]);
  child.stdin.end();
  const end = finished(child);
  const endpoint = new Promise<string>((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const found = ANNOUNCEMENT.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    void end.then(({ exitCode, stderr }) => {
      reject(new Error(`the window did not open (${String(exitCode)}): ${stderr}`));
    }, reject);
  });
  const browser = await chromium.connectOverCDP(await endpoint, { timeout: START_MS });
  const page = await firstPage(browser);
  await page.waitForLoadState('domcontentloaded');
  return {
    page,
    close: async () => {
      await browser.close();
      child.kill('SIGTERM');
      return end;
    },
  };
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the program has no browser context');
  return context.pages()[0] ?? context.waitForEvent('page', { timeout: START_MS });
}
