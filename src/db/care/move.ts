import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { MoveReport, MoveRequest } from '../../core/ports-care';
import { nameStamp } from '../../shared/model/backup-names';
import { AppError } from '../../shared/model/errors';
import { type Location, LOCATION_FILE, MOVING_FILE } from '../../shared/model/location';
import { sync } from '../backup';
import { classify } from '../errors';
import { acquire, type DirectoryLock } from '../lock';
import { openPlain } from '../open';
import { DATABASE_FILE } from '../session';
import type { CareEnvironment } from './environment';
import { requireOurs } from './inspect';
import { isContinued, type Part, partsOf, planMove, topNames } from './move-plan';
import { leaveLogMode } from './replace';

export { planMove } from './move-plan';

/**
 * See `CareTasks.move`. What counts changes with a single file: the note that leads from the old folder to the new
 * one appears, or the one that led away from the new folder goes. Before, everything is copied and compared; after,
 * what is in the old folder is put into a folder of its own there, so that nobody takes it for the data.
 */
export async function move(request: MoveRequest, environment: CareEnvironment): Promise<MoveReport> {
  const { onStep } = environment;
  const plan = planMove(request);
  const { from, to } = plan;
  const lock = await acquire({ ...request, dataDir: from, nativeBinding: environment.nativeBinding });
  let target: DirectoryLock | null = null;
  try {
    const isResumed = isContinued(from, to);
    onStep?.('make');
    makeFolder(to);
    target = await acquire({ ...request, dataDir: to, waitMs: 0, nativeBinding: environment.nativeBinding });
    const stamp = nameStamp(environment.now?.() ?? Date.now());
    if (!isResumed && existsSync(join(to, 'logs')))
      renameSync(join(to, 'logs'), join(to, `moved-logs-${stamp}`));
    writeDurably(join(to, MOVING_FILE), { from });
    onStep?.('fold');
    await foldDatabase(from, environment);
    for (const part of partsOf(from)) {
      onStep?.(`copy ${part.path}`);
      copyPart(from, to, part);
    }
    onStep?.('verify');
    if (isThere(join(from, DATABASE_FILE))) verifyDatabase(join(to, DATABASE_FILE), environment);
    commit(request, { from, to }, environment);
    onStep?.('unmark');
    unmark(to);
    onStep?.('keep');
    const kept = keepOld(from, stamp, environment);
    return { ...plan, kept, followed: request.isDefault };
  } catch (error) {
    throw classify(error, to);
  } finally {
    target?.release();
    lock.release();
  }
}

/** With what a process that was killed while it marked the folder has left. */
function unmark(to: string): void {
  for (const name of readdirSync(to)) if (name.startsWith(MOVING_FILE)) rmSync(join(to, name));
}

function makeFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(folder, 0o700);
}

/** Also a link whose end is out of reach, as while a drive is missing: it is not as good as no database. */
const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined;

/** Leaves one file, with nobody else reading it. */
async function foldDatabase(from: string, { nativeBinding }: CareEnvironment): Promise<void> {
  const file = join(from, DATABASE_FILE);
  if (!isThere(file)) return;
  const sqlite = openPlain(file, nativeBinding, { fileMustExist: true, timeout: 10_000 });
  try {
    await leaveLogMode(sqlite, file);
  } finally {
    sqlite.close();
  }
}

/** The log goes on being written by the process that started this. */
const isLog = ({ path }: Part): boolean => path.startsWith(`logs${sep}`);

/** A file that is there already, from an attempt that was broken off, is written again. */
function copyPart(from: string, to: string, part: Part): void {
  const [source, target] = [join(from, part.path), join(to, part.path)];
  makeFolder(dirname(target));
  rmSync(target, { force: true });
  if (part.isLink) {
    symlinkSync(linkAfter(source, from, to), target);
    return;
  }
  const { mode, atime, mtime } = statSync(source);
  copyFileSync(source, target);
  chmodSync(target, mode & 0o777);
  utimesSync(target, atime, mtime);
  sync(target);
  sync(dirname(target));
  if (!isLog(part) && hashOf(source) !== hashOf(target)) throw copyDiffers(target);
}

/** What a link has to say after the move to lead to the same, or to what was moved along with it. */
function linkAfter(link: string, from: string, to: string): string {
  const written = readlinkSync(link);
  const end = resolve(dirname(link), written);
  const way = relative(from, end);
  const leavesFolder = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (leavesFolder) return end;
  return isAbsolute(written) ? join(to, way) : written;
}

function hashOf(file: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const handle = openSync(file, 'r');
  try {
    for (let read = 1; read > 0;) {
      read = readSync(handle, buffer);
      hash.update(buffer.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

function copyDiffers(file: string): AppError {
  return new AppError({
    code: 'MOVE_COPY_DIFFERS',
    kind: 'data',
    message: `The copy ${file} is not like the original.`,
    fix: 'Check the disk. Nothing was changed: the data folder is where it was.',
    retryable: true,
  });
}

function verifyDatabase(file: string, environment: CareEnvironment): void {
  const sqlite = openPlain(file, environment.nativeBinding, { readonly: true, fileMustExist: true });
  try {
    requireOurs(sqlite, file, environment);
  } finally {
    sqlite.close();
  }
}

function commit(
  request: MoveRequest,
  { from, to }: { from: string; to: string },
  { onStep, now }: CareEnvironment,
): void {
  const note: Location = { dataDir: to, movedAt: new Date(now?.() ?? Date.now()).toISOString() };
  onStep?.('arrive');
  // A note that led away from where the data is now. In the platform's own folder this is what counts.
  rmSync(join(to, LOCATION_FILE), { force: true });
  sync(to);
  onStep?.('lead');
  if (request.isDefault && request.defaultDir !== to) {
    makeFolder(request.defaultDir);
    writeDurably(join(request.defaultDir, LOCATION_FILE), note);
  }
  onStep?.('leave');
  writeDurably(join(from, LOCATION_FILE), note);
}

/** Whole or not at all, and on the disk. */
function writeDurably(file: string, value: unknown): void {
  const temp = `${file}.${process.pid}`;
  writeFileSync(temp, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  sync(temp);
  renameSync(temp, file);
  sync(dirname(file));
}

function keepOld(from: string, stamp: string, { onStep }: CareEnvironment): string {
  const kept = join(from, `moved-${stamp}`);
  makeFolder(kept);
  const links = partsOf(from)
    .filter(({ isLink }) => isLink)
    .map(({ path }) => ({ path, leadsTo: linkAfter(join(from, path), from, kept) }));
  for (const name of topNames(from)) {
    onStep?.(`keep ${name}`);
    try {
      renameSync(join(from, name), join(kept, name));
    } catch {
      // Windows does not rename what is open (the log): it stays, and the note says where the data is.
    }
  }
  for (const { path, leadsTo } of links) relink(join(kept, path), leadsTo);
  return kept;
}

function relink(link: string, leadsTo: string): void {
  if (!isThere(link) || readlinkSync(link) === leadsTo) return;
  rmSync(link);
  symlinkSync(leadsTo, link);
}
