import { AS_OF, DAY, HOUR } from '../../builders/db';
import { oauthToken } from '../../builders/db-records';
import { verification } from '../../builders/session-rows';
import { desktop, script } from '../clients';
import { guestSource, homeSource } from '../networks';
import { FIRST_DAY, INTEGRATIONS, type LabelledPerson, TODAY, dayStart } from '../people';
import { type Plot, clock } from '../plot';

// One case at least of every posture check that looks at sign-ins. How things are is no event: whether others have
// the same fault is not asked, only that these are found.

export function weakSpots(plot: Plot): void {
  idleAccounts(plot);
  wrongWaysIn(plot);
  unusedToken(plot);
}

function plant(plot: Plot, check: string, name: string, { id }: LabelledPerson): void {
  plot.plant({ name, check, about: { userId: id }, from: dayStart(FIRST_DAY), to: AS_OF });
}

function idleAccounts(plot: Plot): void {
  for (const days of [91, 150]) {
    const person = plot.victim();
    person.absences = [[TODAY - days, TODAY]];
    plant(plot, 'inactive-users', `not signed in for ${days} days`, person);
  }
  const partner = plot.victim();
  partner.habit = 'partner';
  partner.absences = [[TODAY - 130, TODAY]];
  plant(plot, 'inactive-guest-external-users', 'a partner who has not signed in for 130 days', partner);
  const never = plot.victim();
  never.begins = TODAY + 1;
  never.createdAt = AS_OF - 60 * DAY;
  plant(plot, 'never-logged-in', 'created 60 days ago', never);
  const admin = plot.victim((person) => person.admin === 'admin');
  admin.absences = [[TODAY - 60, TODAY]];
  plant(plot, 'dormant-admins', 'an administrator away for 60 days', admin);
}

function wrongWaysIn(plot: Plot): void {
  const at = (person: LabelledPerson, n: number): number => clock(person, plot.workday(n), 10);
  const program = plot.people[INTEGRATIONS - 1];
  if (program === undefined) throw new Error('There is no program.');
  const manual = at(program, 155);
  plot.enter(
    program,
    manual,
    guestSource(program.city, 5),
    desktop(['Chrome', 'Windows 10'], manual, { sso: false }),
  );
  plant(plot, 'service-account-successful-sign-in', 'a program in a browser', program);

  const direct = plot.victim(({ admin, sso }) => admin === null && sso);
  const entered = at(direct, 158);
  const source = homeSource(direct.n, direct.city, 3);
  plot.enter(direct, entered, source, desktop(direct.desk, entered, { sso: false }));
  plant(plot, 'application-login-bypasses-sso', 'a password in place of single sign-on', direct);

  const old = plot.victim();
  plot.enter(old, at(old, 170), homeSource(old.n, old.city, 3), script('TLS 1.1'));
  plant(plot, 'legacy-tls-or-retired-api-versions-in-logins', 'a script with TLS 1.1', old);

  const outside = plot.victim();
  plot.enter(outside, at(outside, 172), guestSource(outside.city, 9));
  plant(plot, 'users-outside-trusted-ip-ranges', 'a guest network', outside);

  const texted = plot.victim(({ admin, sso }) => admin === null && !sso);
  const signedIn = AS_OF - 4 * DAY;
  const home = homeSource(texted.n, texted.city, 3);
  plot.enter(texted, signedIn, home);
  plot.verifiedElsewhere.push({
    row: verification('0QtHxWEAK00001AAA', texted.id, {
      ...{ method: 'Sms', verificationTime: signedIn + 30_000, sourceIp: home.ip },
    }),
    signedIn,
  });
  plant(plot, 'weak-mfa-used-to-successfully-sign-in', 'a code by text message', texted);
}

function unusedToken(plot: Plot): void {
  const person = plot.victim();
  plot.tokens.push(
    oauthToken(person.id, {
      ...{ appName: 'Old Importer', createdAt: AS_OF - 400 * DAY, lastUsedAt: AS_OF - 120 * DAY - HOUR },
    }),
  );
  plant(plot, 'unused-application-for-a-user', 'a token not used for 120 days', person);
}
