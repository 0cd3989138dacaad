import { forgetBuild } from '../setup/build.mjs';
import { requireRealDisplay } from '../setup/display.mjs';
import { setUp } from '../setup/index.mjs';
import { childEnv, isLinux, isRoot, startTool } from '../setup/process.mjs';

export async function run(args) {
  requireRealDisplay();
  const { electron, addon } = await setUp();
  await addon;
  forgetBuild(); // electron-vite writes its development bundles into the same folder
  // Chromium refuses to make a sandbox as root. Not by electron-vite's --noSandbox: it puts the switch behind the app's
  // folder, where our own arguments are.
  const sandbox = isLinux && isRoot ? { ELECTRON_DISABLE_SANDBOX: '1' } : {};
  const appArgs = args.length > 0 ? ['--', ...args] : [];
  return startTool('electron-vite', 'electron-vite', ['dev', ...appArgs], {
    env: childEnv({ ELECTRON_EXEC_PATH: electron, ...sandbox }),
  });
}
