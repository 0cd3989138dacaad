import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'seatwatch-demo-';

/** A private folder in the system's temporary one; its name tells which process owns it. */
export function createFolder(): { path: string; remove: () => void } {
  removeOrphans();
  const path = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(path, 0o700);
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  const atExit = (): void => {
    try {
      remove();
    } catch {
      // Windows keeps open files; the next start removes the folder.
    }
  };
  process.once('exit', atExit);
  return {
    path,
    remove: () => {
      process.removeListener('exit', atExit);
      remove();
    },
  };
}

/** Folders of processes that were killed before they could tidy up. */
function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Somebody else's, or just being removed.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
