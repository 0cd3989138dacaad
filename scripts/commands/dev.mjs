import { forgetBuild } from '../setup/build.mjs';
import { requireRealDisplay } from '../setup/display.mjs';
import { setUp } from '../setup/index.mjs';
import { childEnv, isLinux, isRoot, startTool } from '../setup/process.mjs';

export async function run(args) {
  requireRealDisplay();
  const { electron, addon } = await setUp();
  await addon;
  forgetBuild(); // electron-vite writes its development bundles into the same folder
  const sandbox = isLinux && isRoot ? ['--noSandbox'] : [];
  const appArgs = args.length > 0 ? ['--', ...args] : [];
  return startTool('electron-vite', 'electron-vite', ['dev', ...sandbox, ...appArgs], {
    env: childEnv({ ELECTRON_EXEC_PATH: electron }),
  });
}
