import { mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import type { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { buildPrograms, startOrg } from '../test/builders/collect-process';
import { tempFolder } from '../test/builders/db';
import { addOrg, appEnvironment, CHROMIUM, electronBinary } from './app';
import { log, quantile, round } from './log';
import { CATEGORIES, spread, turnsOf, type Spread, type Turns } from './turns';

export interface WindowOptions {
  users: number;
  logins: number;
}

/** Milliseconds. */
interface Delays extends Spread {
  p50: number;
  count: number;
}

interface Lateness {
  p50: number;
  p99: number;
  max: number;
}

/** What was seen in one stretch of time. Only `page.cpu` and `main.cpu` are free of what other processes took away. */
interface Blocked {
  /** The page's thread: its turns. More than 50 ms by the clock is what Chromium calls a long task. */
  page: Turns;
  /** Main's thread: its turns; Node's loop runs in them. */
  main: Turns;
  /** How late a timer of one millisecond came in main. */
  mainLate: Lateness;
  /** From one animation frame of the page to the next; 16.7 is the screen's own pace. */
  frames: Delays;
  /** The yardstick: the same, at the same time, in an empty window of the same app that only counts its frames. */
  emptyFrames: Delays;
}

export interface WindowReport extends WindowOptions {
  idle: Blocked;
  collecting: Blocked;
  /** How long the collection took, and how many pages were opened meanwhile. */
  seconds: number;
  pagesOpened: number;
}

const IDLE_MS = 15_000;
/** A page is looked at for so long before the next is opened. */
const LOOK_MS = 400;
const PAGES = ['Overview', 'Users', 'Licenses', 'API usage', 'Details'];
const TRACE_KB = 400_000;

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
    await collectButton(window).waitFor({ timeout: 60_000 });
    const views = { app, window, empty: await emptyWindow(app, window) };
    const links = await placesOf(window);
    // A click of the mouse, without a script in the page.
    let opened = 0;
    const open = async (): Promise<void> => {
      const link = links[opened % links.length];
      if (link) await window.mouse.click(link.x, link.y);
      opened += 1;
      await new Promise((done) => setTimeout(done, LOOK_MS));
    };
    // The pages' scripts are loaded; what they show of the org's data is new to them while collecting.
    for (let i = 0; i < links.length; i += 1) await open();

    const traceFile = join(folder, 'trace.json');
    log('measuring while collecting');
    opened = 0;
    let seconds = 0;
    const collecting = await measured(views, traceFile, async () => {
      const begin = performance.now();
      let running = true;
      const ended = collected(window).finally(() => (running = false));
      while (running) await open();
      await ended;
      seconds = (performance.now() - begin) / 1000;
    });
    const pagesOpened = opened;
    log('measuring the same pages at rest');
    const idle = await measured(views, traceFile, async () => {
      for (const end = Date.now() + IDLE_MS; Date.now() < end;) await open();
    });
    return { ...options, idle, collecting, seconds: round(seconds), pagesOpened };
  } finally {
    await app?.close();
    await org.close();
    programs.remove();
    remove();
  }
}

const collectButton = (window: Page) => window.getByRole('button', { name: 'Collect Now' }).first();

/** Middles of the links to the pages, in the window's pixels. */
async function placesOf(window: Page): Promise<{ x: number; y: number }[]> {
  const places = [];
  for (const name of PAGES) {
    const box = await window.getByRole('link', { name, exact: true }).first().boundingBox();
    if (box === null) throw new Error(`There is no link “${name}”.`);
    places.push({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }
  return places;
}

/** Collects, and waits for the app's own word that it ended. The page is not asked meanwhile. */
async function collected(window: Page): Promise<void> {
  // The page has DOM types, this program has not.
  const ended = window.evaluate<string>(`new Promise((done) => {
    const stop = seatwatch.subscribe((name, payload) => {
      if (name !== 'collect.ended') return;
      stop();
      done(payload.run.state);
    });
  })`);
  await collectButton(window).click();
  const state = await ended;
  if (state !== 'complete') throw new Error(`The collection ended as ${state}.`);
}

/** A window beside ours in which nothing happens: what it suffers, the machine does to any window. */
async function emptyWindow(app: ElectronApplication, window: Page): Promise<Page> {
  const opened = app.waitForEvent('window');
  await app.evaluate(async ({ BrowserWindow }) => {
    await new BrowserWindow({ width: 300, height: 200, x: 0, y: 0 }).loadURL('about:blank');
  });
  const empty = await opened;
  await window.bringToFront();
  return empty;
}

interface Views {
  app: ElectronApplication;
  window: Page;
  empty: Page;
}

async function measured(
  { app, window, empty }: Views,
  traceFile: string,
  work: () => Promise<void>,
): Promise<Blocked> {
  const [main, page] = await app.evaluate(
    async ({ contentTracing, BrowserWindow }, { categories, size }) => {
      await contentTracing.startRecording({
        included_categories: categories,
        excluded_categories: ['*'],
        recording_mode: 'record-until-full',
        trace_buffer_size_in_kb: size,
      });
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
      const late = monitorEventLoopDelay({ resolution: 1 });
      late.enable();
      (globalThis as unknown as { late: typeof late }).late = late;
      const ours = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL() !== 'about:blank');
      return [process.pid, ours?.webContents.getOSProcessId() ?? -1] as const;
    },
    { categories: CATEGORIES, size: TRACE_KB },
  );
  await Promise.all([window, empty].map((one) => one.evaluate(COUNT_FRAMES)));

  await work();

  const [frames, emptyFrames] = await Promise.all(
    [window, empty].map((one) => one.evaluate<number[]>(FRAMES)),
  );
  const mainLate = await app.evaluate(async ({ contentTracing }, file) => {
    const { late } = globalThis as unknown as { late: ReturnType<typeof monitorEventLoopDelay> };
    late.disable();
    await contentTracing.stopRecording(file);
    // Nanoseconds, of intervals of one millisecond.
    const ms = (nanoseconds: number): number => Math.round(nanoseconds / 1e4) / 100;
    return { p50: ms(late.percentile(50)), p99: ms(late.percentile(99)), max: ms(late.max) };
  }, traceFile);
  const turns = await turnsOf(traceFile, {
    page: { pid: page, name: 'CrRendererMain' },
    main: { pid: main, name: 'CrBrowserMain' },
  });
  rmSync(traceFile);
  return { ...turns, mainLate, frames: delays(frames ?? []), emptyFrames: delays(emptyFrames ?? []) };
}

function delays(milliseconds: readonly number[]): Delays {
  return { p50: round(quantile(milliseconds, 0.5)), ...spread(milliseconds), count: milliseconds.length };
}

const COUNT_FRAMES = `(() => {
  const bench = (globalThis.bench = { frames: [], last: null, on: true });
  const frame = (now) => {
    if (bench.last !== null) bench.frames.push(now - bench.last);
    bench.last = now;
    if (bench.on) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;

/** Ends counting and answers the milliseconds from frame to frame. */
const FRAMES = `(() => {
  globalThis.bench.on = false;
  return globalThis.bench.frames;
})()`;
