import type { SubjectKind } from '../../../checks/define';
import { SUBJECTS } from '../../../checks/engine/fold';
import type { Connection } from '../../connection';
import { changesOnly } from '../../freshness';
import type { Slices } from '../../slices';
import { insertRows } from '../insert-rows';

const STATE = {
  into: 'INSERT INTO check_state (org_id, subject, key, state)',
  width: 4,
  onConflict: 'ON CONFLICT DO UPDATE SET state = excluded.state',
};

/** States written, and removed, in one transaction. */
const BATCH = 1_000;

/** A stretch of the table's key: looking for rows by other means would read the table again each time. */
const FORGET = `
  DELETE FROM check_state WHERE org_id = @org AND subject = @subject AND key <= coalesce(
    (SELECT key FROM check_state WHERE org_id = @org AND subject = @subject ORDER BY key LIMIT 1 OFFSET ${BATCH}),
    (SELECT max(key) FROM check_state WHERE org_id = @org AND subject = @subject))`;

/** Removes all that is stored of the subjects of an org, a batch to a slice. */
export function* forgetStates(db: Connection, org: number): Slices<void> {
  for (const subject of SUBJECTS)
    while (changesOnly(db, [], () => db.run(FORGET, { org, subject })) > 0) yield;
}

/** Stores what is known of subjects, some at a time; `flush` stores the rest. */
export class StateStore {
  private readonly db: Connection;
  private readonly org: number;
  private batch: [SubjectKind, string, string][] = [];

  constructor(db: Connection, org: number) {
    this.db = db;
    this.org = org;
  }

  keep(kind: SubjectKind, key: string, state: string): void {
    this.batch.push([kind, key, state]);
    if (this.batch.length >= BATCH) this.flush();
  }

  flush(): void {
    const { db, org, batch } = this;
    this.batch = [];
    changesOnly(db, [], () => {
      db.sqlite.transaction(() => {
        insertRows(db, STATE, batch.length, (i, values, at) => {
          const [kind, key, state] = batch[i] ?? ['org', '', ''];
          values[at] = org;
          values[at + 1] = kind;
          values[at + 2] = key;
          values[at + 3] = state;
        });
      })();
    });
  }
}
