import type { ReaderHooks } from './reader';
import type { LoginRecord, OrganizationRecord, StreamName, UserLicenseRecord, UserRecord } from './records';
import type { Sightings } from './restricted-logins';
import type { UserSightings } from './restricted-users';
import { STREAM_ORDER, STREAMS } from './streams';

/** What is learned from rows in passing, without holding on to them. */
export interface Learned extends Sightings, UserSightings {
  organization: OrganizationRecord | null;
  /** Streams of which rows came, by whether all were the run-as user's (`ownRowsOnly`). */
  ownOnly: Map<StreamName, boolean>;
}

export function createLearned(ownUserId: string | null): Learned {
  return {
    ownUserId,
    othersLogins: false,
    othersLastLogin: null,
    organization: null,
    ownOnly: new Map(),
    seatsUsed: 0,
    activeUsers: 0,
    allUsersSeen: false,
  };
}

export function hooksFor(learned: Learned): Partial<Record<StreamName, ReaderHooks>> {
  return {
    ...ownRowsHooks(learned),
    organization: {
      onRow: (row) => {
        learned.organization = row as OrganizationRecord;
      },
    },
    userLicenses: {
      onRow: (row) => {
        learned.seatsUsed += Math.max(0, (row as UserLicenseRecord).used);
      },
    },
    users: {
      onRow: (row) => {
        const { id, isActive, lastLoginAt } = row as UserRecord;
        if (isActive) learned.activeUsers += 1;
        if (id === learned.ownUserId || lastLoginAt === null) return;
        learned.othersLastLogin = Math.max(learned.othersLastLogin ?? lastLoginAt, lastLoginAt);
      },
      onFacts: ({ activeUsers, lastLogins }) => {
        learned.activeUsers += activeUsers;
        for (const { userId, at } of lastLogins) {
          if (userId !== learned.ownUserId)
            learned.othersLastLogin = Math.max(learned.othersLastLogin ?? at, at);
        }
      },
      onWhole: () => {
        learned.allUsersSeen = true;
      },
    },
    loginHistory: {
      onRow: (row) => {
        if ((row as LoginRecord).userId !== learned.ownUserId) learned.othersLogins = true;
      },
      onFacts: ({ people }) => {
        if (people.some((userId) => userId !== learned.ownUserId)) learned.othersLogins = true;
      },
    },
  };
}

function ownRowsHooks({ ownUserId, ownOnly }: Learned): Partial<Record<StreamName, ReaderHooks>> {
  const names = STREAM_ORDER.filter((name) => STREAMS[name].ownRowsOnly === true);
  return Object.fromEntries(
    names.map((name): [StreamName, ReaderHooks] => [
      name,
      {
        onRow: (row) => {
          const own = 'userId' in row && row.userId === ownUserId;
          ownOnly.set(name, own && ownOnly.get(name) !== false);
        },
      },
    ]),
  );
}
