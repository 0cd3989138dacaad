import os from 'node:os';
import { app } from 'electron';
import type { SystemFacts } from '../../core/diagnostics/system-facts';
import { readBuildInfo } from './build-info';

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
    ...buildFacts(),
  };
}

function buildFacts(): Pick<SystemFacts, 'builtAt' | 'commit' | 'modified'> {
  const info = readBuildInfo(app.getAppPath());
  if (info === null) return {};
  const { date, commit, modified } = info;
  return {
    ...(date === null ? {} : { builtAt: date }),
    ...(commit === null ? {} : { commit, modified }),
  };
}
