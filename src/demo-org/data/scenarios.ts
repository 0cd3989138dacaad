import { DAY_MS } from '../options';
import { Rand } from '../random';
import { clientNumber, statusNumber, type LoginStatus } from './clients';
import { STREAM, type People } from './people';
import { IPS, placeIn } from './places';

/** A sign-in that stands out; everything else about it is given. Time in epoch ms. */
export interface StagedLogin {
  t: number;
  user: number;
  status: number;
  client: number;
  ip: number;
  place: number | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The suspicious part of the history, all within the 30 days before the anchor. Thresholds of the usual
 * published rules (password spray, brute force, impossible travel, dormant access) are passed on purpose.
 */
export function stageLogins(seed: number, anchorDay: number, people: People): StagedLogin[] {
  const out: StagedLogin[] = [];
  const rand = new Rand(seed, STREAM.scenario);
  const at = (daysAgo: number, hour: number): number => (anchorDay - daysAgo) * DAY_MS + hour * HOUR;
  const regulars = people.withFate('regular', 60).filter((n) => n > 12 && people.program[n] === 0);
  const who = (i: number): number | undefined => regulars[i];
  const add = (
    user: number | undefined,
    t: number,
    status: LoginStatus,
    client: string,
    ip: number,
    place: number | null,
  ): void => {
    if (user !== undefined)
      out.push({
        t: Math.floor(t / 1000) * 1000,
        user,
        status: statusNumber(status),
        client: clientNumber(client),
        ip,
        place,
      });
  };

  // Password spray: many accounts, one address, four minutes, one hit.
  const sprayed = regulars.slice(0, 26);
  sprayed.forEach((user, i) => {
    add(
      user,
      at(6, 2) + i * 9000 + rand.int(0, 4000),
      'Invalid Password',
      'password-0',
      IPS.stranger(43),
      placeIn('RO'),
    );
  });
  if (sprayed.length > 0)
    add(sprayed.at(-1), at(6, 2) + 5 * MINUTE, 'Success', 'password-0', IPS.stranger(43), placeIn('RO'));

  // Brute force: 14 failures in 12 minutes, then a success, by one account.
  for (let i = 0; i < 14; i++)
    add(who(27), at(9, 22) + i * 50_000, 'Invalid Password', 'password-3', IPS.stranger(7), placeIn('NL'));
  add(who(27), at(9, 22) + 13 * MINUTE, 'Success', 'password-3', IPS.stranger(7), placeIn('NL'));

  // Impossible travel: Detroit, then Lagos 42 minutes later.
  add(who(28), at(4, 14), 'Success', 'sso-0', IPS.office(1), 1);
  add(who(28), at(4, 14) + 42 * MINUTE, 'Success', 'password-2', IPS.stranger(90), placeIn('NG'));

  // A dormant account wakes up; a country nobody ever came from.
  const dormant = people.withFate('dormant', 1)[0];
  add(dormant, at(1, 3) + 17 * MINUTE, 'Success', 'password-1', IPS.stranger(121), placeIn('NL'));
  add(who(29), at(2, 6), 'Success', 'password-0', IPS.stranger(160), placeIn('VN'));

  // One account from many addresses within a week.
  for (let i = 0; i < 9; i++)
    add(who(30), at(8 - (i % 6), 8 + i), 'Success', 'password-2', IPS.home(7000 + i * 131), 1 + (i % 8));

  // Someone tries accounts that are closed or frozen.
  for (const [i, user] of people.withFate('deactivated', 3).entries())
    for (let k = 0; k < 3; k++)
      add(
        user,
        at(12, 1) + (i * 3 + k) * 4 * MINUTE,
        'User is Inactive',
        'password-0',
        IPS.stranger(200 + k),
        placeIn('RO'),
      );
  for (const user of people.withFate('frozen', 4))
    add(user, at(3, 10) + (user % 50) * MINUTE, 'User is Frozen', 'sso-0', IPS.office(1), 1);
  for (const user of people.withFate('locked', 3))
    for (let k = 0; k < 4; k++)
      add(
        user,
        at(2, 9) + k * MINUTE,
        k < 3 ? 'Invalid Password' : 'Password Lockout',
        'password-0',
        IPS.home(user),
        1,
      );

  // Programs and policy: a retired API version, an IP restriction, login hours, a client in a hurry.
  const programs = people.withFate('api', 8).filter((user) => user > 2);
  const last = programs.at(-1);
  for (let i = 0; i < 5; i++)
    add(last, at(15 - i * 3, 4), 'Failed: API Version Removed', 'legacy', IPS.server(9), 1);
  add(programs[0], at(20, 5), 'Login rate exceeded', 'data-loader', IPS.server(2), 1);
  add(
    programs[0],
    at(20, 5) + 20_000,
    'Failed: API security token required',
    'data-loader',
    IPS.server(77),
    null,
  );
  add(who(31), at(5, 23), 'Restricted Time', 'password-0', IPS.home(31), 1);
  add(who(32), at(11, 13), 'Restricted IP', 'password-0', IPS.stranger(14), placeIn('NL'));
  add(who(33), at(7, 8), 'Failed: Computer activation required', 'password-4', IPS.home(33), 2);
  add(who(33), at(7, 8) + 2 * MINUTE, 'Success', 'password-4', IPS.home(33), 2);
  add(2, at(25, 9), 'Failed: API-only user', 'password-0', IPS.office(1), 1);
  return out.sort((a, b) => a.t - b.t || a.user - b.user);
}
