import { AS_OF, DAY } from '../builders/db';
import { DESTINATIONS, HOMES, type City, localTime, travelHours } from './geography';
import { OFFICES, type Office } from './networks';
import { Dice } from './random';

// Who works for the company, and what becomes of them in the half year: how they work, where they live, when they
// are away.

export const DAYS = 181;
/** Whole days since the epoch: the first of the history, and the day it is looked at. */
export const TODAY = Math.floor(AS_OF / DAY);
export const FIRST_DAY = TODAY - DAYS;
export const dayStart = (day: number): number => day * DAY;

export type Habit = 'office' | 'remote' | 'field' | 'shift' | 'executive' | 'partner' | 'integration';
export type AdminLevel = 'admin' | 'super' | null;

export interface Trip {
  city: City;
  /** Epoch ms: out of the door at home, in at the destination, and back. */
  leaves: number;
  arrives: number;
  returns: number;
  isBack: number;
  onBusiness: boolean;
}

export interface LabelledPerson {
  n: number;
  id: string;
  name: string;
  habit: Habit;
  city: City;
  office: Office | null;
  admin: AdminLevel;
  /** Signs in through the identity provider; otherwise with a password. */
  sso: boolean;
  desk: readonly [browser: string, platform: string];
  /** The desk they get with a new laptop, and from which day on; null: keep the old one. */
  newDesk: { day: number; desk: readonly [browser: string, platform: string] } | null;
  phone: 'iPhone' | 'Android' | null;
  carrier: number;
  vpn: 'company' | 'department' | 'consumer' | null;
  createdAt: number;
  /** Days (whole, since the epoch) of the first and the last at work. */
  begins: number;
  ends: number;
  profile: string;
  /** Frozen from this day on; null: never. */
  frozenOn: number | null;
  /** Away without signing in. */
  absences: readonly (readonly [from: number, to: number])[];
  trips: readonly Trip[];
  /** Hours at which the day begins, by the clock of the city. */
  starts: number;
  /** Sign-ins a working day. */
  perDay: number;
}

export const userId = (n: number): string => `005Hx${String(n).padStart(10, '0')}AAA`;

const DESKS: readonly (readonly [readonly [string, string], number])[] = [
  [['Chrome', 'Windows 10'], 0.42],
  [['Edge', 'Windows 11'], 0.22],
  [['Chrome', 'Mac OSX'], 0.2],
  [['Firefox', 'Windows 10'], 0.06],
  [['Safari', 'Mac OSX'], 0.07],
  [['Chrome', 'Linux'], 0.03],
];

const HABITS: readonly (readonly [Habit, number])[] = [
  ['office', 0.56],
  ['field', 0.16],
  ['remote', 0.13],
  ['shift', 0.06],
  ['executive', 0.03],
  ['partner', 0.06],
];

/** So many programs, whatever the size of the company. */
export const INTEGRATIONS = 12;
export const SUPER_ADMINS = 4;
const ADMINS = 12;

/**
 * The company. People `firstVictim` and up are ordinary: nothing but everyday life happens to them, so that
 * attacks on them can be told apart from the noise around.
 */
export function people(count: number, seed: number, firstVictim: number): LabelledPerson[] {
  return Array.from({ length: count }, (_, n) => person(n, new Dice(seed, 1, n), n >= firstVictim));
}

function person(n: number, dice: Dice, isVictim: boolean): LabelledPerson {
  const isIntegration = n < INTEGRATIONS;
  const admin: AdminLevel = isIntegration
    ? null
    : n < INTEGRATIONS + SUPER_ADMINS
      ? 'super'
      : n < INTEGRATIONS + SUPER_ADMINS + ADMINS
        ? 'admin'
        : null;
  const habit: Habit = isIntegration
    ? 'integration'
    : isVictim || admin !== null
      ? dice.share([
          ['office', 0.8],
          ['remote', 0.2],
        ] as const)
      : dice.share(HABITS);
  const office = habit === 'remote' ? null : dice.pick(OFFICES);
  const city = office?.city ?? dice.pick(Object.values(HOMES));
  const desk = dice.share(DESKS);
  const everyday: LabelledPerson = {
    n,
    id: userId(n),
    name: `${dice.pick(FIRST)} ${dice.pick(LAST)} ${n}`,
    habit,
    city,
    office,
    admin,
    sso: habit !== 'partner' && habit !== 'integration' && dice.chance(0.6),
    desk,
    newDesk: null,
    phone:
      habit === 'field' || habit === 'executive' || (habit !== 'integration' && dice.chance(0.25))
        ? dice.pick(['iPhone', 'Android'] as const)
        : null,
    carrier: dice.int(0, 1),
    vpn: null,
    createdAt: dayStart(FIRST_DAY) - dice.int(60, 1500) * DAY,
    begins: FIRST_DAY,
    ends: TODAY,
    profile: isIntegration ? 'profile-int' : admin === 'super' ? 'profile-admin' : 'profile-1',
    frozenOn: null,
    absences: vacations(dice),
    trips: [],
    starts: habit === 'shift' ? dice.pick([6, 14, 22]) : 8.5 + dice.spread() * 0.75,
    perDay: habit === 'partner' ? 0.15 : habit === 'integration' ? 24 : dice.between(1, 2.4),
  };
  return isVictim || isIntegration ? everyday : withLife(everyday, dice);
}

/** Laptops, VPNs, trips, and what else happens to people. */
function withLife(person: LabelledPerson, dice: Dice): LabelledPerson {
  const newDesk = dice.chance(0.15)
    ? { day: FIRST_DAY + dice.int(10, DAYS - 5), desk: dice.share(DESKS) }
    : null;
  const vpn = dice.share([
    [person.habit === 'remote' || person.habit === 'executive' ? 'company' : null, 0.5],
    [null, 0.44],
    ['department', 0.04],
    ['consumer', 0.02],
  ] as const);
  const common = { ...person, newDesk, vpn, trips: journeys(person, dice) };
  const luck = dice.next();
  if (person.admin !== null || luck > 0.19) return common;
  if (luck < 0.05) {
    // New hires.
    const begins = FIRST_DAY + dice.int(20, DAYS - 15);
    return { ...common, begins, createdAt: dayStart(begins - dice.int(1, 6)), trips: [], absences: [] };
  }
  if (luck < 0.1) return { ...common, ends: FIRST_DAY + dice.int(20, DAYS - 15), trips: [] };
  if (luck < 0.12) {
    // Parental leave, long illness.
    const from = FIRST_DAY + dice.int(8, 80);
    return { ...common, absences: [[from, from + dice.int(45, 130)]], trips: [] };
  }
  if (luck < 0.14) return { ...common, frozenOn: FIRST_DAY + dice.int(30, DAYS - 5), trips: [] };
  return common;
}

/** One or two stretches of up to three weeks, and the days between the years. */
function vacations(dice: Dice): [number, number][] {
  const first = FIRST_DAY + dice.int(20, 80);
  const second = FIRST_DAY + dice.int(95, 160);
  return [
    [first, first + dice.int(3, 9)],
    ...(dice.chance(0.5) ? [[second, second + dice.int(9, 20)] as [number, number]] : []),
  ];
}

const TRIPS_PER_HALF_YEAR: Readonly<Partial<Record<Habit, number>>> = {
  executive: 8,
  field: 4,
  office: 0.8,
  remote: 1,
};

function journeys(person: LabelledPerson, dice: Dice): Trip[] {
  const trips: Trip[] = [];
  const count = dice.poisson(TRIPS_PER_HALF_YEAR[person.habit] ?? 0);
  let day = FIRST_DAY + dice.int(5, 30);
  for (let i = 0; i < count && day < TODAY - 14; i++) {
    const onBusiness = dice.chance(0.75);
    const city = destination(person.city, onBusiness, dice);
    const hours = travelHours(person.city, city);
    const nights = onBusiness ? dice.int(1, 4) : dice.int(5, 13);
    const leaves = localTime(person.city, day, dice.between(5.5, 17));
    const arrives = leaves + hours * 3_600_000;
    const returns = localTime(city, Math.floor(arrives / DAY) + nights, dice.between(9, 19));
    trips.push({ city, leaves, arrives, returns, isBack: returns + hours * 3_600_000, onBusiness });
    day += nights + dice.int(8, 40);
  }
  return trips;
}

/** Mostly another office or a place nearby, now and then the other end of the world. */
function destination(home: City, onBusiness: boolean, dice: Dice): City {
  const all = [...(onBusiness ? OFFICES.map(({ city }) => city) : []), ...DESTINATIONS];
  const others = all.filter(({ name }) => name !== home.name);
  const near = others.filter((city) => travelHours(home, city) < 7);
  return near.length > 0 && dice.chance(0.7) ? dice.pick(near) : dice.pick(others);
}

const FIRST = ['Ada', 'Ben', 'Chloé', 'Dilan', 'Eva', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jun', 'Kofi', 'Lea'];
const LAST = ['Adler', 'Brown', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Gupta', 'Hart', 'Ito', 'Jansen'];

/** Away on that day: vacation, leave, not there yet, or gone. */
export const isAway = (person: LabelledPerson, day: number): boolean =>
  day < person.begins ||
  day > person.ends ||
  (person.frozenOn !== null && day >= person.frozenOn) ||
  person.absences.some(([from, to]) => day >= from && day <= to);

export const tripAt = (person: LabelledPerson, moment: number): Trip | null =>
  person.trips.find(({ leaves, isBack }) => moment >= leaves && moment < isBack) ?? null;
