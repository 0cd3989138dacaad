import { toErrorShape } from '../../shared/model/errors';
import type { DoctorCheck, DoctorDeps, Patient } from './doctor-deps';
import { backup, crashes, dataDir, disk, files, log } from './doctor-files';
import { buildLine } from './system-facts';

/** Looks, changes nothing. Never rejects for what it finds. */
export async function examine(deps: DoctorDeps, patient: Patient): Promise<DoctorCheck[]> {
  return [
    versions(deps),
    display(deps),
    policy(deps),
    await dataDir(deps, patient),
    await files(deps, patient),
    await disk(patient),
    await database(patient),
    await backup(deps, patient),
    await vault(patient),
    await log(patient),
    await clock(deps, patient),
    crashes(deps, patient),
    await schedule(deps),
  ];
}

/** The data directory could not be opened at all. */
export function examineWithoutServices(deps: DoctorDeps, error: unknown): DoctorCheck[] {
  const { code, message, fix } = toErrorShape(error);
  const failure = { status: 'fail' as const, summary: `${message} (${code})`, fix };
  // Then nothing is known against the database.
  const isPolicy = code.startsWith('POLICY_');
  const unexamined = { status: 'unknown' as const, summary: 'Not examined, because of the policy.', fix: '' };
  return [
    versions(deps),
    display(deps),
    isPolicy ? { id: 'policy', ...failure } : policy(deps),
    { id: 'database', ...(isPolicy ? unexamined : failure) },
    {
      id: 'vault',
      status: 'unknown',
      summary: 'Not examined, because the data directory could not be opened.',
      fix: isPolicy ? 'Have the policy corrected first.' : 'Cure the database first.',
    },
  ];
}

function versions({ system }: DoctorDeps): DoctorCheck {
  const names = Object.entries(system.versions).map(([name, version]) => `${name} ${version}`);
  const how =
    system.isPackaged === undefined ? [] : [system.isPackaged ? 'installed' : 'run from a checkout'];
  return {
    id: 'versions',
    status: 'pass',
    summary: [`Seatwatch ${buildLine(system)}`, ...how, `${system.platform} ${system.arch}`, ...names].join(
      ', ',
    ),
    fix: '',
  };
}

function display({ system }: DoctorDeps): DoctorCheck {
  if (system.hasDisplay)
    return { id: 'display', status: 'pass', summary: 'There is a display for the window.', fix: '' };
  return {
    id: 'display',
    status: 'warn',
    summary: 'There is no display, so the window cannot open; every command works without one.',
    fix: 'For the window, start Seatwatch within a desktop session.',
  };
}

function policy({ policy: status }: DoctorDeps): DoctorCheck {
  const rules = Object.keys(status?.policy ?? {});
  const summary =
    status?.file == null
      ? 'There is no policy on this computer.'
      : `${status.file} rules: ${rules.length === 0 ? 'nothing' : rules.join(', ')}.`;
  return { id: 'policy', status: 'pass', summary, fix: '' };
}

async function database({ db }: Patient): Promise<DoctorCheck> {
  const id = 'database';
  try {
    const health = await db.health();
    const facts = `SQLite ${health.sqliteVersion}, schema ${health.schemaVersion}, ${health.sizeBytes} bytes`;
    if (health.problems.length === 0) return { id, status: 'pass', summary: `Intact (${facts}).`, fix: '' };
    return {
      id,
      status: 'fail',
      summary: `Damaged (${facts}): ${health.problems.slice(0, 5).join('; ')}`,
      fix: 'Nothing was deleted. Put a backup in its place (seatwatch restore FILE), or move the file away and collect again.',
    };
  } catch (error) {
    const { code, message, fix } = toErrorShape(error);
    return { id, status: 'fail', summary: `${message} (${code})`, fix };
  }
}

async function vault(patient: Patient): Promise<DoctorCheck> {
  const id = 'vault';
  let status, problem;
  try {
    status = await patient.vault.status();
    problem = await patient.vault.problem();
  } catch (error) {
    const { code, message, fix } = toErrorShape(error);
    return { id, status: 'fail', summary: `${message} (${code})`, fix };
  }
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

/** Clocks of one computer differ from themselves by no more than that. */
const TOLERANCE_MS = 5 * 60_000;

/** A clock that is wrong makes Salesforce refuse JWT assertions, and collections wait for days that are over. */
async function clock({ now, system }: DoctorDeps, { orgs }: Patient): Promise<DoctorCheck> {
  const id = 'clock';
  const list = await orgs.list().catch(() => []);
  const seen = list
    .flatMap(({ lastRun, addedAt }) => [lastRun?.startedAt, lastRun?.endedAt, addedAt])
    .flatMap((at) => (at == null ? [] : [Date.parse(at)]))
    .concat(system.builtAt === undefined ? [] : [Date.parse(system.builtAt)])
    .filter((at) => Number.isFinite(at));
  const newest = seen.length === 0 ? null : Math.max(...seen);
  if (newest === null || newest <= now() + TOLERANCE_MS)
    return { id, status: 'pass', summary: `The clock says ${new Date(now()).toISOString()}.`, fix: '' };
  return {
    id,
    status: 'warn',
    summary: `The clock says ${new Date(now()).toISOString()}, but something was stored at ${new Date(newest).toISOString()}: it is behind now, or was ahead then.`,
    fix: 'Set the clock to automatic time. Salesforce refuses signatures of a wrong clock.',
  };
}

async function schedule({ schedules }: DoctorDeps): Promise<DoctorCheck> {
  const id = 'schedule';
  if (schedules === undefined)
    return { id, status: 'unknown', summary: 'The schedulers of this computer were not asked.', fix: '' };
  let found;
  try {
    found = await schedules();
  } catch (error) {
    const { code, fix } = toErrorShape(error);
    return {
      id,
      status: 'unknown',
      summary: `The schedulers of this computer did not answer (${code}).`,
      fix,
    };
  }
  if (found.length === 0)
    return {
      id,
      status: 'pass',
      summary: 'No collection is scheduled with this computer; the window collects while it is open.',
      fix: '',
    };
  const said = found.map(
    ({ scheduler, every, lastExitCode }) =>
      `${every} with ${scheduler}${lastExitCode === null ? '' : ` (last exit code ${lastExitCode})`}`,
  );
  if (found.every(({ active }) => active))
    return { id, status: 'pass', summary: `Scheduled: ${said.join('; ')}.`, fix: '' };
  return {
    id,
    status: 'warn',
    summary: `Scheduled, but not active: ${said.join('; ')}.`,
    fix: 'Run: seatwatch schedule show',
  };
}
