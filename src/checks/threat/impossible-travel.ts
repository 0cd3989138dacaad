import { defineLogins } from '../define';
import { distanceKm } from '../geo';
import { dateOf, DAY_MS, HOUR_MS, isoOf, type LoginContext, type LoginEvent } from '../logins/event';
import { isOwnAddress, isPhone, isServer, tellsPlace } from '../logins/places';
import { deviceOf, type PastLogin, type UserHistory } from '../logins/user-history';
import type { Severity } from '../../shared/model/checks';
import { flag, number } from '../parameters';
import { type Habits, habitsOf, habitsOfTraits, isYoung } from './lib/habits';
import { historyDays, youngDays } from './lib/parameters';
import { judged } from './lib/population';
import { nameOf, placeWords } from './lib/words';

/** Half of the Earth's circumference: nothing is farther away. */
const FARTHEST_KM = 20_038;
/** A place without a city is the middle of its country: so far from where somebody may really be. */
const ROUGH_KM = 1_500;
/** Successes without which all is new to an account, and nothing certain. */
const HABIT_LOGINS = 5;

const HOW = {
  strange: 'network, device and country are new to the user',
  partly: 'the network and either device or country are new to the user',
  network: 'only the network is new to the user',
  sameCountry: 'both places are in one country',
  office:
    'a device like the user’s own, at an address of an office and elsewhere in a country new to the user',
  phone: 'one of the two was a phone, which carriers may lead far around',
  few: 'the user has signed in too seldom to have habits',
} as const;

/** Of both sign-ins the one that fits the user's habits less: the stranger, if one of them is. */
function strangerOf(
  login: LoginEvent,
  previous: PastLogin,
  history: UserHistory,
  context: LoginContext,
): { habits: Habits; isNewest: boolean; isAtOffice: boolean } {
  const newest = habitsOf(login, history);
  const earlier = habitsOfTraits(previous, history);
  const previousIp = previous.ipKey === null ? null : context.ip(previous.ipKey);
  const [newestOffice, earlierOffice] = [
    login.ip !== null && isOwnAddress(login.ip),
    previousIp !== null && isOwnAddress(previousIp),
  ];
  const strangeness = ({ network, device, country }: Habits, isOffice: boolean) =>
    isOffice || network ? 0 : 1 + Number(!device) + Number(!country);
  const isNewest = strangeness(newest, newestOffice) >= strangeness(earlier, earlierOffice);
  const habits = isNewest ? newest : earlier;
  const known = isNewest ? newestOffice : earlierOffice;
  return {
    habits: known ? { ...habits, network: true } : habits,
    isNewest,
    isAtOffice: newestOffice || earlierOffice,
  };
}

/** Null: there is an ordinary explanation. */
function judge(
  login: LoginEvent,
  previous: PastLogin,
  history: UserHistory,
  context: LoginContext,
): { severity: Severity; reason: string; isNewest: boolean; habits: Habits } | null {
  const stranger = strangerOf(login, previous, history, context);
  const { habits, isNewest, isAtOffice } = stranger;
  // Both networks are the user's: a VPN, a remote desktop, a second device at home.
  if (habits.network) return null;
  const verdict = (severity: Severity, how: keyof typeof HOW) => ({
    severity,
    reason: HOW[how],
    isNewest,
    habits,
  });
  // A traveler whose browser sometimes goes through the office still has the own device.
  if (isAtOffice && habits.device) return habits.country ? null : verdict('low', 'office');
  if (isPhone(login.client) || previous.isPhone) {
    // Roaming phones appear at home while the laptop beside them appears abroad.
    if (habits.device) return null;
    return verdict(habits.country ? 'low' : 'medium', 'phone');
  }
  if (login.place.country === previous.country) return verdict(habits.device ? 'info' : 'low', 'sameCountry');
  if (habits.device && habits.country) return verdict('info', 'network');
  if (history.successes < HABIT_LOGINS) return verdict('medium', 'few');
  return habits.device || habits.country ? verdict('medium', 'partly') : verdict('high', 'strange');
}

export default defineLogins(
  {
    id: 'impossible-travel',
    title: 'Impossible Travel',
    category: 'threat',
    finds:
      'Two successful sign-ins of one person from places that nobody can travel between in the time that lies between them.',
    matters:
      'A person is in one place at a time. When sign-ins are in two, one of them may be somebody else with the password or the session.',
    severityRule:
      'High when network, device and country of one of the two are all new to the user; medium when the network and one of the others is; info when only the network is. Within one country low, with the user’s own device info. With phones at most medium, with the user’s own device behind an address of an office list at most low. None when both networks were used before, or when the user’s own device and a phone are involved (roaming). Addresses on VPN and carrier lists, integration users and programs on servers tell no place.',
    subjects: 'users with sign-ins',
    needs: [
      { stream: 'loginHistory', fields: ['LoginGeo.Latitude', 'LoginGeo.Longitude'] },
      { stream: 'users', without: 'Integration users and young accounts are judged like all others.' },
    ],
    parameters: {
      minKm: number({
        title: 'At least so far apart',
        help: 'Nearer, geolocation is too inexact.',
        default: 500,
        unit: 'km',
        min: 50,
        max: 20_000,
      }),
      sameCountryKm: number({
        title: 'At least so far apart within one country',
        help: 'Providers often place all addresses of a country in one city.',
        default: 1_000,
        unit: 'km',
        min: 50,
        max: 20_000,
      }),
      speed: number({
        title: 'Faster than',
        help: 'Airliners fly at some 900 km/h.',
        default: 1_000,
        unit: 'km/h',
        min: 100,
        max: 50_000,
      }),
      api: flag({
        title: 'Judge programs, too',
        help: 'Sign-ins through the API come from wherever the program’s server is.',
        default: false,
      }),
      youngDays: youngDays(3),
      historyDays: historyDays(7),
    },
    evidence: {
      from: 'The earlier sign-in: time, address, country, city, coordinates, device (browser and platform without versions)',
      to: 'The later one, the same',
      distanceKm: 'Distance along a great circle, km',
      minutes: 'Time between the two',
      speedKmh: 'Speed that would take; null: at the same moment',
      exact: 'False: a city is not known; 1,500 km are taken off the distance before it is judged',
      stranger: 'Which of the two fits the user’s habits less: "from" or "to"',
      newNetwork: 'Whether the stranger’s network is new to the user (first met less than a day before)',
      newDevice: 'Whether its device is',
      newCountry: 'Whether its country is',
      basedOn: 'What the severity is based on',
      historySince: 'Where the stored login history begins',
    },
    remediation: [
      'Ask the user, by phone or in person, where they were and whether both sign-ins were theirs. A VPN of their own is the usual innocent reason.',
      'If not: Setup > Users > Users > the user: Freeze, then Reset Password; Setup > Session Management: remove the sessions; Setup > Connected Apps OAuth Usage: revoke tokens of the user.',
      'A VPN or proxy of the company? Add its addresses to a list in Seatwatch.',
    ],
    references: ['T1078.004', 'T1539'],
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { values, context, history, report }) {
      const previous = history.lastLocated;
      const { at, place, ip, userId } = login;
      if (previous === null || place.latitude === null || place.longitude === null) return;
      if (previous.latitude === place.latitude && previous.longitude === place.longitude) return;
      const hours = (at - previous.at) / HOUR_MS;
      if (hours * values.speed > FARTHEST_KM || ip === null || ip.key === previous.ipKey) return;
      if (!tellsPlace(login) && !(values.api && isServer(login.client) && !ip.isPrivate)) return;
      if (previous.latitude === null || previous.longitude === null) return;
      const distance = distanceKm(
        { latitude: previous.latitude, longitude: previous.longitude },
        { latitude: place.latitude, longitude: place.longitude },
      );
      const exact = place.city !== null && previous.city !== null;
      const sameCountry = place.country === previous.country;
      // The middle of the country and a city in it are no two places.
      if (!exact && sameCountry) return;
      const certain = exact ? distance : distance - ROUGH_KM;
      if (certain < (sameCountry ? values.sameCountryKm : values.minKm)) return;
      if (certain <= values.speed * hours) return;
      if (at - context.historySince < values.historyDays * DAY_MS) return;
      if (context.person(userId)?.isIntegration === true) return;
      if (isYoung(context, userId, at, values.youngDays)) return;
      const verdict = judge(login, previous, history, context);
      if (verdict === null) return;
      const minutes = Math.round((at - previous.at) / 60_000);
      const [from, to] = [placeWords(previous), placeWords(place)];
      report({
        key: `${userId}:${dateOf(at)}`,
        severity: verdict.severity,
        ip: (verdict.isNewest ? null : addressOf(previous, context)) ?? ip.address,
        app: login.client.application,
        summary: `${nameOf(context, userId)} signed in from ${from} and ${String(minutes)} min later from ${to}, ${String(Math.round(distance))} km away.`,
        evidence: {
          from: {
            at: isoOf(previous.at),
            ip: addressOf(previous, context),
            country: previous.country,
            city: previous.city,
            latitude: previous.latitude,
            longitude: previous.longitude,
            device: previous.device,
          },
          to: {
            at: isoOf(at),
            ip: ip.address,
            country: place.country,
            city: place.city,
            latitude: place.latitude,
            longitude: place.longitude,
            device: deviceOf(login.client),
          },
          distanceKm: Math.round(distance),
          minutes,
          speedKmh: hours === 0 ? null : Math.round(distance / hours),
          exact,
          stranger: verdict.isNewest ? 'to' : 'from',
          newNetwork: !verdict.habits.network,
          newDevice: !verdict.habits.device,
          newCountry: !verdict.habits.country,
          basedOn: verdict.reason,
          historySince: isoOf(context.historySince),
        },
      });
    },
    population: (inputs, { historyDays: days }) => judged(inputs, 'users', days),
  },
);

const addressOf = ({ ipKey }: PastLogin, context: LoginContext): string | null =>
  ipKey === null ? null : (context.ip(ipKey)?.address ?? null);
