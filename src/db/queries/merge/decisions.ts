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
  // Nobody wrote down when these were entered: what is here counts.
  addMissing(merging, 'license_price', 'prices');
  addMissing(merging, 'idle_policy', 'idlePolicy');
  mergeMutes(merging);
  mergeAddresses(merging);
}

/** One mute says the same as another of the same check and target: the newer one counts. */
function mergeMutes(merging: Merging): void {
  const { db, updated, added } = merging;
  const columns = columnsBut(db, 'finding_mute', 'id', 'org_id');
  const same = `m.org_id = @org AND m.check_id IS o.check_id AND m.target = o.target AND m.value = o.value`;
  updated(
    db.run(
      `UPDATE main.finding_mute AS m SET reason = o.reason, muted_by = o.muted_by, muted_at = o.muted_at, until = o.until
       FROM ${OTHER}.finding_mute o WHERE o.org_id = @from AND ${same} AND o.muted_at > m.muted_at`,
      keys(merging),
    ),
  );
  added(
    'mutes',
    db.run(
      `INSERT INTO main.finding_mute (org_id, ${list(columns)})
       SELECT @org, ${list(columns, 'o.')} FROM ${OTHER}.finding_mute o
       WHERE o.org_id = @from AND NOT EXISTS (SELECT 1 FROM main.finding_mute m WHERE ${same}) ORDER BY o.id`,
      keys(merging),
    ),
  );
}

/**
 * Lists are told apart by name, purpose, and whether they are of this org or of every one. Of several that are the
 * same by that, the one changed last is what the other side's last one replaces.
 */
function mergeAddresses(merging: Merging): void {
  const { db, updated, added } = merging;
  const columns = columnsBut(db, 'address_list', 'id', 'org_id');
  const ofOther = '(o.org_id = @from OR o.org_id IS NULL)';
  const same = `m.org_id IS CASE WHEN o.org_id IS NULL THEN NULL ELSE @org END
    AND m.name = o.name AND m.purpose = o.purpose`;
  const newest = (database: string, one: string): string => `NOT EXISTS (
    SELECT 1 FROM ${database}.address_list n WHERE n.org_id IS ${one}.org_id AND n.name = ${one}.name
      AND n.purpose = ${one}.purpose AND (n.changed_at, n.id) > (${one}.changed_at, ${one}.id))`;
  updated(
    db.run(
      `UPDATE main.address_list AS m SET ranges = o.ranges, changed_by = o.changed_by, changed_at = o.changed_at
       FROM ${OTHER}.address_list o
       WHERE ${ofOther} AND ${same} AND o.changed_at > m.changed_at
         AND ${newest(OTHER, 'o')} AND ${newest('main', 'm')}`,
      keys(merging),
    ),
  );
  added(
    'addressLists',
    db.run(
      `INSERT INTO main.address_list (org_id, ${list(columns)})
       SELECT CASE WHEN o.org_id IS NULL THEN NULL ELSE @org END, ${list(columns, 'o.')}
       FROM ${OTHER}.address_list o WHERE ${ofOther}
         AND NOT EXISTS (SELECT 1 FROM main.address_list m WHERE ${same}) ORDER BY o.id`,
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
