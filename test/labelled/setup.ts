import type { LoginRecord, StreamRecords } from '../../src/core/collect/records';
import { AS_OF, DAY, HOUR } from '../builders/db';
import { session, setupChange, verification } from '../builders/session-rows';
import { HARMLESS_SET_LABEL, usernameOf } from './org';
import { DAYS, FIRST_DAY, type LabelledPerson, dayStart } from './people';
import type { Plot } from './plot';
import { Dice } from './random';

// What else is to be seen of everyday life besides sign-ins: sessions, verifications and the setup audit trail.

/** Sessions alive now, of the sign-ins of the last hours. They end hours after they were last used. */
export function liveSessions(
  logins: readonly LoginRecord[],
  plot: Plot,
  dice: Dice,
): StreamRecords['authSessions'][] {
  const sessions: StreamRecords['authSessions'][] = [];
  for (const { id, userId, loginTime, status, sourceIp, platform, apiType } of recent(logins, 12 * HOUR)) {
    if (status !== 'Success' || apiType !== 'N/A') continue;
    const isKept = plot.alive.has(userId);
    const lastModifiedAt = isKept ? AS_OF : Math.min(AS_OF, loginTime + dice.int(0, 10) * HOUR);
    const secondsValid = isKept || platform === 'iPhone' ? 43_200 : dice.pick([7_200, 14_400]);
    if (lastModifiedAt + secondsValid * 1000 <= AS_OF) continue;
    const key = id.slice(5, 15);
    const moved = plot.movedSessions.get(userId);
    const row = session(`0AkHx${key}AAA`, userId, {
      createdAt: loginTime + dice.int(0, 2) * 1000,
      ...{ lastModifiedAt, secondsValid, loginHistoryId: id },
      sourceIp: moved?.at === loginTime ? moved.ip : everydayDetour(sourceIp, dice),
    });
    sessions.push(row);
    // Pages and components have sessions within it.
    if (dice.chance(0.3))
      sessions.push({ ...row, id: `0AkHx${key}AAC`, parentId: row.id, createdAt: row.createdAt + 5_000 });
  }
  return sessions;
}

/** The same line is now one address of it, now another, now IPv6, and inside the company none of the internet. */
function everydayDetour(ip: string | null, dice: Dice): string | null {
  const luck = dice.next();
  if (ip === null || luck < 0.97 || ip.includes(':')) return ip;
  if (luck < 0.98) return ip.replace(/\d+$/, '77');
  return luck < 0.99 ? '2a02:8071:1::5' : '10.4.7.1';
}

/** Of a quarter of the sign-ins with a password, in the last month. */
export function verifications(
  logins: readonly LoginRecord[],
  plot: Plot,
  dice: Dice,
): StreamRecords['verificationHistory'][] {
  const rows: StreamRecords['verificationHistory'][] = [];
  for (const { id, userId, loginTime, status, loginType, sourceIp } of recent(logins, 30 * DAY)) {
    if (status === 'Success' && loginType === 'Application' && dice.chance(0.25))
      rows.push(
        verification(`0QtHx${id.slice(5)}`, userId, {
          verificationTime: loginTime + dice.int(2, 50) * 1000,
          loginHistoryId: id,
          sourceIp: everydayDetour(sourceIp, dice),
        }),
      );
    const planted = plot.verifiedElsewhere.find(
      ({ row, signedIn }) => row.userId === userId && signedIn === loginTime,
    );
    if (planted !== undefined) rows.push({ ...planted.row, loginHistoryId: id });
  }
  return rows;
}

function recent(logins: readonly LoginRecord[], ms: number): LoginRecord[] {
  const from = logins.findIndex(({ loginTime }) => loginTime >= AS_OF - ms);
  return from === -1 ? [] : logins.slice(from);
}

/** Changes of Setup that come and go: support logs in as users, passwords are reset, harmless sets are given. */
export function everydaySetup(
  people: readonly LabelledPerson[],
  plot: Plot,
  seed: number,
): StreamRecords['setupAuditTrail'][] {
  const dice = new Dice(seed, 4);
  const bosses = people.filter(({ admin, n }) => admin === 'super' && n < 40);
  const others = people.filter(({ admin, habit }) => admin === null && habit === 'office');
  const rows = [...plot.audit];
  for (let day = FIRST_DAY; day < FIRST_DAY + DAYS; day++)
    for (let i = dice.poisson(people.length / 400); i > 0; i--) {
      const createdAt = dayStart(day) + dice.int(7 * 3_600, 17 * 3_600) * 1_000;
      const createdById = dice.pick(bosses).id;
      const person = dice.pick(others);
      const [action, display] = dice.share([
        [['resetpassword', `Reset password for user ${person.name}`], 0.4],
        [['suOrgAdminLogin', `Logged in using Login-As access for ${person.name}`], 0.15],
        [['PermSetAssign', assigned(HARMLESS_SET_LABEL, person)], 0.25],
        [['changedroleforuser', `Changed role for user ${person.name} from Agent to Lead`], 0.1],
        [['unlockeduser', `Unlocked user ${usernameOf(person)}`], 0.1],
      ] as const);
      const id = `0YmHx${String(rows.length).padStart(10, '0')}AAA`;
      rows.push(setupChange(id, action, display, { createdAt, createdById }));
      if (action === 'suOrgAdminLogin')
        plot.everyday.push({ check: 'admin-impersonation', userId: createdById, at: createdAt });
    }
  return rows.filter(({ createdAt }) => createdAt < AS_OF).sort((a, b) => a.createdAt - b.createdAt);
}

const assigned = (label: string, { name, id }: LabelledPerson): string =>
  `Permission set ${label}: assigned to user ${name} (UserID: [${id.slice(0, 15)}])`;
