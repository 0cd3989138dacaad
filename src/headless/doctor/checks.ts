import { stat } from 'node:fs/promises';
import { toErrorShape } from '../../shared/model/errors';
import type { HeadlessDeps, HeadlessServices } from '../deps';

export interface DoctorCheck {
  id: 'versions' | 'display' | 'data-dir' | 'database' | 'vault' | 'log';
  status: 'pass' | 'warn' | 'fail' | 'unknown';
  summary: string;
  fix: string;
}

export async function examine(deps: HeadlessDeps, services: HeadlessServices): Promise<DoctorCheck[]> {
  return [
    versions(deps),
    display(deps),
    await dataDir(deps, services),
    await database(services),
    await vault(services),
    { id: 'log', status: 'pass', summary: `The log is ${services.logFile}.`, fix: '' },
  ];
}

/** The data directory could not be opened at all. */
export function examineWithoutServices(deps: HeadlessDeps, error: unknown): DoctorCheck[] {
  const { code, message, fix } = toErrorShape(error);
  if (code === 'UNEXPECTED') deps.reportFault(error);
  return [
    versions(deps),
    display(deps),
    { id: 'database', status: 'fail', summary: `${message} (${code})`, fix },
    {
      id: 'vault',
      status: 'unknown',
      summary: 'Not examined, because the data directory could not be opened.',
      fix: 'Cure the database first.',
    },
  ];
}

function versions({ system }: HeadlessDeps): DoctorCheck {
  const names = Object.entries(system.versions).map(([name, version]) => `${name} ${version}`);
  return {
    id: 'versions',
    status: 'pass',
    summary: [`Seatwatch ${system.appVersion}`, `${system.platform} ${system.arch}`, ...names].join(', '),
    fix: '',
  };
}

function display({ system }: HeadlessDeps): DoctorCheck {
  if (system.hasDisplay)
    return { id: 'display', status: 'pass', summary: 'There is a display for the window.', fix: '' };
  return {
    id: 'display',
    status: 'warn',
    summary: 'There is no display, so the window cannot open; every command works without one.',
    fix: 'For the window, start Seatwatch within a desktop session.',
  };
}

async function dataDir(
  { system }: HeadlessDeps,
  { dataDir: folder }: HeadlessServices,
): Promise<DoctorCheck> {
  const id = 'data-dir';
  try {
    const { mode } = await stat(folder);
    // Windows has no such bits; its profile folders are private anyway.
    const open = system.platform !== 'win32' && (mode & 0o077) !== 0;
    if (!open) return { id, status: 'pass', summary: `${folder} is open to its owner only.`, fix: '' };
    return {
      id,
      status: 'warn',
      summary: `Other users of this computer may look into ${folder}.`,
      fix: `Run: chmod 700 ${folder}`,
    };
  } catch (error) {
    return {
      id,
      status: 'fail',
      summary: `${folder} cannot be examined (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      fix: 'Check the folder and its permissions.',
    };
  }
}

async function database({ db }: HeadlessServices): Promise<DoctorCheck> {
  const id = 'database';
  try {
    const health = await db.health();
    const facts = `SQLite ${health.sqliteVersion}, schema ${health.schemaVersion}, ${health.sizeBytes} bytes`;
    if (health.problems.length === 0) return { id, status: 'pass', summary: `Intact (${facts}).`, fix: '' };
    return {
      id,
      status: 'fail',
      summary: `Damaged (${facts}): ${health.problems.slice(0, 5).join('; ')}`,
      fix: 'Nothing was deleted. Put a backup in its place, or move the file away and collect again.',
    };
  } catch (error) {
    const { code, message, fix } = toErrorShape(error);
    return { id, status: 'fail', summary: `${message} (${code})`, fix };
  }
}

async function vault(services: HeadlessServices): Promise<DoctorCheck> {
  const id = 'vault';
  const status = await services.vault.status();
  const problem = await services.vault.problem();
  const how = { 'os-keychain': 'the OS keychain', passphrase: 'a passphrase', none: 'nothing yet' }[
    status.protection
  ];
  const protectedBy = `protected by ${how} (${status.backend})`;
  if (problem === null) return { id, status: 'pass', summary: `Ready, ${protectedBy}.`, fix: '' };
  // A vault that merely waits for its passphrase is in order.
  const waiting = problem.code === 'VAULT_LOCKED' || problem.code === 'KEYCHAIN_UNAVAILABLE';
  return {
    id,
    status: waiting ? 'warn' : 'fail',
    summary: `${problem.message} (${problem.code}; ${protectedBy})`,
    fix: problem.fix,
  };
}
