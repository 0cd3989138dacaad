import { launch, run as openWindow } from './start.mjs';

/** Options that may stand before the sub-command, and whether a value follows. */
const GLOBAL_OPTIONS = { '--data-dir': true, '--json': false, '--quiet': false };

export async function run(args) {
  return opensWindow(args) ? openWindow(args) : launch(args, { headless: true });
}

/** Without a sub-command the app opens its window. Anything we do not know is the app's to judge, without a window. */
export function opensWindow(args) {
  for (let index = 0; index < args.length; index += 1) {
    const [name, value] = args[index].split('=', 2);
    if (!Object.hasOwn(GLOBAL_OPTIONS, name)) return false;
    if (GLOBAL_OPTIONS[name] && value === undefined) index += 1;
  }
  return true;
}
