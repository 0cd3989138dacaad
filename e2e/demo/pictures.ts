import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../fixtures';

/** The text of the README and of everything in docs/. */
function documents(): string {
  const docs = path.join(ROOT, 'docs');
  const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return [path.join(ROOT, 'README.md'), ...files.map((name) => path.join(docs, name))]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/**
 * Where each picture goes: into docs/screenshots in the light theme, and in the dark one where a document shows it;
 * the other dark ones, to be looked at and not to be kept, into a folder that git ignores.
 */
export function pictures(): (name: string) => string {
  const kept = path.join(ROOT, 'docs', 'screenshots');
  const rest = path.join(ROOT, '.cache', 'screenshots');
  for (const folder of [kept, rest]) mkdirSync(folder, { recursive: true });
  const text = documents();
  return (name) => {
    const file = `${name}.png`;
    const isKept = name.endsWith('-light') || text.includes(`screenshots/${file}`);
    return path.join(isKept ? kept : rest, file);
  };
}
