import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { OwnProgram } from '../../core/schedule';
import { AppError } from '../../shared/model/errors';

export interface OwnProgramFacts {
  platform: string;
  isPackaged: boolean;
  /** `process.execPath`. */
  execPath: string;
  /** Electron's `app.getAppPath()`. */
  appPath: string;
  env: Readonly<Record<string, string | undefined>>;
}

const COMMAND_OF_PACKAGES = '/usr/bin/seatwatch';

/**
 * How a scheduler starts this copy of Seatwatch: the installed command, or from a checkout what `npm run seatwatch`
 * does. Throws PROGRAM_UNKNOWN when a checkout's Node cannot be found.
 */
export function ownProgram(facts: OwnProgramFacts): OwnProgram {
  const { platform, isPackaged, execPath, appPath, env } = facts;
  if (!isPackaged) {
    const script = path.join(appPath, 'scripts', 'run.mjs');
    return { command: findNode(facts), args: [script, 'seatwatch'] };
  }
  // Behind "--" Chromium reads nothing, as in the command that is installed on Windows.
  if (platform === 'win32') return { command: execPath, args: ['--'] };
  if (platform === 'darwin') return { command: execPath, args: [] };
  const image = env['APPIMAGE'];
  if (image) return { command: image, args: [] };
  // The script beside the program, which decides on display and sandbox; by its name on the PATH where that is it.
  const script = path.join(path.dirname(execPath), 'seatwatch');
  return { command: isSameFile(COMMAND_OF_PACKAGES, script) ? COMMAND_OF_PACKAGES : script, args: [] };
}

function findNode({ platform, env }: OwnProgramFacts): string {
  const given = env['npm_node_execpath'];
  if (given !== undefined && existsSync(given)) return given;
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new AppError({
    code: 'PROGRAM_UNKNOWN',
    kind: 'usage',
    message: 'From a checkout Seatwatch is started by Node, which is not on the PATH.',
    fix: 'Add Node to the PATH, or use an installed Seatwatch.',
  });
}

function isSameFile(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
