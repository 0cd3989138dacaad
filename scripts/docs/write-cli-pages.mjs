// Writes what is made from the definitions of the commands: docs/cli.md, the man page and the completions of shells.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { runnerImport } from 'vite';
import { root } from '../setup/paths.mjs';

const { module } = await runnerImport(path.join(root, 'src/headless/reference/project-files.ts'), {
  configFile: false,
  logLevel: 'error',
  root,
});
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const files = module.projectFiles(version);
let written = 0;
for (const [name, text] of files) {
  const file = path.join(root, name);
  const content = name.endsWith('.md')
    ? await format(text, { ...(await resolveConfig(file)), parser: 'markdown' })
    : text;
  if (readIfThere(file) === content) continue;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  written += 1;
}
process.stdout.write(`command line: ${String(files.size)} files, ${String(written)} written\n`);

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
