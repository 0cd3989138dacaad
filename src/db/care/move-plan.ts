import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { MovePlan, MoveRequest } from '../../core/ports-care';
import { AppError } from '../../shared/model/errors';
import { LOCATION_FILE, Moving, MOVING_FILE, parseLocation } from '../../shared/model/location';
import { requireRoom } from './room';

/** Names at the top of a data folder that belong to running processes, or to the folder itself. */
const NOT_MOVED =
  /^(chromium|Singleton.*|lockfile|Crashpad|DevToolsActivePort|seatwatch\.lock(\.json.*)?|location\.json.*|moving\.json.*|moved-.*|\.prepared-.*)$/;
/** What is folded into the database before it is copied. */
const LOGS_OF_DATABASE = /^seatwatch\.db-(wal|shm|journal)$/;
/** What makes a folder somebody's data folder. */
const OURS = /^(seatwatch\.db.*|vault\.json|settings\.json|demo-org\.json|backups|damaged-.*)$/;

/** A file or link of the data folder, by its path in it. */
export interface Part {
  path: string;
  bytes: number;
  isLink: boolean;
}

/** Everything that is moved, folders left out; sorted by path. */
export function partsOf(folder: string): Part[] {
  const parts: Part[] = [];
  const walk = (inside: string): void => {
    for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
      const path = join(inside, entry.name);
      if (inside === '' && (NOT_MOVED.test(entry.name) || LOGS_OF_DATABASE.test(entry.name))) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isSymbolicLink()) parts.push({ path, bytes: 0, isLink: true });
      else if (entry.isFile()) parts.push({ path, bytes: statSync(join(folder, path)).size, isLink: false });
    }
  };
  if (existsSync(folder)) walk('');
  return parts.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The names at the top of a data folder under which its parts are, with the empty folders. */
export function topNames(folder: string): string[] {
  return readdirSync(folder).filter((name) => !NOT_MOVED.test(name));
}

/** See `CareTasks.planMove`. */
export function planMove(request: MoveRequest): MovePlan {
  const from = resolve(request.dataDir);
  const to = resolve(request.to);
  requirePlace(from, to);
  requireEmpty(from, to, request.defaultDir);
  const parts = partsOf(from);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  requireRoom({ folder: to, bytes: 1.1 * bytes, what: `Moving the data folder to ${to}` });
  return { from, to, files: parts.length, bytes, warnings: warningsFor(to) };
}

function refused(code: string, message: string, fix: string): AppError {
  return new AppError({ code, kind: 'usage', message, fix });
}

function requirePlace(from: string, to: string): void {
  const [real, target] = [realPath(from), realPath(to)];
  if (real === target)
    throw refused('MOVE_SAME_FOLDER', `${to} is the data folder already.`, 'Choose another folder.');
  if (isInside(target, real) || isInside(real, target)) {
    throw refused(
      'MOVE_INSIDE',
      `${to} and the data folder ${from} lie within each other.`,
      'Choose a folder that is neither inside the data folder nor around it.',
    );
  }
  if (existsSync(to) && !statSync(to).isDirectory())
    throw refused('MOVE_NOT_A_FOLDER', `${to} is a file.`, 'Choose a folder.');
  const existing = nearest(to);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new AppError({
      ...{ code: 'MOVE_NO_PERMISSION', kind: 'usage', cause },
      message: `Your user may not write to ${existing}.`,
      fix: 'Choose another folder, or have its permissions changed.',
    });
  }
}

/** The nearest folder above a path that exists, or the path itself. */
function nearest(path: string): string {
  let existing = path;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  return existing;
}

/** Links resolved, also of a folder that does not exist yet. */
function realPath(path: string): string {
  const existing = nearest(path);
  return join(realpathSync(existing), relative(existing, path));
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return (
    way !== '' &&
    way !== '..' &&
    !way.startsWith(`..${process.platform === 'win32' ? '\\' : '/'}`) &&
    !isAbsolute(way)
  );
}

/** Whether a copy of this very folder was begun there. */
export function isContinued(from: string, to: string): boolean {
  try {
    return Moving.parse(JSON.parse(readFileSync(join(to, MOVING_FILE), 'utf8'))).from === from;
  } catch {
    return false;
  }
}

function requireEmpty(from: string, to: string, defaultDir: string): void {
  if (!existsSync(to) || isContinued(from, to)) return;
  const names = readdirSync(to);
  // Notes and leftovers of an earlier move away from there, and, in the platform's own folder, what belongs to
  // Chromium. A note that leads to yet another folder marks the place of other data.
  const isHome = realPath(to) === realPath(defaultDir);
  const inTheWay = names.filter((name) => {
    if (name === LOCATION_FILE) return !leadsTo(join(to, name), from);
    if (name === MOVING_FILE) return true;
    return isHome ? OURS.test(name) : name !== 'logs' && !NOT_MOVED.test(name);
  });
  if (inTheWay.length === 0) return;
  throw refused(
    'MOVE_NOT_EMPTY',
    `${to} is not empty (${inTheWay.slice(0, 3).join(', ')}${inTheWay.length > 3 ? ', …' : ''}).`,
    'Choose an empty folder, or a new one inside it.',
  );
}

function leadsTo(note: string, folder: string): boolean {
  const location = parseLocation(readFileSync(note, 'utf8'));
  return location !== null && realPath(location.dataDir) === realPath(folder);
}

/** File systems that other computers take part in, by the number `statfs` gives them on Linux. */
const NETWORK_TYPES = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
]);

function warningsFor(to: string): string[] {
  const existing = nearest(to);
  const type = networkType(existing);
  const warnings: string[] = [];
  if (type !== null) {
    warnings.push(
      `${to} seems to be on a network drive (${type}). SQLite’s log does not work reliably there: if the connection ` +
        'breaks, or another computer opens the same folder, the database may be damaged. A local folder is safe.',
    );
  }
  if (/^(\/media|\/mnt|\/run\/media|\/Volumes)\//.test(`${existing}/`) && basename(existing) !== '') {
    warnings.push(
      `${to} seems to be on a drive that can be taken away: without it Seatwatch does not start.`,
    );
  }
  return warnings;
}

function networkType(folder: string): string | null {
  if (process.platform === 'win32') return folder.startsWith('\\\\') ? 'SMB' : null;
  try {
    // As an unsigned number of 32 bits, however the system extends it.
    return NETWORK_TYPES.get(Number(BigInt.asUintN(32, BigInt(statfsSync(folder).type)))) ?? null;
  } catch {
    return null;
  }
}
