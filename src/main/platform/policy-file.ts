import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { invalidPolicy, NO_POLICY, openAccess, readPolicy } from '../../core/policy';
import { AppError } from '../../shared/model/errors';
import type { PolicyStatus } from '../../shared/model/policy';

export interface PolicyPlace {
  platform: NodeJS.Platform;
  /** Only a checkout listens to SEATWATCH_POLICY_FILE: in a packaged app it would be a way around the policy. */
  isPackaged: boolean;
  env: Readonly<Record<string, string | undefined>>;
  /** Electron's `app.getPath('appData')`; on Windows its drive is the one with ProgramData. */
  appData: string;
}

/** A policy has a few lines; whatever is larger is none. */
const MAX_BYTES = 1024 * 1024;
/** Writable by the group or by everybody. */
const WRITABLE_BY_OTHERS = 0o022;
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR']);

/** Where administrators put the policy; several on Windows, of which the first that exists counts. */
export function policyFiles({ platform, isPackaged, env, appData }: PolicyPlace): string[] {
  const chosen = env['SEATWATCH_POLICY_FILE'];
  if (!isPackaged && chosen !== undefined && chosen !== '') return [path.resolve(chosen)];
  if (platform === 'darwin') return ['/Library/Application Support/Seatwatch/policy.json'];
  if (platform !== 'win32') return ['/etc/seatwatch/policy.json'];
  // Not %ProgramData%: whoever starts the program chooses its environment. Where Windows lies on another drive,
  // people's profiles do as well.
  const drives = new Set(['C:\\', path.win32.parse(appData).root]);
  return [...drives].map((drive) => path.win32.join(drive, 'ProgramData', 'Seatwatch', 'policy.json'));
}

/**
 * The machine-wide policy. Rejects (kind "data") with POLICY_UNSAFE when others than administrators could have
 * written it, POLICY_INVALID when it is not a policy, POLICY_UNREADABLE when it cannot be read: the program must
 * not run as if there were none.
 */
export function loadPolicy(place: PolicyPlace): PolicyStatus {
  for (const file of policyFiles(place)) {
    const text = readProtected(file, place);
    if (text !== null) return { file, policy: readPolicy(text, file) };
  }
  return NO_POLICY;
}

/** Null: there is no such file. What is examined is what is read, whatever happens to the name meanwhile. */
function readProtected(file: string, place: PolicyPlace): string | null {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    if (NOT_THERE.has(code)) return null;
    throw unreadable(file, code);
  }
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw invalidPolicy(file, 'not a file');
    if (stats.size > MAX_BYTES) throw invalidPolicy(file, 'far too large');
    const reason = place.platform === 'win32' ? openOnWindows(file) : openToOthers(file, stats, place);
    if (reason !== null) throw unsafe(file, reason);
    return readFileSync(handle, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unreadable(file, (error as NodeJS.ErrnoException).code ?? 'unknown reason');
  } finally {
    closeSync(handle);
  }
}

/** Why people who are not root could have written the file, or put it there; null: they could not. */
function openToOthers(file: string, stats: Stats, { isPackaged, env }: PolicyPlace): string | null {
  const folder = path.dirname(realpathSync(file));
  const isOverride = !isPackaged && Boolean(env['SEATWATCH_POLICY_FILE']);
  const trusted = new Set([0, ...(isOverride ? [process.getuid?.() ?? 0] : [])]);
  if (!trusted.has(stats.uid)) return 'it does not belong to root';
  if ((stats.mode & WRITABLE_BY_OTHERS) !== 0) return 'people other than its owner may write it';
  const parent = statSync(folder);
  if (!trusted.has(parent.uid)) return `the folder ${folder} does not belong to root`;
  if ((parent.mode & WRITABLE_BY_OTHERS) !== 0) return `people other than its owner may write to ${folder}`;
  return null;
}

const LOOK_MS = 30_000;

/** The same of Windows, which alone knows its permissions by a program of its own. */
function openOnWindows(file: string): string | null {
  const quoted = [file, path.win32.dirname(file)].map((one) => `'${one.replaceAll("'", "''")}'`).join(',');
  const powershell = path.win32.join(
    process.env['SystemRoot'] ?? 'C:\\Windows',
    'System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  );
  let answer: string;
  try {
    answer = execFileSync(
      powershell,
      [
        '-NoProfile',
        '-NonInteractive',
        '-Command',
        `${quoted} | ForEach-Object { (Get-Acl -LiteralPath $_).Sddl }`,
      ],
      { encoding: 'utf8', timeout: LOOK_MS, windowsHide: true, stdio: ['ignore', 'pipe', 'ignore'] },
    );
  } catch {
    return 'its permissions could not be examined';
  }
  return windowsProblem(answer);
}

/** `answer`: the descriptors of file and folder, a line each. */
export function windowsProblem(answer: string): string | null {
  const [file, folder] = answer.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (file === undefined || folder === undefined) return 'its permissions could not be examined';
  try {
    const [who] = openAccess(file, 'file');
    if (who !== undefined) return `others than administrators may write it (${who})`;
    const [other] = openAccess(folder, 'folder');
    return other === undefined ? null : `others than administrators may replace it in its folder (${other})`;
  } catch {
    return 'its permissions could not be examined';
  }
}

function unsafe(file: string, reason: string): AppError {
  return new AppError({
    code: 'POLICY_UNSAFE',
    kind: 'data',
    message: `The policy ${file} is not used, and Seatwatch does not start: ${reason}.`,
    fix:
      process.platform === 'win32'
        ? 'Have the administrator of this computer make Administrators the owner of the file and of its folder, and let nobody else write to them.'
        : `Have the administrator of this computer run: chown root ${file} && chmod 644 ${file} (and the same for its folder, with 755).`,
  });
}

function unreadable(file: string, code: string): AppError {
  return new AppError({
    code: 'POLICY_UNREADABLE',
    kind: 'data',
    message: `The policy of this computer cannot be read, so Seatwatch does not start: ${file} (${code}).`,
    fix: `Have the administrator of this computer let everybody read the file.`,
  });
}
