import type { LoginRecord, StreamRecords } from '../../src/core/collect/records';
import { AS_OF, DAY } from '../builders/db';
import { guessing } from './attacks/guessing';
import { intrusion } from './attacks/intrusion';
import { weakSpots } from './attacks/posture';
import { sessionsAndSetup } from './attacks/sessions';
import { everydayEvents } from './definitions';
import { type SignIn, everyday } from './everyday';
import { FIRST_DAY, type LabelledPerson, dayStart, people } from './people';
import { Plot } from './plot';
import { Dice } from './random';
import { everydaySetup, liveSessions, verifications } from './setup';

/** So many are kept for attacks; more than all attacks need. */
export const VICTIMS = 140;
const [SUPER_VICTIMS, ADMIN_VICTIMS] = [8, 14];

export interface Size {
  /** People and programs, victims among them. */
  users: number;
  seed?: number;
}

export interface World {
  people: readonly LabelledPerson[];
  plot: Plot;
  /** Noise and attacks together, in the order of time. */
  logins: LoginRecord[];
  /** Newest success of everybody who has one, by id. */
  lastLogins: ReadonlyMap<string, number>;
  sessions: StreamRecords['authSessions'][];
  verifications: StreamRecords['verificationHistory'][];
  setup: StreamRecords['setupAuditTrail'][];
}

/** A company's half year, with attacks in it. The same size and seed give the same world. */
export function world({ users, seed = 6 }: Size): World {
  const firstVictim = users - VICTIMS;
  const all = people(users, seed, firstVictim);
  all.slice(firstVictim).forEach((person, i) => {
    if (i >= SUPER_VICTIMS + ADMIN_VICTIMS) return;
    person.admin = i < SUPER_VICTIMS ? 'super' : 'admin';
    if (person.admin === 'super') person.profile = 'profile-admin';
  });
  const plot = new Plot(all, firstVictim, seed);
  guessing(plot);
  intrusion(plot);
  sessionsAndSetup(plot);
  weakSpots(plot);
  const signIns: SignIn[] = [...plot.signIns];
  const ofPeople = new Map<string, SignIn[]>();
  for (const person of all) {
    const own = everyday(person, seed);
    ofPeople.set(person.id, own);
    for (const signIn of own) signIns.push(signIn);
  }
  everydayEvents(all, ofPeople, plot);
  const logins = recordsOf(signIns);
  const dice = new Dice(seed, 5);
  return {
    ...{ people: all, plot, logins },
    lastLogins: new Map(
      logins.flatMap(({ userId, loginTime, status }) =>
        status === 'Success' ? [[userId, loginTime] as const] : [],
      ),
    ),
    sessions: liveSessions(logins, plot, dice),
    verifications: verifications(logins, plot, dice),
    setup: everydaySetup(all, plot, seed),
  };
}

const ends = AS_OF;

function recordsOf(signIns: SignIn[]): LoginRecord[] {
  return signIns
    .filter(({ at }) => at >= dayStart(FIRST_DAY) && at < ends)
    .sort((a, b) => a.at - b.at || (a.userId < b.userId ? -1 : 1))
    .map(({ at, userId, status, source, client }, i) => ({
      id: `0YaHx${String(i).padStart(10, '0')}AAA`,
      userId,
      // Salesforce gives whole seconds.
      loginTime: Math.floor(at / 1000) * 1000,
      status,
      sourceIp: source.ip,
      ...source.place,
      ...client,
      cipherSuite: null,
      loginUrl: 'harbor.my.salesforce.com',
      authenticationServiceId: null,
      networkId: null,
    }));
}

/** Months of people's lives in it; programs live, too. */
export const userMonths = ({ people: all }: World): number =>
  all.reduce(
    (sum, { begins, ends: last }) =>
      sum + Math.max(0, last - Math.max(begins, FIRST_DAY)) / (DAY_MONTH / DAY),
    0,
  );
const DAY_MONTH = (365.25 / 12) * DAY;
