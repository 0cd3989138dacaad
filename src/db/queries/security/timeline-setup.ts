import { namesOf } from '../history/references';
import { beforeText, type Event, type Source, type Subject } from './timeline-events';
import type { Connection } from '../../connection';

interface Row {
  id: string;
  at: number;
  action: string | null;
  section: string | null;
  display: string | null;
  createdById: string | null;
  delegateUser: string | null;
}

const ENTRIES = `
  SELECT id, created_at AS at, action, section, display, created_by_id AS createdById, delegate_user AS delegateUser
  FROM setup_audit_trail WHERE org_id = @org AND (created_at, id) < (@at, @id)
    AND (created_by_id = @userId OR delegate_user = @username COLLATE NOCASE
      OR instr(display, @username) > 0 OR instr(display, @name) > 0 OR instr(display, @shortId) > 0)
  ORDER BY created_at DESC, id DESC`;

/**
 * The setup audit trail by the user, by the user in somebody else's name, and about the user. Salesforce names
 * people in its texts only: by username, by the first 15 characters of their id, or by nothing but their name.
 */
export const setupOfUser: Source = (db, subject, bound, limit) => {
  const { org, userId, username, name } = subject;
  const found: { row: Row; about: About }[] = [];
  const parameters = { org, userId, username, name, shortId: userId.slice(0, 15), ...beforeText(bound) };
  // From the newest on, until there are enough.
  for (const row of db.prepare<Row>(ENTRIES).iterate(parameters)) {
    const about = aboutOf(row, subject);
    if (about !== null) found.push({ row, about });
    if (found.length === limit) break;
  }
  const names = namesOf(db, org);
  const hasNamesake = found.some(({ about }) => about === 'name') && hasNamesakes(db, subject);
  return found.map(({ row, about }): Event => {
    const by = row.createdById === userId ? null : (names.of('userId', row.createdById) ?? row.createdById);
    return {
      at: row.at,
      id: row.id,
      kind: 'setup',
      title: row.display ?? row.action ?? 'A change in Setup',
      details: [
        row.section,
        by === null ? null : `By ${by}`,
        row.delegateUser === null ? null : `Logged in as that user: ${row.delegateUser}`,
        about === 'name' && hasNamesake ? 'Somebody else has the same name: it may be about them' : null,
      ],
    };
  });
};

/** How an entry has to do with the user: did it, is named by something unique, or by a name. */
type About = 'by' | 'unique' | 'name';

function aboutOf(
  { display, createdById, delegateUser }: Row,
  { userId, username, name }: Subject,
): About | null {
  if (createdById === userId) return 'by';
  if (username !== null && delegateUser?.toLowerCase() === username.toLowerCase()) return 'by';
  if (display === null) return null;
  if (display.includes(userId.slice(0, 15))) return 'unique';
  if (username !== null && hasWords(display, username)) return 'unique';
  return name !== null && hasWords(display, name) ? 'name' : null;
}

/** Whether a text has the words, and not only a part of longer ones: "Ann Lee" is not in "Ann Leeson". */
function hasWords(text: string, words: string): boolean {
  if (words === '') return false;
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    const around = [text.slice(0, at).at(-1) ?? '', text.charAt(at + words.length)];
    if (around.every((character) => !/[\p{L}\p{N}@]/u.test(character))) return true;
  }
  return false;
}

function hasNamesakes(db: Connection, { org, name, userId }: Subject): boolean {
  const sql = 'SELECT 1 FROM sf_user WHERE org_id = @org AND name = @name AND id <> @userId LIMIT 1';
  return db.get(sql, { org, name, userId }) !== undefined;
}
