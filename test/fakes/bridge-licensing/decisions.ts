import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import type { IdleRule } from '../../../src/shared/model/idle-rule';
import { DEFAULT_POLICY } from '../../../src/shared/model/idle-rule';
import type { SeatTableRow } from '../../../src/shared/model/licenses';
import type { CurrencyAmount } from '../../../src/shared/model/prices';
import type { Decision, DecisionRow, ReclaimSummary } from '../../../src/shared/model/reclaim';
import { DAY, iso } from '../bridge-people';
import { compare, seatKey, type LicensingWorld } from './world';

type LicensesHandlers = Handlers<ContractType['licenses']>;

const OWN_RULE: IdleRule = { ...DEFAULT_POLICY, inactiveDays: 90, includeFree: false };
const SMALL_ORG = 5_000;
const PEOPLE = ['Kim Rivera', 'Alex Brandt'];
const NOTES = {
  keep: ['Back from secondment in January.', 'Break-glass account.', ''],
  ask: ['', 'Asked by mail, answer by the end of the month.'],
  reclaim: ['', 'Left the sales team.', 'Confirmed by the manager; the seat goes at renewal.'],
};

/** The review list: a few decisions of before, some of them already carried out, and what is decided since. */
export function createFakeDecisions(
  world: LicensingWorld,
): Pick<LicensesHandlers, 'decide' | 'decisions' | 'summary'> {
  /** By org: seats of before that are gone, or came back. */
  const carriedOut = new Map<string, DecisionRow[]>();
  const taken = new Set<string>();

  const begin = (orgId: string): DecisionRow[] => {
    const known = carriedOut.get(orgId);
    if (known) return known;
    const idle = world.seats(orgId, OWN_RULE, null);
    const ofBefore: DecisionRow[] = [];
    carriedOut.set(orgId, ofBefore);
    // A large org has decided about a part of its first few hundred people.
    idle.slice(0, 600).forEach((seat, n) => {
      const decision: Decision | null =
        n % 9 === 2 ? 'keep' : n % 9 === 5 ? 'ask' : n % 4 === 1 ? 'reclaim' : null;
      if (decision === null) return;
      const by = PEOPLE[n % PEOPLE.length] ?? '';
      const at = iso(world.now - (3 + (n % 40)) * DAY);
      const note = NOTES[decision][n % NOTES[decision].length] ?? '';
      const made = { decision, note, by, at };
      if (decision === 'reclaim' && n % 5 === 0) ofBefore.push(gone(seat, made, n));
      else world.decisions.set(keyOf(seat), made);
    });
    return ofBefore;
  };

  /** As it would be listed had a collection since then shown what became of the seat. */
  const gone = (seat: SeatTableRow, made: Made, n: number): DecisionRow => {
    const days = 1 + (n % 28);
    const returned = n % 35 === 5;
    return {
      ...rowOf(seat, { ...made, at: iso(world.now - (days + 9) * DAY) }),
      // Somebody else than the one whose seat is idle now.
      userId: `${seat.userId.slice(0, 12)}GONE${seat.userId.slice(16)}`,
      isIdle: false,
      outcome: returned ? 'returned' : 'reclaimed',
      reclaimedAt: iso(world.now - days * DAY),
      savedSoFar:
        seat.annualSaving === null ? null : Math.round((seat.annualSaving * days * 100) / 365) / 100,
    };
  };

  // In a small org from the start, so that the list of seats shows them, too.
  for (const { id } of world.orgs()) {
    const people = world.users(id).length;
    if (people > 0 && people <= SMALL_ORG) begin(id);
  }

  const listOf = (orgId: string): DecisionRow[] => {
    const ofBefore = begin(orgId).filter((row) => !taken.has(keyOfRow(row)));
    const open = world.seats(orgId, OWN_RULE, null).flatMap((seat) => {
      const made = world.decisions.get(keyOf(seat));
      return made ? [rowOf(seat, made)] : [];
    });
    return [...open, ...ofBefore];
  };

  return {
    decide: ({ orgId, selection, decision, note }) => {
      const before = begin(orgId);
      const keys =
        'seats' in selection
          ? selection.seats.map((seat) => seatKey(seat, seat.userId))
          : world.seatsOf(selection.query).map(keyOf);
      let count = 0;
      for (const key of keys) {
        const wasGone = before.some((row) => keyOfRow(row) === key && !taken.has(key));
        if (decision !== null) {
          world.decisions.set(key, { decision, note, by: 'Kim Rivera', at: iso(world.now) });
          count++;
        } else if (world.decisions.delete(key) || wasGone) {
          taken.add(key);
          count++;
        }
      }
      return { seats: count };
    },
    decisions: (query) => {
      const needle = query.search.toLowerCase();
      const rows = listOf(query.orgId)
        .filter(({ decision }) => query.decisions.length === 0 || query.decisions.includes(decision))
        .filter(({ outcome }) => query.outcomes.length === 0 || query.outcomes.includes(outcome))
        .filter((row) => `${row.name} ${row.username} ${row.license}`.toLowerCase().includes(needle))
        .sort((a, b) => compare(a[query.sort], b[query.sort], query.descending));
      return { total: rows.length, rows: rows.slice(query.offset, query.offset + query.limit) };
    },
    summary: ({ orgId }) => summed(world.users(orgId).length === 0 ? [] : listOf(orgId)),
  };
}

type Made = Pick<DecisionRow, 'decision' | 'note'> & { by: string; at: string };

function rowOf(seat: SeatTableRow, { decision, note, by, at }: Made): DecisionRow {
  return {
    kind: seat.licenseKind,
    licenseId: seat.licenseId,
    license: seat.license,
    userId: seat.userId,
    name: seat.name,
    username: seat.username,
    department: seat.department,
    manager: seat.manager,
    managerEmail: seat.managerEmail,
    decision,
    note,
    decidedBy: by,
    decidedAt: at,
    reason: seat.reason,
    daysIdle: seat.daysIdle,
    isIdle: true,
    outcome: 'open',
    reclaimedAt: null,
    annualPrice: seat.annualSaving,
    currency: seat.currency,
    savedSoFar: seat.annualSaving === null ? null : 0,
  };
}

const keyOf = (seat: SeatTableRow) => seatKey({ kind: seat.licenseKind, id: seat.licenseId }, seat.userId);
const keyOfRow = (row: DecisionRow) => seatKey({ kind: row.kind, id: row.licenseId }, row.userId);

function summed(rows: readonly DecisionRow[]): ReclaimSummary {
  const toReclaim = rows.filter(({ decision }) => decision === 'reclaim');
  const open = toReclaim.filter(({ outcome }) => outcome === 'open');
  const reclaimed = toReclaim.filter(({ outcome }) => outcome === 'reclaimed');
  return {
    keep: rows.filter(({ decision }) => decision === 'keep').length,
    ask: rows.filter(({ decision }) => decision === 'ask').length,
    open: open.length,
    reclaimed: reclaimed.length,
    returned: toReclaim.filter(({ outcome }) => outcome === 'returned').length,
    openAnnual: perCurrency(open, (row) => row.annualPrice),
    reclaimedAnnual: perCurrency(reclaimed, (row) => row.annualPrice),
    savedSoFar: perCurrency(reclaimed, (row) => row.savedSoFar),
    unpriced: reclaimed.filter(({ annualPrice }) => annualPrice === null).length,
  };
}

function perCurrency(
  rows: readonly DecisionRow[],
  amountOf: (row: DecisionRow) => number | null,
): CurrencyAmount[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const amount = amountOf(row);
    if (row.currency === null || amount === null) continue;
    sums.set(row.currency, (sums.get(row.currency) ?? 0) + amount);
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount })).sort((a, b) => b.amount - a.amount);
}
