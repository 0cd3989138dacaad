import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import { DAY, iso } from '../bridge-people';
import { accessOf, type LicensingWorld } from './world';

type LicensesHandlers = Handlers<ContractType['licenses']>;

/** What is known of one person's seats, people on leave, and files of idle seats. */
export function createFakeSeats(
  world: LicensingWorld,
): Pick<
  LicensesHandlers,
  'person' | 'leave' | 'setLeave' | 'endLeave' | 'setMark' | 'export' | 'exportForManagers' | 'exportPdf'
> {
  beginLeave(world);
  const find = (orgId: string, userId: string) => world.users(orgId).find((user) => user.id === userId);
  return {
    person: ({ orgId, userId }) => {
      const user = find(orgId, userId);
      if (!user) return null;
      const known = world.person(user);
      const mark = world.marks.get(userId) ?? null;
      return {
        isExternal: known.isExternal,
        isIntegration: known.isIntegration,
        integrationSigns: [
          ...(mark === 'integration' ? (['mark'] as const) : []),
          ...(user.license === 'Salesforce Integration' ? (['license', 'only-api-logins'] as const) : []),
          ...(user.profile === 'API Integration' ? (['api-only-permission'] as const) : []),
        ],
        mark,
        leave: world.leave.get(userId) ?? null,
        department: known.department,
        country: known.country,
        managerId: known.managerId,
        manager: known.manager,
        userLastLoginAt: user.lastLoginAt,
        storedLoginAt: user.lastLoginAt,
        lastApiUseAt: known.lastApiUseAt,
        logins30d: user.logins30d,
        logins90d: user.logins30d * 2,
        logins180d: user.logins30d * 2,
        access: accessOf(user, known.isIntegration),
      };
    },
    leave: () => [...world.leave.values()],
    setLeave: ({ orgId, userIds, reason, until }) => {
      for (const userId of userIds) {
        const user = find(orgId, userId);
        if (!user) continue;
        world.leave.set(userId, {
          userId,
          name: user.name,
          username: user.username,
          reason,
          until,
          isExpired: until !== null && Date.parse(until) <= world.now,
          by: 'Kim Rivera',
          at: iso(world.now),
        });
      }
    },
    endLeave: ({ userIds }) => userIds.forEach((userId) => world.leave.delete(userId)),
    setMark: ({ userId, mark }) =>
      void (mark === null ? world.marks.delete(userId) : world.marks.set(userId, mark)),
    export: ({ query, format }) => ({
      path: `/home/kim/Documents/unused-licenses.${format === 'xlsx' ? 'xlsx' : 'csv'}`,
      files: 1,
      rows: world.seatsOf(query).length,
    }),
    exportForManagers: ({ query }) => {
      const seats = world.seatsOf(query);
      const managers = new Set(seats.map((seat) => seat.managerId));
      return { path: '/home/kim/Documents/unused-licenses', files: managers.size * 2, rows: seats.length };
    },
    exportPdf: ({ orgId, rule }) => ({
      path: '/home/kim/Documents/licenses.pdf',
      files: 1,
      rows: world.seats(orgId, rule, null).length,
    }),
  };
}

/** Two people on leave, and one whose leave is over. */
function beginLeave(world: LicensingWorld): void {
  const [org] = world.orgs();
  const people = org ? world.users(org.id).filter(({ state }) => state === 'inactive') : [];
  const leaves = [
    { reason: 'Parental leave', days: 64 },
    { reason: 'Sabbatical', days: null },
    { reason: 'Season work, back in spring', days: -12 },
  ];
  leaves.forEach(({ reason, days }, n) => {
    const user = people[n * 7 + 2];
    if (!user) return;
    const until = days === null ? null : iso(world.now + days * DAY);
    const isExpired = days !== null && days < 0;
    const made = { by: 'Alex Brandt', at: iso(world.now - 40 * DAY) };
    world.leave.set(user.id, {
      userId: user.id,
      name: user.name,
      username: user.username,
      reason,
      until,
      isExpired,
      ...made,
    });
  });
}
