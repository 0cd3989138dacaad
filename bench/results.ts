import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machine, type Machine } from './machine';
import { CHAPTERS } from './chapters';

/** What a measurement leaves behind, as NAME.json. */
export interface Saved<T = unknown> {
  name: string;
  /** ISO 8601, UTC. */
  measuredAt: string;
  machine: Machine;
  result: T;
}

/** Writes one result, and the page with tables and charts of all results in the folder. */
export function save(folder: string, name: string, result: unknown): void {
  mkdirSync(folder, { recursive: true });
  const saved: Saved = { name, measuredAt: new Date().toISOString(), machine: machine(), result };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(saved, null, 2)}\n`);
  writePage(folder);
}

/** Makes README.md and the charts anew from the results there are. */
export function writePage(folder: string): void {
  const lines = [
    '# What was measured',
    '',
    'Written by `npm run bench -- all` (one by one: `npm run bench -- NAME`); do not edit. Compare ratios within one run, not seconds between machines.',
    '',
  ];
  for (const chapter of CHAPTERS) {
    const { name, title } = chapter;
    const file = join(folder, `${name}.json`);
    if (!existsSync(file)) continue;
    const { result, machine: where, measuredAt } = JSON.parse(readFileSync(file, 'utf8')) as Saved;
    lines.push(`## ${title}`, '', ...chapter.table(result), '');
    const chart = chapter.charts(result);
    if (chart !== null) {
      writeFileSync(join(folder, `${name}.svg`), chart);
      lines.push(`![${title}](${name}.svg)`, '');
    }
    lines.push(
      `\`npm run bench -- ${name}\` on ${measuredAt.slice(0, 10)}: ${described(where)}. All figures: [${name}.json](${name}.json).`,
      '',
    );
  }
  writeFileSync(join(folder, 'README.md'), `${lines.join('\n').trimEnd()}\n`);
}

const described = (where: Machine): string =>
  `${where.processor}, ${where.cores} cores, ${where.memoryGB} GB, ${where.system}; Node ${where.node}, Electron ${where.electron}, sqlite3 ${where.sqlite3}`;
