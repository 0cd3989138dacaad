import type { Connection } from '../../connection';

/** Whatever a person is called in what is stored. */
export interface Traces {
  userId: string;
  /** As shown to whoever asked; null: only the id is known. */
  username: string | null;
  /** Usernames, email addresses and federation ids, also earlier ones. */
  addresses: string[];
  /** Names that nobody else of the org has. */
  names: string[];
}

interface Called {
  username: string | null;
  email: string | null;
  federationId: string | null;
  name: string | null;
}

/** `changes`: what is in the values before and after a change of a user. */
const CALLED = `
  SELECT username, email, federation_id AS federationId, name FROM sf_user WHERE org_id = @org AND id = @user
  UNION SELECT json_extract(c.value, '$.username'), json_extract(c.value, '$.email'),
      json_extract(c.value, '$.federationId'), json_extract(c.value, '$.name')
    FROM (SELECT before AS value FROM row_change WHERE org_id = @org AND stream = 'users' AND row_id = @user
      UNION SELECT after FROM row_change WHERE org_id = @org AND stream = 'users' AND row_id = @user) c
  UNION SELECT NULL, NULL, NULL, label FROM row_change WHERE org_id = @org AND stream = 'users' AND row_id = @user
  UNION SELECT username, NULL, NULL, name FROM seat_decision WHERE org_id = @org AND user_id = @user
  UNION SELECT username, NULL, NULL, NULL FROM login_event WHERE org_id = @org AND user_id = @user`;

export function tracesOf(db: Connection, org: number, userId: string): Traces {
  const rows = db.all<Called>(CALLED, { org, user: userId });
  const known = (pick: (row: Called) => string | null) =>
    [...new Set(rows.map(pick).filter((value) => value !== null && value.trim() !== ''))] as string[];
  const current = db.get<{ username: string }>(
    'SELECT username FROM sf_user WHERE org_id = @org AND id = @user',
    { org, user: userId },
  );
  const isShared = db.prepare('SELECT 1 FROM sf_user WHERE org_id = ? AND name = ? AND id <> ?');
  return {
    userId,
    username: current?.username ?? known(({ username }) => username)[0] ?? null,
    addresses: [
      ...new Set([
        ...known(({ username }) => username),
        ...known(({ email }) => email),
        ...known(({ federationId }) => federationId),
      ]),
    ],
    names: known(({ name }) => name).filter((name) => isShared.get(org, name, userId) === undefined),
  };
}

/** User ids of whoever is, or was, called so; an id of somebody who is known stands for itself. */
export function findPerson(db: Connection, orgId: string, called: string): string[] {
  const org = db.orgKey(orgId);
  const wanted = called.trim();
  const rows = db.all<{ id: string }>(
    `SELECT id FROM sf_user WHERE org_id = @org AND (username = @wanted COLLATE NOCASE OR id = @wanted)
     UNION SELECT row_id FROM row_change WHERE org_id = @org AND stream = 'users' AND (
       json_extract(before, '$.username') = @wanted COLLATE NOCASE
       OR json_extract(after, '$.username') = @wanted COLLATE NOCASE OR row_id = @wanted)
     UNION SELECT user_id FROM seat_decision WHERE org_id = @org AND (username = @wanted COLLATE NOCASE OR user_id = @wanted)
     UNION SELECT user_id FROM login_event WHERE org_id = @org AND user_id IS NOT NULL AND (
       username = @wanted COLLATE NOCASE OR user_id = @wanted)
     UNION SELECT user_id FROM login_user WHERE org_id = @org AND user_id = @wanted`,
    { org, wanted },
  );
  return rows.map(({ id }) => id);
}
