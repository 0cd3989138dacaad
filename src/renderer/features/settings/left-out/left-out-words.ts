import type { LeftOutPerson } from '../../../../shared/model/backups';

/** Enough of the digest to tell a handful of entries apart. */
export function referenceOf({ digest }: Pick<LeftOutPerson, 'digest'>): string {
  return digest.slice(0, 8);
}

/** Salesforce's ids of users, as its API writes them. */
const USER_ID = /^005[A-Za-z0-9]{15}$/;
const SHORT_USER_ID = /^005[A-Za-z0-9]{12}$/;

/** Why a text is no user id that can be looked for; null: it is one, or nothing was entered yet. */
export function userIdProblem(text: string): string | null {
  const id = text.trim();
  if (id === '' || USER_ID.test(id)) return null;
  if (SHORT_USER_ID.test(id)) return 'This is the short form of the id. Enter the one with 18 characters.';
  return 'Enter the id of a user: 18 letters and digits that begin with 005.';
}
