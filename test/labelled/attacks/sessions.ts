import { AS_OF, DAY, HOUR } from '../../builders/db';
import { loginEvent, setupChange, verification } from '../../builders/session-rows';
import { desktop, ownDesktop } from '../clients';
import { type City, FAR, HOMES } from '../geography';
import { guestSource, hasIpv6, homeSource } from '../networks';
import type { LabelledPerson } from '../people';
import { BREAK_IN, type Plot } from '../plot';
import { ADMIN_SET_LABEL } from '../org';

// Attacks that show in sessions, verifications and the setup audit trail. Salesforce lists sessions only while they
// live, so those of sessions happen on the last day.

const MINUTE = 60_000;

export function sessionsAndSetup(plot: Plot): void {
  parallelSessions(plot);
  twoNetworks(plot);
  adminRoles(plot);
  impersonations(plot);
}

const atHome = (person: LabelledPerson) => {
  const { city } = person;
  const source = homeSource(person.n, city, 999);
  const { country: countryIso, name, latitude, longitude } = city;
  return { ip: source.ip, place: { countryIso, city: name, latitude, longitude } };
};

function parallelSessions(plot: Plot): void {
  const variants: readonly (readonly [string, City, number, (person: LabelledPerson) => boolean])[] = [
    ['another continent 45 minutes later', FAR.lagos, 45, () => true],
    ['another continent 3 hours later', FAR.hanoi, 180, () => true],
    ['800 km away half an hour later', HOMES.london, 30, ({ city }) => city.name === 'Munich'],
  ];
  for (const [name, city, minutes, fits] of variants) {
    const person = plot.victim((one) => one.admin === null && fits(one));
    const first = AS_OF - 5 * HOUR;
    const second = first + minutes * MINUTE;
    const source = plot.attacker(city);
    plot.enter(person, first, atHome(person));
    plot.enter(person, second, source(), desktop(['Firefox', 'Windows 10'], second, { sso: person.sso }));
    plot.alive.add(person.id);
    plot.plant({
      name,
      check: 'risky-parallel-sessions',
      about: { userId: person.id },
      ...{ from: first, to: second, ips: [source().ip], also: BREAK_IN },
    });
  }
}

/** The sign-in is the person's own; the session, or what belongs to it, is somewhere else. */
function twoNetworks(plot: Plot): void {
  const plant = (person: LabelledPerson, name: string, at: number, ip: string): void => {
    plot.plant({
      name,
      check: 'compromised-session-hints',
      about: { userId: person.id },
      ...{ from: at, to: at, ips: [ip], also: BREAK_IN },
    });
  };
  for (const [name, fits] of [
    [
      'a session somewhere else than its sign-in',
      ({ admin, n }: LabelledPerson) => admin === null && !hasIpv6(n),
    ],
    // With IPv4 at home: the thief's address is one, and of different kinds nothing is said.
    ['the same of an administrator', ({ admin, n }: LabelledPerson) => admin === 'super' && !hasIpv6(n)],
  ] as const) {
    const person = plot.victim(fits);
    const at = AS_OF - 3 * HOUR;
    const { ip } = plot.attacker(FAR.istanbul)();
    plot.enter(person, at, atHome(person));
    plot.alive.add(person.id);
    plot.movedSessions.set(person.id, { at, ip });
    plant(person, name, at, ip);
  }
  const approved = plot.victim(({ admin, n }) => admin === null && !hasIpv6(n));
  const signedIn = AS_OF - 2 * DAY - 2 * HOUR;
  const elsewhere = plot.attacker(FAR.bucharest)();
  plot.enter(approved, signedIn, atHome(approved));
  plot.verifiedElsewhere.push({
    row: verification('0QtHxATTACK0001AAA', approved.id, {
      verificationTime: signedIn + MINUTE,
      sourceIp: elsewhere.ip,
    }),
    signedIn,
  });
  plant(approved, 'a verification somewhere else than its sign-in', signedIn, elsewhere.ip);
  const logged = plot.victim();
  const used = AS_OF - DAY - 3 * HOUR;
  const guest = guestSource(logged.city, 77);
  const thief = plot.attacker(FAR.manila)();
  plot.enter(logged, used, guest, ownDesktop(logged, used));
  const event = { userId: logged.id, sessionKey: 'd7DEq/ANa7nNZZVD' };
  plot.loginEvents.push(
    loginEvent(1, { ...event, at: used, sourceIp: guest.ip }),
    loginEvent(2, { ...event, at: used + 20 * MINUTE, sourceIp: thief.ip }),
  );
  plant(logged, 'one session key in two networks of the event log', used, thief.ip);
}

function adminRoles(plot: Plot): void {
  const plant = (person: LabelledPerson, name: string, at: number): void => {
    plot.plant({
      name,
      check: 'admin-role-assigned-to-user',
      about: { userId: person.id },
      ...{ from: at, to: at, also: ['admin-impersonation', 'excessive-admins'] },
    });
  };
  const brackets = ({ name, id }: LabelledPerson) => `${name} (UserID: [${id.slice(0, 15)}])`;
  const giver = plot.people.find(({ admin }) => admin === 'super');
  const entries = [
    ['a permission set, by an administrator', 100, (_: LabelledPerson) => giver?.id ?? null],
    ['a permission set, by themselves', 140, ({ id }: LabelledPerson) => id],
  ] as const;
  entries.forEach(([name, n, by], i) => {
    const person = plot.victim();
    const at = plot.workday(n) * DAY + 14 * HOUR;
    const display = `Permission set ${ADMIN_SET_LABEL}: assigned to user ${brackets(person)}`;
    plot.audit.push(
      setupChange(`0YmHxROLE${i}`, 'PermSetAssign', display, { createdAt: at, createdById: by(person) }),
    );
    plot.promoted.push({ person, unseen: false });
    plant(person, name, at);
  });
  const profiled = plot.victim();
  const at = plot.workday(150) * DAY + 15 * HOUR;
  const display = `Changed profile for user ${profiled.name} from Standard User to System Administrator`;
  plot.audit.push(
    setupChange('0YmHxROLE9', 'changedprofileforuserstdtostd', display, {
      createdAt: at,
      createdById: giver?.id ?? null,
    }),
  );
  profiled.profile = 'profile-admin';
  plant(profiled, 'the profile of administrators', at);
  // Of this one the trail says nothing; the second collection of the day finds it.
  const silent = plot.victim();
  plot.promoted.push({ person: silent, unseen: true });
  plant(silent, 'a permission set, without an entry in the trail', AS_OF);
}

function impersonations(plot: Plot): void {
  const as = (name: string): string => `Logged in using Login-As access for ${name}`;
  const [admin] = plot.people.filter((person) => person.admin === 'admin');
  const boss = plot.people.find((person) => person.admin === 'super');
  if (admin === undefined || boss === undefined) throw new Error('There are no administrators.');
  const plant = (name: string, at: number, about: string): void => {
    plot.plant({ name, check: 'admin-impersonation', about: { userId: about }, from: at, to: at });
  };
  const at = (n: number): number => plot.workday(n) * DAY + 11 * HOUR;
  plot.audit.push(
    setupChange('0YmHxLOGIN1', 'suOrgAdminLogin', as(boss.name), {
      createdAt: at(77),
      createdById: admin.id,
    }),
    setupChange('0YmHxLOGIN2', 'suNetworkAdminLogin', as(plot.victim().name), {
      createdAt: at(117),
      createdById: boss.id,
    }),
  );
  plant('an administrator as a super administrator', at(77), admin.id);
  plant('through a site', at(117), boss.id);
  const victim = plot.victim();
  plot.audit.push(
    setupChange('0YmHxLOGIN3', 'changedemail', `Changed email for user ${victim.name}`, {
      ...{ createdAt: at(133), createdById: victim.id, delegateUser: 'support@partner.example' },
    }),
  );
  plant('a change in the name of another, by somebody unknown', at(133), victim.id);
}
