#!/usr/bin/env node
/**
 * Like `shoot.mjs`, for the review pages in all their states.
 *
 *   node test/renderer-harness/review-shoot.mjs [--only part-of-name] [--view light] [--out folder] [--build folder] [--no-build] [--no-axe]
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { REVIEW_SHOTS } from './review-shots.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    view: { type: 'string', default: '' },
    out: { type: 'string', default: '.cache/review-shots' },
    build: { type: 'string', default: '.cache/review-harness' },
    'no-build': { type: 'boolean', default: false },
    'no-axe': { type: 'boolean', default: false },
  },
});

const VIEWS = [
  { name: 'light', width: 1280, height: 820, scheme: 'light' },
  { name: 'dark', width: 1280, height: 820, scheme: 'dark' },
  { name: 'narrow', width: 800, height: 600, scheme: 'light' },
];
const outDir = resolve(import.meta.dirname, '../..', values.build);
const config = {
  configFile: resolve(import.meta.dirname, 'vite.config.mts'),
  build: { outDir, rolldownOptions: { input: resolve(import.meta.dirname, 'review.html') } },
};

if (!values['no-build']) await build({ ...config, logLevel: 'warn' });
const server = await preview({ ...config, preview: { port: 4279, strictPort: false } });
const base = `${server.resolvedUrls?.local[0] ?? 'http://localhost:4279/'}review.html`;
await mkdir(values.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let complaints = 0;

for (const view of VIEWS.filter(({ name }) => name.includes(values.view))) {
  for (const shot of REVIEW_SHOTS) {
    const name = `${shot.name}-${view.name}`;
    if (!name.includes(values.only)) continue;
    const complain = (what) => {
      complaints++;
      console.log(`  ! ${name}: ${what}`);
    };
    const context = await browser.newContext({
      viewport: { width: view.width, height: view.height },
      colorScheme: view.scheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complain(message.text().slice(0, 300)));
    page.on('pageerror', (error) => complain(error.message));
    await page.goto(`${base}?${new URLSearchParams(shot.query ?? {})}${shot.hash}`);
    await page.waitForSelector('h1', { timeout: 5000 }).catch((error) => complain(error.message));
    await page.waitForTimeout(shot.wait ?? 700);
    await shot.act?.(page).catch((error) => complain(error.message));
    await page.screenshot({ path: resolve(values.out, `${name}.png`) });
    if (shot.full) {
      const extra = await page.evaluate(() => {
        const main = document.querySelector('main');
        return main ? main.scrollHeight - main.clientHeight : 0;
      });
      await page.setViewportSize({ width: view.width, height: view.height + extra });
      await page.waitForTimeout(200);
      await page.screenshot({ path: resolve(values.out, `${name}-full.png`) });
    }
    if (!values['no-axe']) {
      // Open menus hang outside the landmarks by nature.
      const { violations } = await new AxeBuilder({ page })
        .disableRules(shot.menu ? ['region'] : [])
        .analyze();
      for (const v of violations)
        complain(`axe ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(' | ')}`);
    }
    console.log(name);
    await context.close();
  }
}

await browser.close();
await server.close();
console.log(complaints === 0 ? 'No complaints.' : `${complaints} complaints.`);
process.exit(complaints === 0 ? 0 : 1);
