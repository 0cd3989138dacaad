#!/usr/bin/env node
/**
 * Builds the harness, serves it, takes screenshots of every page in light, dark and narrow, and runs axe on each.
 *
 *   node test/renderer-harness/shoot.mjs [--only part-of-name,another] [--view light] [--out folder] [--no-build] [--no-axe]
 *
 * Needs a Chromium (Debian: apt-get install chromium); CHROMIUM names another than /usr/bin/chromium.
 * Exit code 1 when axe, the console or the content security policy complained.
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { SHOTS } from './shots.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    view: { type: 'string', default: '' },
    out: { type: 'string', default: '.cache/shots' },
    'no-build': { type: 'boolean', default: false },
    'no-axe': { type: 'boolean', default: false },
  },
});

const VIEWS = [
  { name: 'light', width: 1280, height: 820, scheme: 'light' },
  { name: 'dark', width: 1280, height: 820, scheme: 'dark' },
  { name: 'narrow', width: 800, height: 600, scheme: 'light' },
];

const configFile = resolve(import.meta.dirname, 'vite.config.mts');
if (!values['no-build']) await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, preview: { port: 4179, strictPort: false } });
const base = server.resolvedUrls?.local[0] ?? 'http://localhost:4179/';
await mkdir(values.out, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let complaints = 0;
const complain = (where, what) => {
  complaints++;
  console.log(`  ! ${where}: ${what}`);
};

const wanted = (name) => values.only.split(',').some((part) => name.includes(part));
for (const view of VIEWS.filter(({ name }) => name.includes(values.view))) {
  for (const shot of SHOTS) {
    const name = `${shot.name}-${view.name}`;
    if (!wanted(name)) continue;
    const context = await browser.newContext({
      viewport: { width: view.width, height: view.height },
      colorScheme: view.scheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complain(name, message.text()));
    page.on('pageerror', (error) => complain(name, error.message));
    await page.goto(`${base}?${new URLSearchParams(shot.query ?? {})}${shot.hash ?? ''}`);
    await page.waitForSelector('h1');
    await page.waitForTimeout(shot.wait ?? 700);
    try {
      await shot.act?.(page);
    } catch (error) {
      complain(name, error.message);
    }
    await page.screenshot({ path: resolve(values.out, `${name}.png`) });
    if (shot.full) await tall(page, name, view);
    if (!values['no-axe']) {
      // Open menus hang outside the landmarks by nature.
      const { violations } = await new AxeBuilder({ page })
        .disableRules(shot.menu ? ['region'] : [])
        .analyze();
      for (const v of violations)
        complain(name, `axe ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
    }
    console.log(name);
    await context.close();
  }
}

/** The whole page: only `main` scrolls, so the window is made as high as its content. */
async function tall(page, name, view) {
  const extra = await page.locator('main').evaluate((main) => main.scrollHeight - main.clientHeight);
  await page.setViewportSize({ width: view.width, height: view.height + extra });
  await page.waitForTimeout(150);
  await page.screenshot({ path: resolve(values.out, `${name}-full.png`) });
}

await browser.close();
await server.close();
console.log(complaints === 0 ? 'No complaints.' : `${complaints} complaints.`);
process.exit(complaints === 0 ? 0 : 1);
