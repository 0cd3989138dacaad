import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { app, net, session } from 'electron';
import builtInKeys from '../../../resources/update-keys.json';
import { governUpdateFetch, type PolicyRules } from '../../core/policy';
import type { Clock, HttpFetch, Log } from '../../core/ports';
import { createUpdates, type Updates } from '../../core/updates';
import { installKinds } from '../../core/updates/install-kind';
import type { Settings } from '../../shared/model/settings';
import { useProxy } from './machine-policy';
import { createNetFetch } from './net-fetch';

export interface UpdaterDeps {
  dataDir: string;
  policy: PolicyRules;
  /** As they count, with the policy applied. */
  settings: { get(): Settings };
  clock: Clock;
  log: Log;
}

/** Updates of this installation, over a session of their own: nothing of it is shared with what orgs are read by. */
export function createUpdater({ policy, ...deps }: UpdaterDeps): Updates {
  return createUpdates({
    ...deps,
    policy,
    fetch: governUpdateFetch(networkFetch(policy), policy),
    current: app.getVersion(),
    target: {
      platform: process.platform,
      arch: process.arch,
      kinds: installKinds({
        platform: process.platform,
        appImage: process.env['APPIMAGE'],
        packageType: packageType(),
        exists: existsSync,
        folder: path.dirname(process.execPath),
      }),
    },
    // Bundled into the program rather than beside it, so that nobody can replace it there.
    builtInKeys,
  });
}

/** Made when the first request is: most commands never look for updates. */
function networkFetch(policy: PolicyRules): HttpFetch {
  let ready: Promise<HttpFetch> | null = null;
  async function prepare(): Promise<HttpFetch> {
    const own = session.fromPartition('updates', { cache: false });
    await useProxy(policy, own);
    return createNetFetch({ request: (options) => net.request(options), session: own });
  }
  return async (url, init) => {
    ready ??= prepare();
    return (await ready)(url, init);
  };
}

function packageType(): string | null {
  try {
    return readFileSync(path.join(process.resourcesPath, 'package-type'), 'utf8').trim();
  } catch {
    return null;
  }
}
