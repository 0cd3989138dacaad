import { ensureBuilt } from '../setup/build.mjs';
import { requireRealDisplay } from '../setup/display.mjs';
import { setUp } from '../setup/index.mjs';
import { electronCommand } from '../setup/launch.mjs';
import { childEnv, start } from '../setup/process.mjs';

export async function run(args) {
  requireRealDisplay();
  return launch(args, { headless: false });
}

/** Sets up, builds and becomes the app: its standard streams and its exit code are ours. */
export async function launch(args, { headless }) {
  const { electron, addon } = await setUp();
  await Promise.all([ensureBuilt(), addon]);
  const [command, ...rest] = electronCommand(electron, args, { headless });
  const env = childEnv();
  delete env.ELECTRON_RUN_AS_NODE; // set by some editors' terminals; it would make Electron a plain Node
  return start(command, rest, { env });
}
