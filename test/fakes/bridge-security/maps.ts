import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import type { CountryLogins, HeatMap, TimelineEntry } from '../../../src/shared/model/sign-in-map';
import type { UserTableRow } from '../../../src/shared/model/users';
import { DAY, seeded } from '../bridge-people';

interface FakeMapsOptions {
  now: number;
  /** Nobody before the first collection. */
  users: (orgId: string) => readonly UserTableRow[];
}

/** Most sign-ins a day, and which share of attempts fails. Places of every size, some with failures only. */
const COUNTRIES: readonly [country: string, perDay: number, failing: number][] = [
  ['US', 812, 0.03],
  ['DE', 344, 0.02],
  ['GB', 198, 0.03],
  ['IN', 156, 0.05],
  ['FR', 88, 0.03],
  ['JP', 52, 0.02],
  ['BR', 31, 0.08],
  ['SG', 24, 0.02],
  ['AU', 19, 0.03],
  ['CA', 12, 0.04],
  ['ZA', 5, 0.05],
  ['HK', 3, 0.04],
  ['MT', 1.2, 0.1],
  ['IS', 0.3, 0],
  ['RE', 0.1, 0.2],
  ['NZ', 0.05, 0],
  ['', 2.1, 0.31],
  ['RU', 0, 0],
  ['KP', 0, 0],
  ['VN', 0, 0],
];
const ATTACKERS: Readonly<Record<string, number>> = { RU: 41, KP: 2, VN: 9, BR: 6, US: 12 };

/** Sign-ins by country and by hour, and what is known of a user. */
export function createFakeMaps({
  now,
  users,
}: FakeMapsOptions): Pick<Handlers<ContractType['security']>, 'countries' | 'heatMap' | 'timeline'> {
  const day = (ago: number) => new Date(now - ago * DAY).toISOString().slice(0, 10);
  return {
    countries: ({ orgId, days }) => {
      if (users(orgId).length === 0) return [];
      const counted = COUNTRIES.map(([country, perDay, failing], i): CountryLogins => {
        const logins = Math.round(perDay * days);
        const failures = Math.round(logins * failing + ((ATTACKERS[country] ?? 0) * days) / 3);
        const first = perDay > 1 ? 183 - i * 3 : Math.min(days - 1, 9 + i);
        return {
          country,
          logins,
          failures,
          firstDay: logins > 0 ? day(first) : null,
          lastDay: logins > 0 ? day(perDay > 1 ? 0 : Math.min(days - 1, i % 9)) : null,
        };
      });
      return counted.filter(({ logins, failures }) => logins + failures > 0);
    },
    heatMap: ({ orgId, days, userId, timeZone }) => {
      const known = users(orgId).length > 0;
      const size = !known ? 0 : userId === null ? days * 1.8 : days / 9;
      return {
        timeZone: timeZone ?? 'America/New_York',
        since: known ? new Date(now - days * DAY).toISOString() : null,
        until: known ? new Date(now).toISOString() : null,
        ...weekOf(size),
      };
    },
    timeline: ({ orgId, userId, before, limit }) => {
      const user = users(orgId).find(({ id }) => id === userId);
      if (user === undefined) return { entries: [], next: null };
      const from = before === null ? 0 : Number(before);
      const entries = timelineOf(user, now);
      return {
        entries: entries.slice(from, from + limit),
        next: from + limit < entries.length ? String(from + limit) : null,
      };
    },
  };
}

/** Office hours, a lunch, some night work, and a burst of failures on a Saturday night. */
function weekOf(size: number): Pick<HeatMap, 'logins' | 'failures'> {
  const random = seeded(29);
  const logins = Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 24 }, (_, hour) => {
      const office = Math.exp(-(((hour - 9.5) / 2.2) ** 2)) + 0.7 * Math.exp(-(((hour - 14) / 2.4) ** 2));
      const share = weekday < 5 ? office + 0.02 : 0.05 * office + 0.008;
      return Math.round(size * share * (0.8 + 0.4 * random()));
    }),
  );
  const failures = logins.map((row, weekday) =>
    row.map((count, hour) =>
      Math.round(count * 0.04 + (weekday === 5 && hour >= 2 && hour <= 4 ? size * 0.3 : 0)),
    ),
  );
  return { logins, failures };
}

function timelineOf(user: UserTableRow, now: number): TimelineEntry[] {
  const newest = user.lastLoginAt === null ? now : Date.parse(user.lastLoginAt);
  const entry = (
    hoursAgo: number,
    kind: TimelineEntry['kind'],
    title: string,
    details: string[],
    more: Partial<TimelineEntry> = {},
  ): TimelineEntry => {
    const at = new Date(newest - hoursAgo * 3_600_000).toISOString();
    return { at, since: at, kind, title, details, severity: null, findingId: null, count: 1, ...more };
  };
  const browser = ['203.0.113.41', 'Application', 'Browser', 'Chrome 141 on Windows 11'];
  const story = [
    entry(0, 'login', 'Signed in from Dublin, IE', browser, {
      count: 3,
      since: new Date(newest - 6 * 3_600_000).toISOString(),
    }),
    entry(0.01, 'session', 'Session began (UI)', ['Application', 'Security level: STANDARD', '203.0.113.41']),
    entry(7, 'finding', `${user.name} signed in 9,412 km apart within 41 minutes`, ['Impossible Travel'], {
      severity: 'high',
      findingId: 7,
      count: 2,
    }),
    entry(
      7.2,
      'failure',
      'Failed to sign in from São Paulo, BR: Invalid Password',
      ['198.51.100.7', 'Application'],
      {
        count: 14,
        since: new Date(newest - 8 * 3_600_000).toISOString(),
      },
    ),
    entry(9, 'verification', 'Identity verification by Salesforce authenticator: Succeeded', [
      'For: Login',
      'Policy: Two factor authentication',
      '203.0.113.41',
    ]),
    entry(26, 'setup', `Reset password for user ${user.name}`, ['Manage Users', 'By Kim Doe']),
    entry(30, 'app', 'Let the app Data Loader in', ['Used 1,204 times']),
    entry(52, 'change', 'Profile: Sales User → System Administrator', [
      'Users',
      'Seen by this collection; it happened since the one before',
    ]),
  ];
  const days = Array.from({ length: 70 }, (_, n) =>
    entry(72 + n * 24, 'login', 'Signed in from Dublin, IE', browser, { count: 1 + (n % 4) }),
  );
  return user.lastLoginAt === null ? story.slice(5, 6) : [...story, ...days];
}
