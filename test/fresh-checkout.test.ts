import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from './builders/db';

const ROOT = path.resolve(import.meta.dirname, '..');
const commands = readdirSync(path.join(ROOT, 'scripts/commands'));

// The first thing a command does is to install the packages: until then there are none to import.
it.each(commands)('scripts/commands/%s starts where nothing is installed', (file) => {
  const { folder, remove } = tempFolder();
  try {
    for (const name of ['scripts', 'packaging', 'package.json']) {
      cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
    }
    const program = `import(${JSON.stringify(path.join(folder, 'scripts/commands', file))})
      .then(({ run }) => console.log(typeof run))`;
    const answer = execFileSync(process.execPath, ['-e', program], { cwd: folder, encoding: 'utf8' });
    expect(answer.trim()).toBe('function');
  } finally {
    remove();
  }
});
