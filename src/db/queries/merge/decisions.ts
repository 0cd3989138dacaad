import { addMissing, addNewer, addUnknown, columnsBut, keys, list, type Merging, OTHER } from './context';

/** What admins decided and wrote down. */
export function mergeDecisions(merging: Merging): void {
  const { db, org } = merging;
  const seat = ['user_id', 'kind', 'license_id'];
  addUnknown(merging, 'seat_decision', [...seat, 'decided_at', 'decided_by', 'decision'], 'decisions');
  db.run(
    `UPDATE main.seat_decision SET is_current = NOT EXISTS (
       SELECT 1 FROM main.seat_decision n WHERE n.org_id = seat_decision.org_id
         AND ${seat.map((name) => `n.${name} = seat_decision.${name}`).join(' AND ')}
         AND (n.decided_at, n.id) > (seat_decision.decided_at, seat_decision.id))
     WHERE org_id = @org`,
    { org },
  );
  addNewer(merging, 'leave', 'noted_at', 'leaves');
  addNewer(merging, 'person_mark', 'noted_at', 'marks');
  addNewer(merging, 'check_setting', 'changed_at', 'checkSettings');
  addUnknown(merging, 'finding_mute', ['check_id', 'target', 'value', 'muted_at'], 'mutes');
  // Nobody wrote down when these were entered: what is here counts.
  addMissing(merging, 'license_price', 'prices');
  addMissing(merging, 'idle_policy', 'idlePolicy');
  // Whoever is to be forgotten there is to be forgotten here; what is stored of them here is for an admin to remove.
  addMissing(merging, 'ignored_person', 'ignoredPeople');
  mergeAddresses(merging);
}

/** Lists are told apart by name, purpose, and whether they are of this org or of every one. */
function mergeAddresses(merging: Merging): void {
  const { db, updated, added } = merging;
  const columns = columnsBut(db, 'address_list', 'id', 'org_id');
  const same = `m.org_id IS CASE WHEN o.org_id IS NULL THEN NULL ELSE @org END
    AND m.name = o.name AND m.purpose = o.purpose`;
  updated(
    db.run(
      `UPDATE main.address_list AS m SET ranges = o.ranges, changed_by = o.changed_by, changed_at = o.changed_at
       FROM ${OTHER}.address_list o
       WHERE (o.org_id = @from OR o.org_id IS NULL) AND ${same} AND o.changed_at > m.changed_at`,
      keys(merging),
    ),
  );
  added(
    'addressLists',
    db.run(
      `INSERT INTO main.address_list (org_id, ${list(columns)})
       SELECT CASE WHEN o.org_id IS NULL THEN NULL ELSE @org END, ${list(columns, 'o.')}
       FROM ${OTHER}.address_list o WHERE (o.org_id = @from OR o.org_id IS NULL)
         AND NOT EXISTS (SELECT 1 FROM main.address_list m WHERE ${same})`,
      keys(merging),
    ),
  );
}

/** Rates are of no org. */
export function mergeExchangeRates(db: Merging['db']): void {
  db.run(
    `INSERT INTO main.exchange_rate (currency, to_currency, rate, at)
     SELECT currency, to_currency, rate, at FROM ${OTHER}.exchange_rate WHERE true
     ON CONFLICT DO UPDATE SET rate = excluded.rate, at = excluded.at WHERE excluded.at > exchange_rate.at`,
  );
}
