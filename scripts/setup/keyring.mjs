// A real, unlocked GNOME keyring that lives only as long as one command, so that tests can store secrets as users do.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { childEnv, isLinux, start } from './process.mjs';

const sessionScript = path.join(import.meta.dirname, 'keyring-session.sh');

/** Runs a command line, on Linux within its own session bus, keyring and home folder. Resolves to its exit code. */
export async function startWithKeyring([command, ...args], env = {}) {
  if (!isLinux) return start(command, args, { env: childEnv(env) });
  const home = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-home-'));
  try {
    return await start('sh', [sessionScript, command, ...args], {
      env: sessionEnv(home, env),
      ownGroup: true,
    });
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function sessionEnv(home, extra) {
  const env = childEnv({
    ...extra,
    HOME: home,
    XDG_RUNTIME_DIR: path.join(home, 'run'),
    SEATWATCH_E2E_KEYRING: '1',
  });
  mkdirSync(env.XDG_RUNTIME_DIR, { mode: 0o700 });
  // The developer's own folders, bus and keyring stay out of it.
  for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'])
    delete env[name];
  for (const name of ['DBUS_SESSION_BUS_ADDRESS', 'GNOME_KEYRING_CONTROL', 'SSH_AUTH_SOCK']) delete env[name];
  return env;
}
