// Where things live. Nothing outside the checkout and the user's cache folder is ever written.
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** A path inside node_modules. */
export const inModules = (...parts) => path.join(root, 'node_modules', ...parts);

/** A path inside the checkout's own cache (ignored by git). */
export const inCheckoutCache = (...parts) => path.join(root, '.cache', ...parts);

/** A path inside the cache that all checkouts of this user share. */
export const inUserCache = (...parts) =>
  path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'seatwatch-dev', ...parts);
