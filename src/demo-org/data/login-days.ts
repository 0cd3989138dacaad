import { DAY_MS, HISTORY_DAYS, type DataPlan } from '../options';
import { Rand } from '../random';
import { statusNumber, SUCCESS } from './clients';
import { STREAM, type People } from './people';
import { IPS, PLACES } from './places';
import { stageLogins, type StagedLogin } from './scenarios';

/** All sign-ins of one UTC day in order of time; row i has the number `day * ROWS_PER_DAY + i`. */
export interface LoginDay {
  day: number;
  count: number;
  /** Epoch ms, whole seconds. */
  t: Float64Array;
  user: Int32Array;
  status: Uint8Array;
  client: Uint16Array;
  ip: Uint32Array;
  /** 0: not placed. */
  place: Uint8Array;
}

/** Record numbers set aside per day; the upper tenth is for sign-ins that happen to the running server. */
export const ROWS_PER_DAY = 1_000_000;
export const OWN_ROWS_FROM = 900_000;

/** Sign-ins of a desk worker on an average weekday. */
const PER_WEEKDAY = 0.62;
/** Sunday to Saturday against an average weekday. */
const WEEKDAY = [0.1, 1.12, 1.05, 1.02, 0.98, 0.83, 0.14] as const;
/** Share of sign-ins per local hour of people who work in offices. */
const HOURS = [0.2, 0.1, 0.1, 0.1, 0.3, 1, 3, 10, 18, 13, 8, 6, 6, 9, 8, 6, 5, 3, 2, 1.4, 1.2, 1, 0.6, 0.3];
const HOUR_SUMS = HOURS.map(
  (
    (sum) => (share: number) =>
      (sum += share)
  )(0),
);

const INVALID_PASSWORD = statusNumber('Invalid Password');
const SAML_EXPIRED = statusNumber('Failed: SAML Assertion Expired');
const MFA_REQUIRED = statusNumber('Multi-factor required');
const RATE = statusNumber('Login rate exceeded');

/** Plans and makes the sign-ins of any day; a day's rows depend on seed, day and plan only. */
export class LoginDays {
  readonly #staged = new Map<number, StagedLogin[]>();
  readonly #forced = new Map<number, [number, number][]>();
  readonly #firstDay: number;
  /** Everyday sign-ins per unit of WEEKDAY, when the number of rows is given. */
  readonly #exactRate: number | undefined;
  readonly #quota = new Map<number, number>();
  /** Users whose only promised sign-in found no room in an exact number of rows. */
  readonly unplaced: number[] = [];

  constructor(
    readonly plan: DataPlan,
    readonly people: People,
  ) {
    const { anchorDay, logins, seed } = plan;
    this.#firstDay = anchorDay - HISTORY_DAYS;
    let staged = stageLogins(seed, anchorDay, people);
    let forced = people.forced;
    if (logins !== undefined) {
      staged = staged.slice(0, Math.max(0, logins - forced.length));
      for (const [, user] of forced.slice(logins)) this.unplaced.push(user);
      forced = forced.slice(0, logins);
      this.#exactRate = this.#spread(logins - forced.length - staged.length);
    }
    for (const login of staged) push(this.#staged, Math.floor(login.t / DAY_MS), login);
    for (const login of forced) push(this.#forced, Math.floor(login[0] / DAY_MS), login);
  }

  get firstDay(): number {
    return this.#firstDay;
  }

  /** Shares `rows` out among the days of the history; returns the rate for the days after it. */
  #spread(rows: number): number {
    let total = 0;
    for (let day = this.#firstDay; day < this.plan.anchorDay; day++) total += weekdayShare(day);
    let sum = 0;
    let given = 0;
    for (let day = this.#firstDay; day < this.plan.anchorDay; day++) {
      sum += weekdayShare(day);
      const upTo = Math.round((sum / total) * rows);
      this.#quota.set(day, upTo - given);
      given = upTo;
    }
    return rows / total;
  }

  #everyday(day: number): number {
    const quota = this.#quota.get(day);
    if (quota !== undefined) return quota;
    const mood = 0.93 + new Rand(this.plan.seed, STREAM.day, day, 1).float() * 0.14;
    const rate = this.#exactRate ?? this.people.weightOn(day) * PER_WEEKDAY;
    return Math.min(OWN_ROWS_FROM - 1000, Math.round(rate * weekdayShare(day) * mood));
  }

  make(day: number): LoginDay {
    const staged = this.#staged.get(day) ?? [];
    const forced = this.#forced.get(day) ?? [];
    const everyday = this.#everyday(day);
    const raw = emptyDay(day, everyday + staged.length + forced.length);
    const rand = new Rand(this.plan.seed, STREAM.day, day);
    for (let i = 0; i < everyday; i++) {
      const user = this.#someone(day, rand);
      const second = this.#second(user, rand);
      this.#fill(raw, day * DAY_MS + second * 1000, user, rand, true);
    }
    for (const [t, user] of forced) this.#fill(raw, t, user, rand, false);
    for (const login of staged) write(raw, login);
    return sorted(raw);
  }

  #someone(day: number, rand: Rand): number {
    const { people } = this;
    for (let tries = 0; tries < 200; tries++) {
      const user = rand.weighted(people.cumulative);
      if (day >= (people.from[user] ?? 0) && day < (people.until[user] ?? 0)) return user;
    }
    // A company too young or too small for that day: the administrator was there.
    return 1;
  }

  /** Second of the UTC day: working hours where the user lives; programs work around the clock. */
  #second(user: number, rand: Rand): number {
    if (this.people.program[user] === 1) return rand.int(0, 86_399);
    const hour = rand.weighted(HOUR_SUMS) - (PLACES[(this.people.place[user] ?? 1) - 1]?.utcOffset ?? 0);
    return ((hour + 24) % 24) * 3600 + rand.int(0, 3599);
  }

  #fill(raw: LoginDay, t: number, user: number, rand: Rand, mayFail: boolean): void {
    const { people } = this;
    const home = people.place[user] ?? 1;
    const program = people.program[user] === 1;
    const mobile = people.mobile[user] ?? 0;
    const client = mobile > 0 && rand.chance(0.35) ? mobile : (people.desk[user] ?? 1);
    const ip = program
      ? IPS.server(user)
      : rand.chance(0.62)
        ? IPS.office(home)
        : IPS.home(user * 7 + rand.int(0, 1));
    // One trip in forty sign-ins, to another office of the company.
    const place = !program && rand.chance(0.025) ? 1 + ((home + rand.int(0, 10)) % 12) : home;
    write(raw, {
      t,
      user,
      status: mayFail ? outcome(client, program, rand) : SUCCESS,
      client,
      ip: place === home ? ip : IPS.office(place),
      place,
    });
  }
}

function weekdayShare(day: number): number {
  // 1970-01-01 was a Thursday.
  return WEEKDAY[(day + 4) % 7] ?? 1;
}

function outcome(client: number, program: boolean, rand: Rand): number {
  const luck = rand.float();
  if (program) return luck < 0.004 ? RATE : SUCCESS;
  const sso = client > 5 && client <= 10;
  if (sso) return luck < 0.006 ? SAML_EXPIRED : SUCCESS;
  return luck < 0.03 ? INVALID_PASSWORD : luck < 0.033 ? MFA_REQUIRED : SUCCESS;
}

function push<T>(map: Map<number, T[]>, key: number, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

function emptyDay(day: number, capacity: number): LoginDay {
  return {
    day,
    count: 0,
    t: new Float64Array(capacity),
    user: new Int32Array(capacity),
    status: new Uint8Array(capacity),
    client: new Uint16Array(capacity),
    ip: new Uint32Array(capacity),
    place: new Uint8Array(capacity),
  };
}

function write(day: LoginDay, login: StagedLogin): void {
  const i = day.count++;
  day.t[i] = login.t;
  day.user[i] = login.user;
  day.status[i] = login.status;
  day.client[i] = login.client;
  day.ip[i] = login.ip;
  day.place[i] = login.place ?? 0;
}

function sorted(raw: LoginDay): LoginDay {
  const out = emptyDay(raw.day, raw.count);
  // Second of the day and position in one number: a plain numeric sort, stable by construction.
  const start = raw.day * DAY_MS;
  const keys = raw.t.map((t, i) => ((t - start) / 1000) * 0x10_0000 + i).sort();
  for (const key of keys) {
    const i = key % 0x10_0000;
    write(out, {
      t: raw.t[i] ?? 0,
      user: raw.user[i] ?? 0,
      status: raw.status[i] ?? 0,
      client: raw.client[i] ?? 0,
      ip: raw.ip[i] ?? 0,
      place: raw.place[i] ?? 0,
    });
  }
  return out;
}
