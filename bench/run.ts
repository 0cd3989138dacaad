// `npm run bench -- NAME… [--users N] [--logins N] …`: measurements. No test depends on them. Each prints its
// result as JSON; those of CHAPTERS also leave it in bench/results with a table and a chart.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CHAPTERS } from './chapters';
import { checks } from './checks';
import { dbPages } from './db-pages';
import { dbStall } from './db-stall';
import { firstCollection } from './first-collection';
import { kills } from './kills';
import { log } from './log';
import { publish } from './publish';
import { save, writePage } from './results';
import { windowBench } from './window';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    users: { type: 'string' },
    logins: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    kills: { type: 'string', default: '200' },
    'app-kills': { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    /** For pages and checks: a database filled before. */
    file: { type: 'string' },
    /** Where results go: another folder for a trial. */
    out: { type: 'string', default: 'bench/results' },
  },
});

const size = (users: number, logins: number) => ({
  users: Number(values.users ?? users),
  logins: Number(values.logins ?? logins),
});

const BENCHES: Record<string, () => Promise<unknown>> = {
  pages: () => dbPages(size(200_000, 5_000_000), values.file),
  checks: () => checks(size(200_000, 5_000_000), values.file),
  kills: () =>
    kills({
      ...size(400, 12_000),
      kills: Number(values.kills),
      appKills: Number(values['app-kills']),
      seed: Number(values.seed),
    }),
  publish: () => publish(size(50_000, 1_000_000)),
  'first-collection': () => firstCollection({ ...size(50_000, 1_000_000), rounds: Number(values.rounds) }),
  window: () => windowBench(size(20_000, 200_000)),
  'db-stall': () => dbStall(size(50_000, 300_000)),
};

const SHOWN = CHAPTERS.map(({ name }) => name);
const out = resolve(values.out);
const names = positionals.flatMap((name) => (name === 'all' ? SHOWN : [name]));
const unknown = names.filter((name) => name !== 'page' && BENCHES[name] === undefined);
if (names.length === 0 || unknown.length > 0) {
  process.stderr.write(
    `${unknown.map((name) => `There is no measurement “${name}”. `).join('')}Name one or more of: all, ${Object.keys(BENCHES).join(', ')}, page (only writes ${values.out}/README.md again).\n`,
  );
  process.exitCode = 2;
} else {
  for (const name of names) {
    if (name === 'page') writePage(out);
    const bench = BENCHES[name];
    if (bench === undefined) continue;
    log(`measuring: ${name}`);
    const result = await bench();
    if (SHOWN.includes(name)) save(out, name, result);
    process.stdout.write(`${name}: ${JSON.stringify(result, null, 2)}\n`);
    // A measurement that shows a fault must not look like a success.
    if (name === 'kills' && (result as { different: number }).different > 0) process.exitCode = 1;
  }
}
