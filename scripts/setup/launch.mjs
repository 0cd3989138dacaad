// The command line that starts the app from the checkout.
import { statSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { root } from './paths.mjs';
import { ask, hasProgram, isLinux, isRoot } from './process.mjs';

const SETUID = 0o4000;

/**
 * Chromium's switches come before the app's folder, so that everything behind it is the app's own.
 * `headless` is for commands that open no window: they need no display then.
 */
export function electronCommand(binary, appArgs, { headless }) {
  return [binary, ...chromiumSwitches(binary, headless), root, ...appArgs];
}

function chromiumSwitches(binary, headless) {
  if (!isLinux) return [];
  const switches = headless ? ['--ozone-platform=headless', ...QUIET] : [];
  // Wayland without X11:
  if (!headless && !process.env.DISPLAY) switches.push('--ozone-platform-hint=auto');
  // Chromium refuses to make a sandbox as root; a command without a window shows nothing that would need one.
  if (isRoot || (headless && !canSandbox(binary))) switches.push('--no-sandbox');
  else if (!headless) requireSandbox(binary);
  return switches;
}

// Chromium's own complaints (no session bus, no GPU) say nothing about the app, whose messages take another way.
const QUIET = ['--log-level=3', '--disable-gpu'];

/** Some systems (Ubuntu 24.04, some containers) keep ordinary users from making the namespaces a sandbox consists of. */
function canSandbox(binary) {
  if (!hasProgram('unshare') || ask('unshare', ['--user', 'true']).ok) return true;
  const helper = statSync(sandboxHelper(binary), { throwIfNoEntry: false });
  return helper !== undefined && helper.uid === 0 && (helper.mode & SETUID) !== 0;
}

const sandboxHelper = (binary) => path.join(path.dirname(binary), 'chrome-sandbox');

function requireSandbox(binary) {
  if (canSandbox(binary)) return;
  const helper = sandboxHelper(binary);
  throw new SetupError(
    "This system does not let ordinary users create Chromium's sandbox.",
    `run this once, then try again:\n\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'\n`,
  );
}
