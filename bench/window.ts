import { mkdirSync } from 'node:fs';
import os from 'node:os';
import type { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { buildPrograms, startOrg } from '../test/builders/collect-process';
import { tempFolder } from '../test/builders/db';
import { addOrg, appEnvironment, CHROMIUM, electronBinary } from './app';
import { log, quantile, round } from './log';

export interface WindowOptions {
  users: number;
  logins: number;
}

/** Milliseconds. */
interface Delays {
  p50: number;
  p99: number;
  max: number;
  count: number;
}

interface Blocked {
  /** How late main's event loop was, measured every millisecond. */
  main: Delays;
  /** From one animation frame of the page to the next; 16.7 is the screen's own pace. */
  frames: Delays;
  /** Stretches of more than 50 ms in which the page's thread did one thing. */
  longTasks: number[];
}

export interface WindowReport extends WindowOptions {
  idle: Blocked;
  collecting: Blocked;
  /** How long the collection took, and how many pages were opened meanwhile. */
  seconds: number;
  pagesOpened: number;
}

const IDLE_MS = 5_000;
const PAGES = ['Overview', 'Users', 'Licenses', 'API usage', 'Details'];

/** Whether the window can be used while a large org is being collected: real Electron, real pages. */
export async function windowBench(options: WindowOptions): Promise<WindowReport> {
  const { folder, remove } = tempFolder();
  const programs = await buildPrograms();
  log(`making a demo org of ${options.users} users and ${options.logins} logins`);
  const org = await startOrg(programs, {
    ...options,
    live: false,
    dailyLimit: 100_000_000,
    standsAt: null,
  });
  // A real org is another computer: this one must not take the processor away from the window.
  os.setPriority(org.pid, os.constants.priority.PRIORITY_LOW);
  let app: ElectronApplication | null = null;
  try {
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir);
    await addOrg(org, dataDir);
    app = await _electron.launch({
      executablePath: electronBinary(),
      args: [
        ...CHROMIUM,
        ...[
          '--disable-dev-shm-usage',
          '--disable-backgrounding-occluded-windows',
          '--disable-renderer-backgrounding',
        ],
        ...[process.cwd(), '--data-dir', dataDir],
      ],
      cwd: process.cwd(),
      env: appEnvironment(dataDir),
    });
    const window = await app.firstWindow();
    await window.getByRole('button', { name: 'Collect Now' }).first().waitFor({ timeout: 60_000 });
    const link = (name: string) => window.getByRole('link', { name, exact: true });
    const open = async (name: string): Promise<boolean> => {
      if ((await link(name).count()) === 0) return false;
      await link(name).first().click();
      return true;
    };
    // Whatever is loaded once is loaded now.
    for (const name of PAGES) await open(name);

    await startMeasuring(app, window);
    for (let i = 0, end = Date.now() + IDLE_MS; Date.now() < end; i += 1) {
      await open(PAGES[i % PAGES.length] ?? 'Overview');
      await window.waitForTimeout(300);
    }
    const idle = await measured(app, window);

    await startMeasuring(app, window);
    const begin = performance.now();
    await window.getByRole('button', { name: 'Collect Now' }).first().click();
    let pagesOpened = 0;
    const state = (): Promise<string> =>
      window.evaluate(`seatwatch.call('orgs.list').then(({ value }) => value[0].state)`);
    await window.waitForTimeout(500);
    for (let now = await state(); now === 'collecting'; now = await state()) {
      if (await open(PAGES[pagesOpened % PAGES.length] ?? 'Overview')) pagesOpened += 1;
      await window.waitForTimeout(300);
    }
    const seconds = (performance.now() - begin) / 1000;
    const collecting = await measured(app, window);
    if ((await state()) !== 'complete') throw new Error(`The collection ended as ${await state()}.`);
    return { ...options, idle, collecting, seconds: round(seconds), pagesOpened };
  } finally {
    await app?.close();
    await org.close();
    programs.remove();
    remove();
  }
}

async function startMeasuring(app: ElectronApplication, window: Page): Promise<void> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    (globalThis as unknown as { delays: typeof histogram }).delays = histogram;
  });
  // The page has DOM types, this program has not.
  await window.evaluate(`(() => {
    const bench = (globalThis.bench = { frames: [], longTasks: [], last: performance.now(), on: true });
    const frame = (now) => {
      bench.frames.push(now - bench.last);
      bench.last = now;
      if (bench.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => { bench.last = now; requestAnimationFrame(frame); });
    bench.observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) bench.longTasks.push(duration);
    });
    bench.observer.observe({ entryTypes: ['longtask'] });
  })()`);
}

async function measured(app: ElectronApplication, window: Page): Promise<Blocked> {
  const main = await app.evaluate(() => {
    const { delays } = globalThis as unknown as { delays: ReturnType<typeof monitorEventLoopDelay> };
    delays.disable();
    // Nanoseconds, of intervals of one millisecond.
    const ms = (nanoseconds: number): number => Math.round(nanoseconds / 1e4) / 100;
    return {
      p50: ms(delays.percentile(50)),
      p99: ms(delays.percentile(99)),
      max: ms(delays.max),
      count: delays.count,
    };
  });
  const { frames, longTasks } = await window.evaluate<{ frames: number[]; longTasks: number[] }>(`(() => {
    const { bench } = globalThis;
    bench.on = false;
    bench.observer.disconnect();
    return { frames: bench.frames, longTasks: bench.longTasks };
  })()`);
  return {
    main,
    frames: {
      p50: round(quantile(frames, 0.5)),
      p99: round(quantile(frames, 0.99)),
      max: round(Math.max(0, ...frames)),
      count: frames.length,
    },
    longTasks: longTasks.map((duration) => round(duration)),
  };
}
