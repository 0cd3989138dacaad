import { quantile } from 'simple-statistics';
import { defineLogins } from '../define';
import { dateOf, DAY_MS, dayOf, HOUR_MS, isoOf, type LoginEvent } from '../logins/event';
import { number } from '../parameters';
import { historyDays } from './lib/parameters';
import { judged } from './lib/population';
import { counted, usernamesOf } from './lib/words';

/** Days whose busiest hours are remembered. */
const BASELINE_DAYS = 30;

/** Salesforce writes this where there is no application, and for the user interface. */
const NO_APP = new Set(['N/A', 'Unknown', 'Browser']);

/** What is kept of one app. */
interface AppState {
  /** The newest whole hour with logins, since the epoch, and its logins so far. */
  hour: number;
  logins: number;
  /** Newest login by user id: of the last hour, and some older ones. */
  users: Record<string, number>;
  userCount: number;
  /** Busiest hour of each day: logins, and different users. Oldest first, without today's current hour. */
  days: [day: number, logins: number, users: number][];
  /** From so many in an hour it is unusual today. */
  limits: { day: number; users: number; logins: number; usualUsers: number; usualLogins: number };
  [key: string]: unknown;
}

interface Values {
  users: number;
  logins: number;
  times: number;
}

/** An hour is over: it counts for its day. */
function closeHour(state: AppState): void {
  const day = dayOf(state.hour * HOUR_MS);
  let users = 0;
  for (const at of Object.values(state.users)) if (at >= state.hour * HOUR_MS) users += 1;
  const last = state.days.at(-1);
  if (last?.[0] === day) {
    last[1] = Math.max(last[1], state.logins);
    last[2] = Math.max(last[2], users);
  } else {
    state.days.push([day, state.logins, users]);
  }
  state.days = state.days.filter(([known]) => known > day - BASELINE_DAYS);
  state.logins = 0;
}

/** The busiest days of the app before are its measure: a Monday after the holidays is no news. */
function limitsOf(
  days: AppState['days'],
  today: number,
  { users, logins, times }: Values,
): AppState['limits'] {
  const before = days.filter(([day]) => day < today);
  const usual = (of: 1 | 2): number =>
    before.length === 0
      ? 0
      : quantile(
          before.map((day) => day[of]),
          0.9,
        );
  const [usualLogins, usualUsers] = [usual(1), usual(2)];
  return {
    day: today,
    users: Math.max(users, Math.floor(times * usualUsers) + 1),
    logins: Math.max(logins, Math.floor(times * usualLogins) + 1),
    usualUsers,
    usualLogins,
  };
}

function forgetUsers(state: AppState, since: number): void {
  // In place: done for every app and hour.
  for (const id in state.users) {
    if ((state.users[id] ?? 0) > since) continue;
    Reflect.deleteProperty(state.users, id);
    state.userCount -= 1;
  }
}

function begin({ at }: LoginEvent, values: Values): AppState {
  const hour = Math.floor(at / HOUR_MS);
  return { hour, logins: 0, users: {}, userCount: 0, days: [], limits: limitsOf([], dayOf(at), values) };
}

export default defineLogins(
  {
    id: 'mass-login-by-a-connected-app',
    title: 'Mass Login by a Connected App',
    category: 'threat',
    finds:
      'Many different users, or very many sign-ins, through one application within an hour, far more than the application usually has.',
    matters:
      'One stolen secret of an app, or one app that people were talked into, opens many accounts at once. A program gone wild looks the same and uses up the org’s API requests.',
    severityRule:
      'Medium when there are unusually many users, low when there are only unusually many sign-ins. Unusual is several times the busiest hours of the application’s own last 30 days (90 % of the days had less), and never below the minimum.',
    subjects: 'applications sign-ins came through',
    needs: [
      { stream: 'loginHistory', fields: ['Application'] },
      { stream: 'users', without: 'Users are named by their ids.' },
    ],
    parameters: {
      users: number({
        title: 'At least so many different users within an hour',
        default: 15,
        unit: 'users',
        min: 2,
        max: 100_000,
      }),
      logins: number({
        title: 'Or so many sign-ins within an hour of the clock',
        default: 500,
        unit: 'logins',
        min: 2,
        max: 1_000_000,
      }),
      times: number({
        title: 'More than so many times the app’s busy hours',
        default: 3,
        unit: 'times',
        min: 1,
        max: 100,
      }),
      historyDays: historyDays(14),
    },
    evidence: {
      application: 'The application',
      at: 'The newest sign-in looked at',
      users: 'Different users within the hour before it',
      usernames: 'Those, up to 20',
      logins: 'Sign-ins within the hour of the clock so far',
      usualUsers:
        'Different users in the busiest hour of a busy day of the application (90 % of its days had less)',
      usualLogins: 'Sign-ins in such an hour',
      baselineDays: 'Earlier days with sign-ins that is based on, of the last 30; 0: the application is new',
      ip: 'Address of the newest sign-in',
      loginType: 'Its LoginType',
      historySince: 'Where the stored login history begins',
    },
    remediation: [
      'Is the app being rolled out, or was a job started? Ask its owner.',
      'If nobody knows: Setup > Connected Apps OAuth Usage: Block the app; its tokens end at once.',
      'Setup > Manage Connected Apps > the app > Edit Policies: “Admin approved users are pre-authorized”, and IP relaxation “Enforce IP restrictions”.',
      'A stolen secret: Setup > App Manager > the app > View > Manage Consumer Details: new key and secret.',
    ],
    references: ['T1528', 'T1550.001', 'T1213.004'],
  },
  {
    subject: 'app',
    only: 'success',
    onLogin(login, tools) {
      const { client, at, userId } = login;
      const { application } = client;
      if ((client.isUi && !client.isMobile) || application === null || NO_APP.has(application)) return;
      const { values, context } = tools;
      const state = (tools.own ??= begin(login, values)) as AppState;
      const hour = Math.floor(at / HOUR_MS);
      if (hour !== state.hour) {
        // Of the hour that is over only its own people count, however long ago anybody was forgotten.
        forgetUsers(state, state.hour * HOUR_MS - 1);
        closeHour(state);
        state.hour = hour;
        forgetUsers(state, at - HOUR_MS);
        if (dayOf(at) !== state.limits.day) state.limits = limitsOf(state.days, dayOf(at), values);
      }
      state.logins += 1;
      if (state.users[userId] === undefined) state.userCount += 1;
      state.users[userId] = at;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      const { limits } = state;
      if (state.userCount >= limits.users) forgetUsers(state, at - HOUR_MS);
      const isManyUsers = state.userCount >= limits.users;
      if (!isManyUsers && state.logins < limits.logins) return;
      const users = Object.keys(state.users);
      tools.report({
        key: `${application}:${dateOf(at)}`,
        severity: isManyUsers ? 'medium' : 'low',
        app: application,
        ip: login.ip?.address ?? null,
        summary: isManyUsers
          ? `${counted(users.length, 'user')} signed in through ${application} within an hour; busy hours have ${String(Math.round(limits.usualUsers))}.`
          : `${application} signed in ${String(state.logins)} times within an hour; busy hours have ${String(Math.round(limits.usualLogins))}.`,
        evidence: {
          application,
          at: isoOf(at),
          users: users.length,
          usernames: usernamesOf(context, users),
          logins: state.logins,
          usualUsers: limits.usualUsers,
          usualLogins: limits.usualLogins,
          baselineDays: state.days.filter(([day]) => day < limits.day).length,
          ip: login.ip?.address ?? null,
          loginType: client.loginType,
          historySince: isoOf(context.historySince),
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'apps', days),
  },
);
