import type { Suggestion, SuggestionsPage, SuggestionsQuery } from '../../../shared/model/suggestions';
import type { Connection } from '../../connection';
import { NEVER, type People, peopleOf } from '../people';
import { iso, money } from '../time';
import { asOfOf } from '../user-state';
import { type StoredUser, storedUsers } from '../users';
import { type Facts, factsOf, freeSeats, licenseOf } from './suggestions/facts';
import { KINDS, type List, annualOf, countsOf, listOf, obstaclesOf, orderOf } from './suggestions/list';

export { unneededCounts } from './suggestions/unneeded';

/**
 * Cheaper ways to serve people who use the org: a slice of the list. `annual` is of all rows that the kind and
 * the search leave, in the order of amounts. Sentences are made for the rows of the slice only.
 */
export function suggestions(db: Connection, query: SuggestionsQuery): SuggestionsPage {
  const org = db.orgKey(query.orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null)
    return { asOf: null, total: 0, counts: NO_COUNTS, annual: [], rows: [], notEvaluated: [] };
  const people = peopleOf(db, org);
  const facts = factsOf(db, query.orgId, org, people, asOf, query.inactiveDays);
  const obstacles = obstaclesOf(facts);
  const list = listOf(facts, obstacles);
  const order = orderOf(db, org, facts, list, query);
  const places = [...order.subarray(query.offset, query.offset + query.limit)];
  return {
    asOf: iso(asOf),
    total: order.length,
    counts: countsOf(list),
    annual: annualOf(facts, list, order),
    rows: rowsOf(db, org, facts, list, places),
    notEvaluated: [...obstacles].map(([kind, why]) => ({ kind, why })),
  };
}

const NO_COUNTS = countsOf({
  seats: new Int32Array(0),
  kinds: new Uint8Array(0),
  savings: new Float64Array(0),
});

function rowsOf(
  db: Connection,
  org: number,
  facts: Facts,
  list: List,
  places: readonly number[],
): Suggestion[] {
  const { people } = facts;
  const personOf = (place: number) => people.holdings.persons[list.seats[place] ?? 0] ?? 0;
  const ids = [...new Set(places.map((place) => people.ids.at(personOf(place))))];
  const users = new Map(storedUsers(db, org, ids).map((user) => [user.id, user]));
  return places.flatMap((place) => {
    const person = personOf(place);
    const user = users.get(people.ids.at(person));
    return user === undefined ? [] : [rowOf(facts, list, place, person, user)];
  });
}

function rowOf(facts: Facts, list: List, place: number, person: number, user: StoredUser): Suggestion {
  const seat = list.seats[place] ?? 0;
  const kind = KINDS[list.kinds[place] ?? 0];
  if (kind === undefined) throw new Error('Every suggestion is of a kind.');
  const from = licenseOf(facts, seat);
  const to = kind.target(facts, seat);
  const saving = list.savings[place] ?? NaN;
  return {
    kind: kind.kind,
    userId: user.id,
    name: user.name,
    username: user.username,
    profile: user.profile,
    from: { kind: from.kind, id: from.id, name: from.label },
    to: to === null ? null : { kind: to.kind, id: to.id, name: to.label, free: freeSeats(to) },
    lastLoginAt: lastSeen(facts.people, person),
    logins90d: facts.usage.logins90[person] ?? 0,
    ...kind.explain(facts, seat),
    annualSaving: Number.isNaN(saving) ? null : money(saving),
    currency: Number.isNaN(saving) ? null : (from.price?.currency ?? null),
  };
}

function lastSeen({ lastSeenAt }: People, person: number): string | null {
  const at = lastSeenAt[person] ?? NEVER;
  return at === NEVER ? null : iso(at);
}
