// Everything a command may need, in the order in which it has to come.
import { ensureElectron } from './electron.mjs';
import { ensureModules } from './modules.mjs';
import { ensureAddon, mustCompileAddon } from './sqlite-addon.mjs';
import { ensureSystem } from './system-libraries.mjs';

/**
 * Sets up what running the app takes and returns at once when it is all there.
 * `extras` are those of ensureSystem: display, keyring.
 * The addon may have to be compiled, which takes a while: it is returned as a promise, to be awaited before Electron
 * starts, so that other work can go on meanwhile.
 */
export async function setUp(extras = {}) {
  await ensureModules();
  const electron = await ensureElectron();
  await ensureSystem(electron, { ...extras, compiler: mustCompileAddon() });
  const addon = ensureAddon();
  addon.catch(() => undefined); // reported where it is awaited
  return { electron, addon };
}
