// A lock between several invocations in one checkout, without packages because it guards their installation.
//
// The lock is a folder holding one file named after its owner. Creating the folder is atomic; so is removing exactly
// the dead owner's file, which is what lets a successor take over without ever evicting a live one.
import { mkdir, readdir, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { log } from './log.mjs';
import { inCheckoutCache } from './paths.mjs';

const POLL_MS = 200;
const ANNOUNCE_AFTER_MS = 1_000;
const EMPTY_IS_ABANDONED_MS = 5_000;
const GIVE_UP_MS = 30 * 60_000;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `work` while no other invocation in this checkout runs under the same lock name. */
export async function withLock(name, work) {
  const folder = inCheckoutCache(`${name}.lock`);
  const owner = `${process.pid}@${os.hostname()}@${randomUUID()}`;
  await mkdir(path.dirname(folder), { recursive: true });
  await acquire(folder, owner);
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function acquire(folder, owner) {
  const begin = Date.now();
  let announced = false;
  while (!(await tryCreate(folder, owner)) && !(await tryTakeOver(folder, owner))) {
    if (!announced && Date.now() - begin > ANNOUNCE_AFTER_MS) {
      announced = true;
      log('another invocation is setting up this checkout: waiting for it');
    }
    if (Date.now() - begin > GIVE_UP_MS) {
      throw new SetupError(
        `${folder} has been held for half an hour.`,
        'if nothing is running here, delete that folder.',
      );
    }
    await wait(POLL_MS);
  }
}

async function tryCreate(folder, owner) {
  try {
    await mkdir(folder);
    await writeFile(path.join(folder, owner), '');
    return true;
  } catch (error) {
    // EEXIST: somebody holds it. ENOENT: our still empty folder was taken for abandoned; start over.
    if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
    throw error;
  }
}

async function tryTakeOver(folder, owner) {
  try {
    const [holder] = await readdir(folder);
    if (holder === undefined) {
      const { mtimeMs } = await stat(folder);
      // rmdir refuses a folder that has meanwhile got an owner.
      if (Date.now() - mtimeMs > EMPTY_IS_ABANDONED_MS) await rmdir(folder);
      return false;
    }
    if (isAlive(holder)) return false;
    await unlink(path.join(folder, holder)); // only one successor succeeds in this
    await writeFile(path.join(folder, owner), '');
    return true;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTEMPTY') return false;
    throw error;
  }
}

function isAlive(holder) {
  const [pid, host] = holder.split('@');
  if (host !== os.hostname()) return true; // cannot be checked from here
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
