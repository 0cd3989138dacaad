import { DAY, HOUR } from '../../builders/db';
import { desktop, ownDesktop, script } from '../clients';
import { FAR, HOMES } from '../geography';
import { BREAK_IN, GUESSING, type Plot, clock } from '../plot';

const MINUTE = 60_000;
const SECOND = 1_000;

/** Somebody tries passwords: against one, against many, from one address and from many. */
export function guessing(plot: Plot): void {
  heavyAttacks(plot);
  inactiveAccounts(plot);
  sprays(plot);
  slowAddresses(plot);
  guessedRight(plot);
  lockOuts(plot);
}

function heavyAttacks(plot: Plot): void {
  // Addresses, and the days over which they come one after the other.
  const variants = [
    [5, 6.5],
    [6, 2],
    [12, 3],
    [40, 1],
  ] as const;
  variants.forEach(([addresses, days], i) => {
    const person = plot.victim();
    const start = clock(person, plot.workday(50 + 25 * i), 1.5);
    const source = plot.attacker([FAR.hanoi, FAR.jakarta, FAR.kyiv, FAR.saoPaulo][i] ?? FAR.hanoi);
    const times = Array.from({ length: addresses }, (_, n) => start + (n * days * DAY) / addresses);
    // An address of a network of its own each time: botnets are spread over the world.
    times.forEach((at, n) => {
      plot.fail(person, at, source(n * 200), script());
    });
    const to = times.at(-1) ?? start;
    const ips = times.map((_, n) => source(n * 200).ip);
    plot.plant({
      name: `${addresses} addresses within ${days} days`,
      check: 'active-account-under-heavy-attack',
      about: { userId: person.id },
      ...{ from: start, to, ips, also: GUESSING },
    });
  });
}

function inactiveAccounts(plot: Plot): void {
  const probe = (
    name: string,
    day: number,
    times: number,
    status: string,
    prepare: (person: ReturnType<Plot['victim']>) => void,
  ): void => {
    const person = plot.victim();
    prepare(person);
    const start = clock(person, day, 11);
    const source = plot.attacker(FAR.bucharest);
    for (let i = 0; i < times; i++) plot.fail(person, start + i * 90 * SECOND, source(), script(), status);
    plot.plant({
      name,
      check: 'inactive-account-probing',
      about: { userId: person.id },
      from: start,
      to: start + times * 90 * SECOND,
      ips: [source().ip],
      also: GUESSING,
    });
  };
  const [d1, d2, d3, d4] = [60, 80, 95, 120].map((n) => plot.workday(n)) as [number, number, number, number];
  probe('somebody who left two months before, 3 times', d1, 3, 'User is Inactive', (person) => {
    person.ends = d1 - 58;
    plot.deactivated.add(person.id);
  });
  probe('not signed in for 31 days, twice', d2, 2, 'Invalid Password', (person) => {
    person.absences = [[d2 - 31, d2 + 40]];
  });
  probe('not signed in for 75 days, 8 times', d3, 8, 'Invalid Password', (person) => {
    person.absences = [[d3 - 75, d3 + 40]];
  });
  probe('frozen for 50 days, 4 times', d4, 4, 'User is Frozen', (person) => {
    person.frozenOn = d4 - 50;
  });
}

function sprays(plot: Plot): void {
  // People, and the minutes it takes; the last one gets in.
  const variants = [
    ['16 people in 4 minutes', 16, 4, false],
    ['90 people in 8 minutes', 90, 8, false],
    ['45 people in 5 minutes, one gets in', 45, 5, true],
  ] as const;
  variants.forEach(([name, count, minutes, getsIn], i) => {
    const day = plot.workday(45 + 40 * i);
    const start = day * DAY + 2 * HOUR + 13 * MINUTE;
    const source = plot.attacker([FAR.kyiv, FAR.almaty, FAR.tunis][i] ?? FAR.kyiv);
    const targets = plot.targets(count, day);
    const gap = (minutes * MINUTE) / count;
    targets.forEach((person, n) => {
      plot.fail(
        person,
        Math.round(start + n * gap),
        source(),
        desktop(['Chrome', 'Windows 10'], start, { sso: false }),
      );
    });
    const { ip } = source();
    const to = start + minutes * MINUTE;
    const users = targets.map(({ id }) => id);
    if (getsIn) {
      const person = plot.victim();
      plot.enter(person, to + 20 * SECOND, source(), script());
      users.push(person.id);
      plot.plant({
        name: 'gets in after a spray',
        check: 'successful-access-from-a-previously-only-failing-ip',
        about: { ip },
        ...{ from: to, to: to + MINUTE, users: [person.id], also: BREAK_IN },
      });
    }
    plot.plant({
      name,
      check: 'password-spray',
      about: { ip },
      ...{ from: start, to, users, also: [...GUESSING, ...(getsIn ? BREAK_IN : [])] },
    });
  });
}

/** One address, many people, but never many at once. */
function slowAddresses(plot: Plot): void {
  const variants = [
    ['30 people over 3 days', 30, 72],
    ['60 people over 6 hours', 60, 6],
    ['20 people over a day', 20, 23],
  ] as const;
  variants.forEach(([name, count, hours], i) => {
    const day = plot.workday(58 + 30 * i);
    const start = day * DAY + 3 * HOUR;
    const source = plot.attacker([FAR.lima, FAR.manila, FAR.istanbul][i] ?? FAR.lima);
    const targets = plot.targets(count, day);
    targets.forEach((person, n) => {
      plot.fail(person, Math.round(start + (n * hours * HOUR) / count), source(), script());
    });
    plot.plant({
      name,
      check: 'ip-threat',
      about: { ip: source().ip },
      from: start,
      to: start + hours * HOUR,
      users: targets.map(({ id }) => id),
      also: GUESSING,
    });
  });
}

function guessedRight(plot: Plot): void {
  // People tried before, tries each, and hours until the right password.
  const variants = [
    ['6 people tried twice, then one gets in', 6, 2, 30],
    ['25 tries at one, the next fits', 1, 25, 3],
    ['12 people tried once, then one gets in', 12, 1, 60],
  ] as const;
  variants.forEach(([name, count, tries, hours], i) => {
    const person = plot.victim();
    const day = plot.workday(65 + 28 * i);
    const start = clock(person, day, 2);
    const source = plot.attacker([FAR.capeTown, FAR.hongKong, HOMES.frankfurt][i] ?? FAR.lagos);
    const targets = [person, ...plot.targets(count - 1 || 1, day)].slice(0, count);
    const all = targets.flatMap((target) => Array.from({ length: tries }, () => target));
    all.forEach((target, n) => {
      plot.fail(target, Math.round(start + (n * hours * HOUR) / all.length), source(), script());
    });
    const entered = start + hours * HOUR;
    plot.enter(person, entered, source(), desktop(['Firefox', 'Linux'], entered, { sso: false }));
    plot.plant({
      name,
      check: 'successful-access-from-a-previously-only-failing-ip',
      about: { ip: source().ip },
      from: entered,
      to: entered,
      users: targets.map(({ id }) => id),
      also: [...GUESSING, ...BREAK_IN],
    });
  });
}

function lockOuts(plot: Plot): void {
  const variants = [
    ['9 wrong passwords in 10 minutes', 9, 'Invalid Password'],
    ['10 wrong passwords, then locked', 10, 'Password Lockout'],
    ['14 wrong passwords overnight', 14, 'Invalid Password'],
  ] as const;
  variants.forEach(([name, times, last], i) => {
    const person = plot.victim();
    const start = clock(person, plot.workday(70 + 25 * i), 22);
    const source = plot.attacker(FAR.lagos);
    const gap = i === 2 ? 25 * MINUTE : MINUTE;
    for (let n = 0; n < times; n++)
      plot.fail(
        person,
        start + n * gap,
        source(),
        ownDesktop(person, start),
        n === times - 1 ? last : undefined,
      );
    plot.plant({
      name,
      check: 'user-lock-out-risk',
      about: { userId: person.id },
      from: start,
      to: start + times * gap,
      ips: [source().ip],
      also: GUESSING,
    });
  });
}
