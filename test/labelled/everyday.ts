import { DAY, HOUR } from '../builders/db';
import { type Client, ownDesktop, phone, program } from './clients';
import { localTime } from './geography';
import {
  OFFICES,
  type Source,
  blurred,
  carrierSource,
  companyVpn,
  consumerVpn,
  departmentVpn,
  guestSource,
  homeSource,
  inFlight,
  officeSource,
} from './networks';
import { DAYS, FIRST_DAY, type LabelledPerson, TODAY, dayStart, isAway, tripAt } from './people';
import { Dice } from './random';

// Half a year of everyday life: who signs in when, from where and with what. Nothing here is an attack.

export interface SignIn {
  at: number;
  userId: string;
  status: string;
  source: Source;
  client: Client;
}

const MINUTE = 60_000;

/** New Year, Easter, Labor Day and the like: most are at home. */
const HOLIDAYS = new Set(
  [
    [0, 1],
    [3, 3],
    [3, 6],
    [4, 1],
    [4, 25],
  ].map(([month = 0, day = 1]) => Math.floor(Date.UTC(2026, month, day) / DAY)),
);

/** Mondays on which the passwords of many have expired over the weekend. */
const STORMS = new Set([FIRST_DAY + 34, FIRST_DAY + 125].map(mondayOf));
/** The Tuesday on which an app was introduced to everybody. */
export const ROLLOUT = mondayOf(FIRST_DAY + 75) + 1;
export const ROLLOUT_APP = 'Calendar Link';
/** Saturdays on which administrators release. */
export const RELEASES = new Set([20, 50, 85, 113, 148].map((day) => mondayOf(FIRST_DAY + day) + 5));

function mondayOf(day: number): number {
  return day - ((weekdayOf(day) + 6) % 7);
}

/** 0 (Sunday) to 6. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

export function everyday(person: LabelledPerson, seed: number): SignIn[] {
  const dice = new Dice(seed, 2, person.n);
  const signIns: SignIn[] = [];
  const habit = person.habit === 'integration' ? programDay : personDay;
  for (let day = FIRST_DAY; day <= TODAY; day++) habit(person, day, dice, signIns);
  if (person.habit !== 'integration') afterwards(person, dice, signIns);
  return signIns;
}

// Programs: the same number of sign-ins every day, from one or two machines.

const APPS = ['ERP Sync', 'Data Warehouse', 'Marketing Hub', 'Invoice Export', 'Phone System', 'Backup'];
export const appOf = ({ n }: LabelledPerson): string => APPS[n % APPS.length] ?? 'ERP Sync';
export const machineOf = ({ n }: LabelledPerson, machine = 0): Source => ({
  ip: `34.${200 + n}.11.${20 + machine}`,
  place: { countryIso: 'DE', city: 'Frankfurt am Main', latitude: 50.11, longitude: 8.68 },
});

function programDay(person: LabelledPerson, day: number, dice: Dice, into: SignIn[]): void {
  // Two every quarter of an hour, most every hour, some at night only.
  const perDay = person.n < 2 ? 96 : person.n < 9 ? 24 : 3;
  const client = program(appOf(person), person.n % 2 === 0 ? 'OauthClientCredentials' : 'OauthRefreshToken');
  // Once in a while the network is down, and what was missed is made up for.
  const extra = dice.chance(0.01) ? Math.floor(perDay * dice.between(0.3, 1.2)) : 0;
  for (let i = 0; i < perDay + extra; i++) {
    const at = dayStart(day) + Math.floor((DAY / (perDay + extra)) * i) + dice.int(0, 40_000);
    into.push({
      at,
      userId: person.id,
      status: dice.chance(0.0006) ? 'Failed: Get Access Token Limit Exceeded' : 'Success',
      source: machineOf(person, dice.chance(0.3) ? 1 : 0),
      client,
    });
  }
}

// People.

function personDay(person: LabelledPerson, day: number, dice: Dice, into: SignIn[]): void {
  if (isAway(person, day)) return;
  const weekday = weekdayOf(day);
  const works = worksOn(person, day, weekday, dice);
  if (!works) return;
  const atOffice = person.office !== null && weekday >= 1 && weekday <= 4 && dice.chance(0.75);
  const start = person.starts + dice.spread() * 0.35;
  const count = person.habit === 'partner' ? 1 : 1 + dice.poisson(person.perDay - 1);
  let hour = start;
  for (let i = 0; i < count; i++) {
    const at = localTime(person.city, day, hour);
    if (at < dayStart(FIRST_DAY) || at > dayStart(TODAY) + 12 * HOUR) break;
    one(person, at, atOffice, i === 0, dice, into);
    hour += dice.between(0.4, 9 / count);
  }
  if (day === ROLLOUT && atOffice && person.office !== null && dice.chance(0.3)) {
    const at = localTime(person.city, day, dice.between(9.5, 16));
    const source = officeSource(person.office, dice);
    into.push(success(person, at, source, program(ROLLOUT_APP, 'OauthUserAgent')));
  }
  if (person.admin !== null && RELEASES.has(day))
    into.push(success(person, localTime(person.city, day, dice.between(19, 23)), home(person, day)));
}

function worksOn(person: LabelledPerson, day: number, weekday: number, dice: Dice): boolean {
  if (person.habit === 'partner') return dice.chance(person.perDay);
  if (person.habit === 'shift') return (day + person.n) % 7 < 5;
  if (person.admin !== null && RELEASES.has(day)) return true;
  if (HOLIDAYS.has(day)) return dice.chance(0.04);
  return weekday >= 1 && weekday <= 5 ? dice.chance(0.95) : dice.chance(0.04);
}

function one(
  person: LabelledPerson,
  at: number,
  atOffice: boolean,
  isFirst: boolean,
  dice: Dice,
  into: SignIn[],
): void {
  const trip = tripAt(person, at);
  const onPhone = person.phone !== null && dice.chance(person.habit === 'field' ? 0.5 : 0.2);
  const client = onPhone && person.phone !== null ? phone(person.phone) : ownDesktop(person, at);
  if (trip !== null && (at < trip.arrives || at >= trip.returns)) {
    // On the way; few planes have internet that is of any use.
    if (dice.chance(0.02)) into.push(success(person, at, inFlight(dice), client));
    return;
  }
  // On holiday only some look in.
  if (trip !== null && !trip.onBusiness && !dice.chance(0.15)) return;
  const source = blurred(sourceOf(person, at, atOffice, onPhone, dice), dice);
  mistakes(person, at, source, client, isFirst, dice, into);
  into.push(success(person, at, source, client));
}

function sourceOf(
  person: LabelledPerson,
  at: number,
  atOffice: boolean,
  onPhone: boolean,
  dice: Dice,
): Source {
  const day = Math.floor(at / DAY);
  const trip = tripAt(person, at);
  if (onPhone && !(atOffice && dice.chance(0.4))) {
    // Abroad a phone mostly comes out at home all the same.
    const country = trip !== null && dice.chance(0.35) ? trip.city.country : person.city.country;
    return carrierSource(dice, country, person.carrier);
  }
  if (trip !== null) {
    if (person.vpn === 'company' && dice.chance(0.5)) return companyVpn(person.city, dice);
    const office = OFFICES.find(({ city }) => city.name === trip.city.name);
    return office !== undefined && trip.onBusiness && dice.chance(0.7)
      ? officeSource(office, dice)
      : guestSource(trip.city, person.n + Math.floor(trip.leaves / DAY));
  }
  if (person.vpn === 'consumer' && dice.chance(0.15)) return consumerVpn(dice, person.n);
  if (person.vpn === 'department' && dice.chance(0.6)) return departmentVpn(dice);
  if (atOffice && person.office !== null) return officeSource(person.office, dice);
  if (person.vpn === 'company' && dice.chance(0.35)) return companyVpn(person.city, dice);
  if (person.habit === 'field' && dice.chance(0.2)) return guestSource(person.city, dice.int(0, 200));
  return home(person, day);
}

/** Lines get a new address every one to ten weeks, by person. */
export function home(person: LabelledPerson, day: number): Source {
  const weeks = 7 * (1 + (person.n % 10));
  return homeSource(person.n, person.city, Math.floor(day / weeks));
}

export function success(
  person: LabelledPerson,
  at: number,
  source: Source,
  client: Client = ownDesktop(person, at),
): SignIn {
  return { at, userId: person.id, status: 'Success', source, client };
}

/** Before it works: typos, forgotten passwords, a computer that is not known yet, a second factor not at hand. */
function mistakes(
  person: LabelledPerson,
  at: number,
  source: Source,
  client: Client,
  isFirst: boolean,
  dice: Dice,
  into: SignIn[],
): void {
  const day = Math.floor(at / DAY);
  const fail = (status: string, times: number): void => {
    for (let i = times; i > 0; i--)
      into.push({ at: at - i * dice.int(9_000, 40_000), userId: person.id, status, source, client });
  };
  if (person.sso) {
    if (dice.chance(0.002)) fail('Failed: InResponseTo Invalid', 1);
    return;
  }
  const isStorm = isFirst && STORMS.has(day);
  const isBack = isFirst && person.absences.some(([, to]) => day - to >= 1 && day - to <= 3);
  if (isStorm && dice.chance(0.4)) fail('Invalid Password', dice.int(1, 2));
  else if (isBack && dice.chance(0.15)) fail('Invalid Password', dice.int(2, 4));
  else if (dice.chance(0.018)) fail('Invalid Password', 1);
  else if (dice.chance(0.002)) fail('Invalid Password', dice.int(2, 3));
  else if (dice.chance(0.004)) fail('Failed: Computer activation required', 1);
  else if (dice.chance(0.003)) fail('Multi-factor required', 1);
  else if (dice.chance(0.0006)) fail('Restricted IP', 1);
}

/** Phones of those who left, or were frozen, go on trying for a day or two. */
function afterwards(person: LabelledPerson, dice: Dice, into: SignIn[]): void {
  if (person.phone === null) return;
  const gone = person.ends < TODAY ? person.ends + 1 : person.frozenOn;
  if (gone === null || gone > FIRST_DAY + DAYS - 4) return;
  const status = person.ends < TODAY ? 'User is Inactive' : 'User is Frozen';
  for (let i = dice.int(0, 3); i > 0; i--)
    into.push({
      at: dayStart(gone) + dice.int(8 * 60, 40 * 60) * MINUTE,
      userId: person.id,
      status,
      source: carrierSource(dice, person.city.country, person.carrier),
      client: phone(person.phone),
    });
}
