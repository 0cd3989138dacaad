import { expect, it } from 'vitest';
import { hiddenUsers } from './restricted-users';

it.each([
  // seats used, active users read, all read?, rows of User, rows of UserLogin
  ['everybody is shown', 100, 100, true, 130, 130, null],
  ['seats counted yesterday', 104, 100, true, 130, 130, null],
  ['a department of a company', 1_000, 40, true, 55, 0, { exist: 1_000, shown: 40 }],
  ['a fifth is missing', 1_000, 800, true, 1_200, 0, { exist: 1_000, shown: 800 }],
  ['licenses cannot be read, but logins of users can', 0, 40, true, 55, 1_300, { exist: 1_300, shown: 55 }],
  ['neither can be read', 0, 40, true, 55, 0, null],
  ['only changes were read', 1_000, 3, false, 1_200, 1_200, null],
  ['only changes were read of a department', 1_000, 3, false, 55, 0, { exist: 1_000, shown: 55 }],
] as const)('%s', (_, seatsUsed, activeUsers, allUsersSeen, users, userLogins, expected) => {
  expect(hiddenUsers({ seatsUsed, activeUsers, allUsersSeen }, { users, userLogins })).toEqual(expected);
});
