import type { StreamRecords } from '../../src/core/collect/records';
import type { LoginEventRow } from '../../src/core/ports';
import { DAY } from '../builders/db';
import { type Client, ownDesktop } from './clients';
import { type SignIn, weekdayOf } from './everyday';
import { localTime } from './geography';
import { type Source, attackerSource } from './networks';
import type { City } from './geography';
import { FIRST_DAY, type LabelledPerson } from './people';
import { Dice } from './random';

/** What one planted attack must be found as, and what else may rightly be said of it. */
export interface Planted {
  /** In a few words, for the table of what was missed. */
  name: string;
  check: string;
  /** Whom or what the finding must be about: it has to agree in all of these that are given. */
  about: { userId?: string; ip?: string; app?: string; country?: string };
  /** Epoch ms; the finding's time must touch this. */
  from: number;
  to: number;
  /** Checks that may speak of the same attack, about anybody and anything involved, until three days later. */
  also: readonly string[];
  users: readonly string[];
  ips: readonly string[];
}

type Rows<S extends keyof StreamRecords> = StreamRecords[S][];

/** An event of everyday life that a check may point out, without an alarm. */
export interface Everyday {
  check: string;
  userId?: string;
  app?: string;
  at: number;
}

/** What follows when somebody gets in from a strange place. */
export const BREAK_IN = [
  'impossible-travel',
  'new-country-for-tenant',
  'new-country-for-user',
  'rare-browser-platform-client-for-the-user',
  'successful-access-from-a-previously-only-failing-ip',
  'super-admin-login-from-a-new-network',
  'off-hours-admin-activity',
  'accounts-with-unusually-high-activity',
  'risky-parallel-sessions',
] as const;

/** What guessing looks like from other sides. */
export const GUESSING = [
  'active-account-under-heavy-attack',
  'inactive-account-probing',
  'password-spray',
  'ip-threat',
  'user-lock-out-risk',
] as const;

/** Attacks, and the people they need. Victims are ordinary people; nobody is a victim twice. */
export class Plot {
  readonly planted: Planted[] = [];
  readonly signIns: SignIn[] = [];
  readonly everyday: Everyday[] = [];
  /** Verifications of a sign-in (`signedIn`) from somewhere else. */
  readonly verifiedElsewhere: { row: StreamRecords['verificationHistory']; signedIn: number }[] = [];
  /** Whose sessions of the last hours are all alive, by id. */
  readonly alive = new Set<string>();
  /** Where the session of a sign-in at that moment is now, by the person's id. */
  readonly movedSessions = new Map<string, { at: number; ip: string }>();
  readonly tokens: Rows<'oauthTokens'> = [];
  readonly audit: Rows<'setupAuditTrail'> = [];
  readonly loginEvents: LoginEventRow[] = [];
  /** People whose account was deactivated, by id. */
  readonly deactivated = new Set<string>();
  /** Who was given the administrators' permission set in the half year; `unseen`: since the first collection. */
  readonly promoted: { person: LabelledPerson; unseen: boolean }[] = [];
  readonly dice: Dice;
  readonly people: readonly LabelledPerson[];
  private readonly pool: LabelledPerson[];
  private readonly firstVictim: number;
  private attacks = 0;

  constructor(people: readonly LabelledPerson[], firstVictim: number, seed: number) {
    this.people = people;
    this.pool = people.slice(firstVictim);
    this.firstVictim = firstVictim;
    this.dice = new Dice(seed, 3);
  }

  /** Somebody nothing else happens to. */
  victim(fits: (person: LabelledPerson) => boolean = ({ admin }) => admin === null): LabelledPerson {
    const at = this.pool.findIndex(fits);
    const [person] = at === -1 ? [] : this.pool.splice(at, 1);
    if (person === undefined) throw new Error('There are not enough people for all attacks.');
    return person;
  }

  /** Ordinary people who are at work at that time, for sprays. */
  targets(count: number, day: number): LabelledPerson[] {
    const able = this.people.filter(
      (person) =>
        person.n < this.firstVictim &&
        person.habit !== 'integration' &&
        person.habit !== 'partner' &&
        person.admin === null &&
        person.begins < day - 35 &&
        person.ends > day + 7 &&
        person.frozenOn === null &&
        person.absences.every(([from, to]) => to - from < 25 || day > to + 7 || day < from - 7),
    );
    const step = Math.max(1, Math.floor(able.length / count));
    const start = this.dice.int(0, step - 1);
    const chosen = able.filter((_, i) => i % step === start).slice(0, count);
    if (chosen.length < count) throw new Error('There are not enough people for a spray.');
    return chosen;
  }

  /** A working day, so many days into the history. */
  workday(n: number): number {
    let day = FIRST_DAY + n;
    while (weekdayOf(day) === 0 || weekdayOf(day) > 5) day += 1;
    return day;
  }

  monday(n: number): number {
    let day = FIRST_DAY + n;
    while (weekdayOf(day) !== 1) day += 1;
    return day;
  }

  /** Addresses of an attacker of their own. */
  attacker(city: City): (n?: number) => Source {
    const attack = (this.attacks += 1);
    return (n = 0) => attackerSource(attack, city, n);
  }

  fail(
    person: LabelledPerson,
    at: number,
    source: Source,
    client: Client,
    status = 'Invalid Password',
  ): void {
    this.signIns.push({ at, userId: person.id, status, source, client });
  }

  enter(person: LabelledPerson, at: number, source: Source, client: Client = ownDesktop(person, at)): void {
    this.signIns.push({ at, userId: person.id, status: 'Success', source, client });
  }

  plant(
    planted: Pick<Planted, 'name' | 'check' | 'about' | 'from' | 'to'> &
      Partial<Pick<Planted, 'also' | 'users' | 'ips'>>,
  ): void {
    const { userId, ip } = planted.about;
    this.planted.push({
      also: [],
      ...planted,
      users: planted.users ?? (userId === undefined ? [] : [userId]),
      ips: planted.ips ?? (ip === undefined ? [] : [ip]),
    });
  }
}

/** Makes somebody stay away for so many days before a day. */
export function sendAway(person: LabelledPerson, days: number, until: number): void {
  person.absences = [[until - days, until]];
}

/** Noon-ish of a day by somebody's clock. */
export const clock = (person: LabelledPerson, day: number, hour: number): number =>
  localTime(person.city, day, hour);

export const later = (at: number, days: number): number => at + days * DAY;
