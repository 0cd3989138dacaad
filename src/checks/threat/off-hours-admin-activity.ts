import { defineLogins } from '../define';
import { dateOf, DAY_MS, isoOf } from '../logins/event';
import { isServer } from '../logins/places';
import type { UserHistory } from '../logins/user-history';
import { flag, number } from '../parameters';
import { habitsOf, isYoung } from './lib/habits';
import { habitLogins, historyDays, youngDays } from './lib/parameters';
import { judged } from './lib/population';
import { LOGIN_EVIDENCE, loginFacts, nameOf } from './lib/words';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Where the histogram keeps Saturdays and Sundays. */
const WEEKEND = 24;

/** Share of the user's own sign-ins around an hour (itself, the one before, the one after) or on weekends, in %. */
function usualShare({ hours }: UserHistory, hour: number | null): { share: number; logins: number } {
  let logins = 0;
  for (let i = 0; i < WEEKEND; i++) logins += hours[i] ?? 0;
  if (logins === 0) return { share: 0, logins };
  const around =
    hour === null
      ? (hours[WEEKEND] ?? 0)
      : (hours[(hour + 23) % 24] ?? 0) + (hours[hour] ?? 0) + (hours[(hour + 1) % 24] ?? 0);
  return { share: (100 * around) / logins, logins };
}

export default defineLogins(
  {
    id: 'off-hours-admin-activity',
    title: 'Off-Hours Admin Activity',
    category: 'threat',
    finds:
      'A successful sign-in of somebody with administrative permissions at night or on a weekend, when they usually do not sign in.',
    matters: 'Who has broken in likes to work while nobody is there to notice.',
    severityRule:
      'Medium when the network is new to the user as well, otherwise low. Hours are those of the org’s time zone; who often works at that hour or on weekends is not reported, wherever they live. Integration users and programs on servers are left out.',
    subjects: 'users with sign-ins',
    needs: [
      { stream: 'loginHistory' },
      { stream: 'users' },
      { stream: 'permissionSets' },
      { stream: 'permissionSetAssignments' },
      { stream: 'organization', without: 'The org’s time zone is not known; hours are UTC.' },
    ],
    parameters: {
      from: number({ title: 'Work begins at', default: 7, unit: 'o’clock', min: 0, max: 23 }),
      to: number({ title: 'Work ends at', default: 20, unit: 'o’clock', min: 1, max: 24 }),
      weekends: flag({ title: 'Saturdays and Sundays are off', default: true }),
      usual: number({
        title: 'Usual from',
        help: 'Share of the user’s own sign-ins at that hour (an hour around it) or on weekends.',
        default: 3,
        unit: '%',
        min: 1,
        max: 100,
      }),
      minLogins: habitLogins(20),
      youngDays: youngDays(14),
      historyDays: historyDays(14),
    },
    evidence: {
      at: 'The newest such sign-in of that day (UTC)',
      localHour: 'Hour in the org’s time zone, 0 to 23',
      weekday: 'Day of the week there',
      off: 'Why it is off-hours: "hours" or "weekend"',
      usualPercent: 'Share of the user’s earlier sign-ins around that hour, or on weekends',
      basedOnLogins: 'How many sign-ins that is based on',
      newNetwork: 'Whether the network is new to the user (first met less than a day before)',
      ...LOGIN_EVIDENCE,
    },
    remediation: [
      'Ask the administrator whether they worked then.',
      'Setup > View Setup Audit Trail: what was changed in that time?',
      'If it was not them: Setup > Users > Users > the user: Freeze, then Reset Password; Setup > Session Management: remove the sessions.',
      'Administrators can be kept out at night: Setup > Profiles > the profile > Login Hours.',
    ],
    references: ['T1078.004'],
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { values, context, history, report }) {
      const { at, userId } = login;
      const person = context.person(userId);
      if (person?.isAdmin !== true || person.isIntegration || isServer(login.client)) return;
      const { hour, weekday } = context.local(at);
      const isWeekend = values.weekends && weekday > 5;
      // From 22 to 6 is a shift over midnight.
      const { from, to } = values;
      const isWork = from < to ? hour >= from && hour < to : hour >= from || hour < to;
      if (!isWeekend && isWork) return;
      if (history.successes < values.minLogins) return;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      const usual = usualShare(history, isWork ? null : hour);
      if (usual.logins < values.minLogins || usual.share >= values.usual) return;
      if (isYoung(context, userId, at, values.youngDays)) return;
      const { network } = habitsOf(login, history);
      const day = WEEKDAYS[weekday - 1] ?? '';
      report({
        key: `${userId}:${dateOf(at)}`,
        severity: network ? 'low' : 'medium',
        ip: login.ip?.address ?? null,
        app: login.client.application,
        summary: `${nameOf(context, userId)}, who has administrative permissions, signed in on a ${day} between ${String(hour)}:00 and ${String(hour + 1)}:00, which is unusual for them.`,
        evidence: {
          at: isoOf(at),
          localHour: hour,
          weekday: day,
          off: isWork ? 'weekend' : 'hours',
          usualPercent: Math.round(usual.share * 10) / 10,
          basedOnLogins: usual.logins,
          newNetwork: !network,
          ...loginFacts(login),
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'users', days),
  },
);
