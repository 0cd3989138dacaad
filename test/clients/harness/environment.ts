import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start these tests with npm run test:clients`);
  return value;
}

/** The folder the clients were installed into (scripts/setup/foreign-clients.mjs). */
export const clientsFolder = (): string => given('SEATWATCH_CLIENTS');

/** The clients written in Python: how to run them, or why they are not here. */
export const pythonClients = (): { python: string; folder: string } | { missing: string } =>
  JSON.parse(given('SEATWATCH_CLIENTS_PYTHON')) as ReturnType<typeof pythonClients>;

/** Where what was measured is left for the summary. */
export const measuresFolder = (): string => given('SEATWATCH_CLIENTS_MEASURES');

/** The version of an installed client, for the summary. */
export function versionOf(packageName: string): string {
  const file = path.join(clientsFolder(), 'node_modules', packageName, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** A folder that is the whole world of a client: its home, its settings, its current folder. */
export class Scratch {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-clients-'));

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  /**
   * An environment in which a client finds nothing of the user's: no settings, tokens or proxies, and its home here.
   */
  environment(extra: Record<string, string> = {}): Record<string, string> {
    const foreign = /^(SF_|SFDX_|FORCE_|SEATWATCH_|npm_|NODE_|VITEST|VITE_|XDG_|HTTPS?_PROXY$|ALL_PROXY$)/i;
    const kept = Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || foreign.test(name) ? [] : [[name, value] as const],
    );
    const home = this.path('home');
    mkdirSync(home, { recursive: true });
    return {
      ...Object.fromEntries(kept),
      HOME: home,
      USERPROFILE: home,
      APPDATA: path.join(home, 'AppData', 'Roaming'),
      LOCALAPPDATA: path.join(home, 'AppData', 'Local'),
      NO_PROXY: '127.0.0.1',
      ...extra,
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
