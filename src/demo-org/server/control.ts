import { timingSafeEqual } from 'node:crypto';
import { columnName } from '../catalog/fields';
import { SWITCH_NAMES } from '../switches';
import { SEATWATCH_SET } from '../data/access';
import { profileNumber } from '../data/company';
import { controlCommand, type ControlCommand } from '../faults';
import { allPermissions, PERMISSIONS, type PermissionName, type PermissionState } from '../permissions';
import type { Org } from './org';

const MINUTE_MS = 60_000;

/** Applies a control command (see faults.ts for what each key does). */
export type Control = (command: ControlCommand) => void;

export function createControl(org: Org, moveClock: (ms: number) => void): Control {
  return (command) => {
    const { faults, quota } = org;
    if (command.clearFaults) faults.clear();
    if (typeof command.setUsed === 'number') quota.setUsed(command.setUsed);
    else if (command.setUsed) quota.setUsed(command.setUsed.calls, command.setUsed.spread);
    if (command.setDailyLimit !== undefined) quota.max = command.setDailyLimit;
    if (command.otherTrafficPerMinute !== undefined) quota.setBackground(command.otherTrafficPerMinute);
    if (command.expireTokens) org.sessions.expireAll();
    if (command.failNext !== undefined) faults.failNext(...[command.failNext].flat());
    if (command.serveTruncatedBody !== undefined)
      faults.truncateNext = command.serveTruncatedBody === true ? 1 : command.serveTruncatedBody;
    if (command.permissions) {
      faults.permissions = allPermissions({ ...faults.permissions, ...defined(command.permissions) });
      showPermissions(org, faults.permissions);
    }
    if (command.certificates) org.certificates.replace(command.certificates);
    for (const [username, change] of Object.entries(command.users ?? {})) changeUser(org, username, change);
    Object.assign(
      faults.switches,
      Object.fromEntries(
        SWITCH_NAMES.filter((name) => command[name] !== undefined).map((name) => [name, command[name]]),
      ),
    );
    applySwitches(org);
    if (command.bulkJobs) org.bulk.interfere(command.bulkJobs);
    if (command.advanceClock !== undefined) moveClock(command.advanceClock);
  };
}

/** Switches that something else than the answering of requests depends on. */
export function applySwitches(org: Org): void {
  const { switches } = org.faults;
  const { policy } = org.sessions;
  policy.idleMs = switches.sessionMinutes * MINUTE_MS;
  policy.jwtMs = switches.jwtTokenMinutes * MINUTE_MS;
  policy.jwtFormat = switches.jwtTokens;
  policy.shareToken = switches.shareToken;
  org.loginRate.max = switches.loginsPerHour;
  org.store.feed.loginBumpsModstamp = switches.loginBumpsModstamp;
  org.store.eventLogs.keep(switches.eventLogDays, org.now());
  org.store.db.prepare('UPDATE organization SET is_sandbox = ?').run(switches.sandbox ? 1 : 0);
}

function changeUser(
  org: Org,
  username: string,
  change: { active?: boolean | undefined; frozen?: boolean | undefined },
): void {
  const user = org.users.byUsername(username);
  if (!user) throw new RangeError(`there is no user ${username}`);
  const now = org.now();
  const { db } = org.store;
  if (change.active !== undefined)
    db.prepare('UPDATE user SET is_active = ?, last_modified_date = ?, system_modstamp = ? WHERE n = ?').run(
      change.active ? 1 : 0,
      now,
      now,
      user.n,
    );
  if (change.frozen !== undefined)
    db.prepare('UPDATE user SET is_frozen = ?, user_login_modified = ? WHERE n = ?').run(
      change.frozen ? 1 : 0,
      now,
      user.n,
    );
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** The run-as user's permission set and profiles say what the server enforces. */
export function showPermissions(org: Org, permissions: PermissionState): void {
  const set = (table: string, n: number, names: readonly PermissionName[]): void => {
    const columns = names.map((name) => `${columnName(PERMISSIONS[name])} = ?`).join(', ');
    org.store.db
      .prepare(`UPDATE ${table} SET ${columns} WHERE n = ?`)
      .run(...names.map((name) => (permissions[name] ? 1 : 0)), n);
  };
  const names = Object.keys(PERMISSIONS) as PermissionName[];
  set('permission_set', SEATWATCH_SET, names);
  for (const profile of ['Seatwatch Integration', 'Minimum Access - API Only Integrations']) {
    set('profile', profileNumber(profile), ['apiEnabled', 'apiUserOnly']);
    set('permission_set', profileNumber(profile), ['apiEnabled', 'apiUserOnly']);
  }
}

/** `POST /__control` for other processes; the token is the caller's own, given when the server was made. */
export function controlEndpoint(
  control: Control,
  controlToken: string,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const [given, wanted] = [
      Buffer.from(request.headers.get('x-control-token') ?? ''),
      Buffer.from(controlToken),
    ];
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
      return new Response(null, { status: 404 });
    const parsed = controlCommand.safeParse(await request.json().catch(() => undefined));
    if (!parsed.success) return Response.json({ error: parsed.error.issues }, { status: 400 });
    try {
      control(parsed.data);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return Response.json({ error: [{ message: error.message }] }, { status: 400 });
    }
    return Response.json({ ok: true });
  };
}
