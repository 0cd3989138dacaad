import { DAY, HOUR } from '../../builders/db';
import { desktop, ownDesktop, phone, program } from '../clients';
import { appOf, machineOf } from '../everyday';
import { type City, FAR, HOMES } from '../geography';
import { homeSource } from '../networks';
import type { LabelledPerson } from '../people';
import { BREAK_IN, type Plot, clock, sendAway } from '../plot';

const MINUTE = 60_000;

/** Somebody has got what it takes to sign in as somebody else. */
export function intrusion(plot: Plot): void {
  dormantAccounts(plot);
  impossibleTravel(plot);
  newCountries(plot);
  deniedPlaces(plot);
  strangeDevices(plot);
  superAdmins(plot);
  nightAdmins(plot);
  muchActivity(plot);
  massLogins(plot);
}

function dormantAccounts(plot: Plot): void {
  const variants: readonly (readonly [string, number, City, boolean])[] = [
    ['no success for 31 days, then from abroad', 31, FAR.lagos, false],
    ['no success for 100 days, then from the same country', 100, HOMES.frankfurt, false],
    ['an administrator after 45 days', 45, FAR.bucharest, true],
  ];
  variants.forEach(([name, days, city, isAdmin], i) => {
    const person = plot.victim(({ admin }) => (isAdmin ? admin === 'admin' : admin === null));
    const day = plot.workday(112 + 12 * i);
    sendAway(person, days, day);
    const entered = clock(person, day, 13);
    const source = plot.attacker(city);
    plot.enter(person, entered, source());
    plot.plant({
      name,
      check: 'access-from-dormant-account',
      about: { userId: person.id },
      ...{ from: entered, to: entered, ips: [source().ip], also: BREAK_IN },
    });
  });
}

/** The person signs in where they always do; minutes later somebody else does, far away. */
function impossibleTravel(plot: Plot): void {
  const nearby = (wanted: City) => (person: LabelledPerson) =>
    person.admin === null && person.city.name === wanted.name;
  const anybody = ({ admin }: LabelledPerson) => admin === null;
  const variants: readonly (readonly [string, City, number, (p: LabelledPerson) => boolean, boolean])[] = [
    ['the other end of the world in 40 minutes', FAR.lima, 40, anybody, false],
    ['another continent in 3 hours, same kind of browser', FAR.hongKong, 180, nearby(HOMES.hamburg), true],
    ['800 km in 25 minutes', HOMES.london, 25, nearby(HOMES.munich), false],
    ['coast to coast in an hour', HOMES.seattle, 60, nearby(HOMES.newYork), false],
  ];
  variants.forEach(([name, city, minutes, who, sameBrowser], i) => {
    const person = plot.victim(who);
    const first = clock(person, plot.workday(55 + 26 * i), 11);
    const home = homeSource(person.n, person.city, Math.floor(first / DAY / 70));
    plot.enter(person, first, { ...home, place: { ...home.place, ...placeOf(person.city) } });
    const second = first + minutes * MINUTE;
    const source = plot.attacker(city);
    const client = sameBrowser
      ? ownDesktop(person, second)
      : desktop(['Firefox', 'Windows 10'], second, { sso: false });
    plot.enter(person, second, source(), client);
    plot.plant({
      name,
      check: 'impossible-travel',
      about: { userId: person.id },
      ...{ from: first, to: second + 12 * HOUR, ips: [source().ip], also: BREAK_IN },
    });
  });
}

const placeOf = ({ country, name, latitude, longitude }: City) => ({
  countryIso: country,
  city: name,
  latitude,
  longitude,
});

function newCountries(plot: Plot): void {
  const tenant: readonly City[] = [FAR.kyiv, FAR.almaty, FAR.capeTown];
  tenant.forEach((city, i) => {
    const person = plot.victim();
    // At the end of the half year: attacks elsewhere in this plot come from some of these countries earlier on.
    const entered = clock(person, plot.workday(160 + 4 * i), 3);
    const source = plot.attacker(city);
    plot.enter(person, entered, source());
    plot.plant({
      name: `first sign-in from ${city.country} in 90 days`,
      check: 'new-country-for-tenant',
      about: { country: city.country },
      ...{ from: entered, to: entered, users: [person.id], ips: [source().ip], also: BREAK_IN },
    });
  });
  // The company is there, the person never was.
  const user: readonly (readonly [City, City])[] = [
    [HOMES.berlin, HOMES.bangalore],
    [HOMES.london, HOMES.singapore],
    [HOMES.paris, HOMES.chicago],
  ];
  user.forEach(([from, to], i) => {
    const person = plot.victim(({ admin, city }) => admin === null && city.country === from.country);
    // Half a day after and before anything else: nothing impossible about it.
    const entered = clock(person, plot.workday(64 + 30 * i), 0.5);
    const source = plot.attacker(to);
    plot.enter(person, entered, source());
    plot.plant({
      name: `somebody from ${from.country} in ${to.country}`,
      check: 'new-country-for-user',
      about: { userId: person.id },
      ...{ from: entered, to: entered, ips: [source().ip], also: BREAK_IN },
    });
  });
}

function deniedPlaces(plot: Plot): void {
  const enter = (name: string, n: number, city: City, ip: string | null): void => {
    const person = plot.victim();
    const entered = clock(person, plot.workday(n), 4);
    const source = plot.attacker(city)();
    plot.enter(person, entered, { ...source, ip: ip ?? source.ip });
    plot.plant({
      name,
      check: 'access-from-denied-territories',
      about: { userId: person.id },
      ...{ from: entered, to: entered, ips: [ip ?? source.ip], also: BREAK_IN },
    });
  };
  enter('from North Korea', 66, FAR.pyongyang, null);
  enter('from Iran', 101, FAR.tehran, null);
  enter('from a denied address in a harmless country', 130, HOMES.frankfurt, '45.155.205.77');
}

/** Near where the person is, so that only the computer gives it away. */
function strangeDevices(plot: Plot): void {
  const variants = [
    ['a browser and a system never seen of them', ['Firefox', 'Linux'], false],
    ['an old system', ['Internet Explorer', 'Windows 7'], false],
    ['a phone of somebody who uses none', ['', ''], true],
  ] as const;
  variants.forEach(([name, desk, isPhone], i) => {
    const person = plot.victim(
      ({ admin, phone: own, desk: usual }) => admin === null && own === null && usual[1] !== 'Linux',
    );
    const entered = clock(person, plot.workday(90 + 22 * i), 15);
    const source = plot.attacker(person.city);
    const client = isPhone ? phone('Android') : desktop(desk, entered, { sso: person.sso });
    plot.enter(person, entered, source(), client);
    plot.plant({
      name,
      check: 'rare-browser-platform-client-for-the-user',
      about: { userId: person.id },
      ...{ from: entered, to: entered, ips: [source().ip], also: BREAK_IN },
    });
  });
}

function superAdmins(plot: Plot): void {
  const variants: readonly (readonly [string, City | null])[] = [
    ['from a network in the same city', null],
    ['from abroad', FAR.istanbul],
    ['from a data center in the same country', null],
  ];
  variants.forEach(([name, city], i) => {
    const person = plot.victim(({ admin }) => admin === 'super');
    const entered = clock(person, plot.workday(75 + 30 * i), 14);
    const source = plot.attacker(city ?? person.city);
    plot.enter(person, entered, source());
    plot.plant({
      name: `a super administrator ${name}`,
      check: 'super-admin-login-from-a-new-network',
      about: { userId: person.id },
      ...{ from: entered, to: entered, ips: [source().ip], also: BREAK_IN },
    });
  });
}

function nightAdmins(plot: Plot): void {
  const variants = [
    ['at 3 in the morning, on a working day', 0, 3],
    ['at 2 in the night of a Sunday', 6, 2],
    ['at half past four, from home', 1, 4.5],
  ] as const;
  variants.forEach(([name, days, hour], i) => {
    // Where the org's clock is right, or nearly: night is night by it.
    const person = plot.victim(
      ({ admin, city }) => admin === 'admin' && ['DE', 'FR', 'GB'].includes(city.country),
    );
    const monday = plot.monday(98 + 21 * i);
    const entered = clock(person, monday + days, hour);
    const source =
      i === 2
        ? homeSource(person.n, person.city, Math.floor((monday + days) / (7 * (1 + (person.n % 10)))))
        : plot.attacker(person.city)();
    plot.enter(person, entered, source);
    plot.plant({
      name: `an administrator ${name}`,
      check: 'off-hours-admin-activity',
      about: { userId: person.id },
      ...{ from: entered, to: entered, ips: [source.ip], also: BREAK_IN },
    });
  });
}

function muchActivity(plot: Plot): void {
  const variants = [
    ['150 API sign-ins in a day of a person', 150, false],
    ['70 sign-ins in 4 hours of a person', 70, false],
    ['1,400 sign-ins of a program that has 24 a day', 1_400, true],
  ] as const;
  variants.forEach(([name, count, isProgram], i) => {
    const program24 = plot.people[5 + i];
    const person = isProgram && program24 !== undefined ? program24 : plot.victim();
    const start = clock(person, plot.workday(85 + 24 * i), 9);
    const hours = i === 1 ? 4 : 12;
    for (let n = 0; n < count; n++) {
      const at = Math.round(start + (n * hours * HOUR) / count);
      const source = isProgram ? machineOf(person) : homeSource(person.n, person.city, 7);
      plot.enter(person, at, source, program(isProgram ? appOf(person) : 'Data Loader Partner'));
    }
    plot.plant({
      name,
      check: 'accounts-with-unusually-high-activity',
      about: { userId: person.id },
      ...{ from: start, to: start + hours * HOUR, also: BREAK_IN },
    });
  });
}

/** An app signs in as one after the other: whoever runs it has the tokens of all. */
function massLogins(plot: Plot): void {
  const variants = [
    ['an app never seen, 60 people in 15 minutes', 'Loader Pro', 60, 15],
    ['an app never seen, 30 people in an hour', 'Drift Connector', 30, 60],
    ['an app never seen, 80 people in 4 hours', 'Sales Booster', 80, 240],
  ] as const;
  variants.forEach(([name, app, count, minutes], i) => {
    const day = plot.workday(72 + 35 * i);
    const start = day * DAY + 1 * HOUR;
    const source = plot.attacker([HOMES.frankfurt, HOMES.chicago, HOMES.london][i] ?? HOMES.frankfurt);
    const targets = plot.targets(count, day);
    targets.forEach((person, n) => {
      plot.enter(person, Math.round(start + (n * minutes * MINUTE) / count), source(), program(app));
    });
    plot.plant({
      name,
      check: 'mass-login-by-a-connected-app',
      about: { app },
      from: start,
      to: start + minutes * MINUTE,
      users: targets.map(({ id }) => id),
      ips: [source().ip],
      also: BREAK_IN,
    });
  });
}
