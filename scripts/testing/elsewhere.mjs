// Packages of other sources than those of this checkout as they stand: the program before the newest migration, and a
// copy of these sources in another folder. Dependencies, Electron and tools are this checkout's.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { git } from '../packaging/build-info.mjs';
import { artifactsIn } from '../packaging/builder.mjs';
import { logged } from '../setup/log.mjs';
import { inCheckoutCache, inModules, root } from '../setup/paths.mjs';
import { toolchainNode } from '../setup/node.mjs';
import { childEnv, runQuietly } from '../setup/process.mjs';

/** How packages are made. Sources older than the installers are packed by today's recipe, later ones by their own. */
const RECIPE = ['electron-builder.config.cjs', 'electron.vite.config.ts', 'packaging', 'scripts'];
const MOST_BYTES = 2 ** 30;

/** Run in the other folder, by the scripts that are there. */
const BUILD = `
  import { ensureBuilt } from './scripts/setup/build.mjs';
  import { buildDeb } from './scripts/testing/installed.mjs';
  const [output, version] = process.argv.slice(1);
  await ensureBuilt();
  await buildDeb({ output, version });
`;

/** The last commit whose program does not know the newest migration; null where there is no history to ask. */
export function commitBeforeNewestMigration() {
  const journal = JSON.parse(readFileSync(path.join(root, 'drizzle', 'meta', '_journal.json'), 'utf8'));
  const { tag } = journal.entries.at(-1);
  const added = git('log', '-1', '--diff-filter=A', '--format=%H', '--', `drizzle/${tag}.sql`);
  if (added === null) return null;
  // A migration that is not committed yet: what is committed is the program before it.
  return git('rev-parse', '--verify', '--quiet', added === '' ? 'HEAD' : `${added}^`);
}

/** Builds the program of a commit in `folder` (made) and packs it, numbered `version`. Resolves to the .deb. */
export async function buildOlderDeb({ commit, folder, version }) {
  const sources = path.join(folder, 'sources');
  mkdirSync(sources, { recursive: true });
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: MOST_BYTES });
  execFileSync('tar', ['-x'], { cwd: sources, input: archive });
  if (!existsSync(path.join(sources, RECIPE[0]))) {
    for (const part of RECIPE) cpSync(path.join(root, part), path.join(sources, part), { recursive: true });
  }
  return pack({ folder, sources, version, what: `the program before the newest migration` });
}

/** Builds and packs these sources once more from a copy in `folder` (made). Resolves to the .deb; null without git. */
export async function buildDebAgain({ folder, version }) {
  const listed = git('ls-files', '-z', '--cached', '--others', '--exclude-standard');
  if (listed === null) return null;
  const sources = path.join(folder, 'sources');
  for (const file of listed.split('\0').filter((name) => name && existsSync(path.join(root, name)))) {
    mkdirSync(path.dirname(path.join(sources, file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(sources, file));
  }
  // So that the copy, too, can say which commit it is.
  const repository = { GIT_DIR: git('rev-parse', '--absolute-git-dir'), GIT_WORK_TREE: sources };
  const env = { ...repository, GIT_OPTIONAL_LOCKS: '0' };
  return pack({ folder, sources, version, env, what: 'the same sources once more' });
}

async function pack({ folder, sources, version, what, env = {} }) {
  // Not the whole folder by one link: git ignores a folder of that name only.
  mkdirSync(path.join(sources, 'node_modules'));
  for (const name of readdirSync(inModules())) {
    symlinkSync(inModules(name), path.join(sources, 'node_modules', name));
  }
  const addon = inCheckoutCache('better_sqlite3.napi9.node');
  if (existsSync(addon)) {
    mkdirSync(path.join(sources, '.cache'));
    copyFileSync(addon, path.join(sources, '.cache', path.basename(addon)));
  }
  const output = path.join(folder, 'packages');
  await logged(`packing ${what}`, () =>
    runQuietly(toolchainNode(), ['--input-type=module', '--eval', BUILD, '--', output, version], {
      cwd: sources,
      env: childEnv(env),
      failure: `Packing ${what} failed; the reason is above.`,
    }),
  );
  return artifactsIn(output, version)[0];
}
