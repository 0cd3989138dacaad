// Writes docs/checks from the definitions of the checks, and removes pages of checks that are no more.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { runnerImport } from 'vite';
import { root } from '../setup/paths.mjs';

const folder = path.join(root, 'docs', 'checks');

/** The modules are TypeScript and use import.meta.glob: Vite knows both. */
async function load(file) {
  const { module } = await runnerImport(path.join(root, file), {
    configFile: false,
    logLevel: 'error',
    root,
  });
  return module;
}

const [{ CHECKS }, { checkPages }] = await Promise.all([
  load('src/checks/registry.ts'),
  load('src/checks/docs/check-pages.ts'),
]);
const options = { ...(await resolveConfig(path.join(folder, 'README.md'))), parser: 'markdown' };

mkdirSync(folder, { recursive: true });
const pages = checkPages(CHECKS.map(({ info }) => info));
const leftOver = readdirSync(folder).filter((name) => !pages.has(name));
for (const name of leftOver) rmSync(path.join(folder, name), { recursive: true });
let written = 0;
for (const [name, text] of pages) {
  const file = path.join(folder, name);
  const page = await format(text, options);
  if (readIfThere(file) === page) continue;
  writeFileSync(file, page);
  written += 1;
}
process.stdout.write(
  `docs/checks: ${String(pages.size)} pages, ${String(written)} written, ${String(leftOver.length)} removed\n`,
);

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
