import os from 'node:os';
import { app } from 'electron';
import type { SystemFacts } from '../../core/diagnostics/system-facts';

/** What doctor, support bundle and metrics say of this computer and build. */
export function systemFacts(): SystemFacts {
  return {
    appVersion: app.getVersion(),
    platform: process.platform,
    arch: process.arch,
    versions: {
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      node: process.versions.node,
    },
    hasDisplay:
      process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']),
    homeDir: os.homedir(),
    userName: os.userInfo().username,
    isPackaged: app.isPackaged,
    memoryBytes: os.totalmem(),
  };
}
