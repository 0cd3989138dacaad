import type { CurrencyAmount } from '../../../shared/model/prices';
import type {
  DecisionOutcome,
  DecisionRow,
  DecisionsPage,
  DecisionsQuery,
  ReclaimSummary,
} from '../../../shared/model/reclaim';
import type { Connection, Parameters } from '../../connection';
import { foldCase } from '../search-text';
import { DAY_MS, iso, money } from '../time';
import { seatKey } from './current-decisions';
import { idleAmong } from './judged-seats';
import { PRICES, licenseLabels, pricesJson } from './license-labels';

const DAYS_PER_YEAR = 365.25;

/**
 * What is in force, with what became of it. The price is the one written down with the decision, else today's.
 * `saved`: that price from the moment the seat was gone until `@now`, to the millisecond; unrounded.
 */
export const IN_FORCE = `
  WITH ${PRICES}, decided AS (
    SELECT d.*,
      CASE WHEN d.decision <> 'reclaim' OR d.gone_at IS NULL THEN 'open'
        WHEN d.returned_at IS NULL THEN 'reclaimed' ELSE 'returned' END AS outcome,
      coalesce(d.annual_price, price.annual) AS annual,
      CASE WHEN d.annual_price IS NULL THEN price.currency ELSE d.currency END AS inCurrency
    FROM seat_decision d LEFT JOIN price ON price.kind = d.kind AND price.id = d.license_id
    WHERE d.org_id = @org AND d.is_current = 1 AND d.decision IS NOT NULL
  ), in_force AS (
    SELECT decided.*, CASE outcome WHEN 'reclaimed' THEN gone_at END AS reclaimedAt,
      CASE outcome WHEN 'reclaimed' THEN annual / ${DAYS_PER_YEAR} * (max(0, @now - gone_at) / ${DAY_MS}.0)
        ELSE 0 END AS saved
    FROM decided
  )`;

/** The parameters of IN_FORCE. */
const basis = (db: Connection, org: number, now: number): Parameters => ({
  org,
  now,
  prices: pricesJson(licenseLabels(db, org)),
});

/** Columns to sort by; equal ones by the decision's number, so that pages neither repeat nor miss a row. */
const SORTS: Record<DecisionsQuery['sort'], string> = {
  decidedAt: 'd.decided_at',
  name: 'd.name COLLATE NOCASE',
  license: 'd.license COLLATE NOCASE',
  manager: 'manager.name COLLATE NOCASE',
  annualPrice: 'd.annual',
  reclaimedAt: 'd.reclaimedAt',
};

const JOINS = `
  FROM in_force d
  LEFT JOIN sf_user user ON user.org_id = @org AND user.id = d.user_id
  LEFT JOIN sf_user manager ON manager.org_id = @org AND manager.id = user.manager_id`;

const ROW = `
  d.kind, d.license_id AS licenseId, d.license, d.user_id AS userId, d.name, d.username, user.department,
  manager.name AS manager, manager.email AS managerEmail, d.decision, d.note, d.decided_by AS decidedBy,
  d.decided_at AS decidedAt, d.reason, d.days_idle AS daysIdle, d.outcome, d.reclaimedAt,
  d.annual AS annualPrice, d.inCurrency AS currency, d.saved AS savedSoFar`;

type Stored = Omit<DecisionRow, 'decidedAt' | 'reclaimedAt' | 'isIdle'> & {
  decidedAt: number;
  reclaimedAt: number | null;
};

/** The review list: what was decided, by the newest decision of each seat. `now`: savings count up to it. */
export function decisions(db: Connection, query: DecisionsQuery, now: number): DecisionsPage {
  const org = db.orgKey(query.orgId);
  const { where, parameters } = filtered(db, org, query);
  const values = { ...basis(db, org, now), ...parameters };
  const total = db.get<{ n: number }>(`${IN_FORCE} SELECT count(*) AS n ${JOINS} ${where}`, values)?.n ?? 0;
  const direction = query.descending ? 'DESC' : 'ASC';
  const stored = db.all<Stored>(
    `${IN_FORCE} SELECT ${ROW} ${JOINS} ${where}
     ORDER BY ${SORTS[query.sort]} ${direction}, d.id ${direction} LIMIT @limit OFFSET @offset`,
    { ...values, limit: query.limit, offset: query.offset },
  );
  const refs = stored.map(({ userId, kind, licenseId }) => ({ userId, kind, id: licenseId }));
  const idle = new Set(idleAmong(db, query.orgId, refs).map(seatKey));
  const rows = stored.map(({ decidedAt, reclaimedAt, annualPrice, savedSoFar, ...row }): DecisionRow => ({
    ...row,
    decidedAt: iso(decidedAt),
    reclaimedAt: iso(reclaimedAt),
    isIdle: idle.has(seatKey({ userId: row.userId, kind: row.kind, id: row.licenseId })),
    annualPrice: annualPrice === null ? null : money(annualPrice),
    savedSoFar: savedSoFar === null ? null : money(savedSoFar),
  }));
  return { total, rows };
}

function filtered(
  db: Connection,
  org: number,
  { decisions: only, outcomes, search }: DecisionsQuery,
): { where: string; parameters: Parameters } {
  const conditions: string[] = [];
  const parameters: Parameters = {};
  const keep = (column: string, name: string, values: readonly (string | number)[]) => {
    conditions.push(`${column} IN (SELECT value FROM json_each(@${name}))`);
    parameters[name] = JSON.stringify(values);
  };
  if (only.length > 0) keep('d.decision', 'decisions', only);
  if (outcomes.length > 0) keep('d.outcome', 'outcomes', outcomes);
  const words = foldCase(search.trim());
  if (words !== '') keep('d.id', 'found', withWords(db, org, words));
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, parameters };
}

/** Decisions with some words in what the list shows as text. SQLite's own case folding knows ASCII only. */
function withWords(db: Connection, org: number, words: string): number[] {
  const texts = db.all<{ id: number; text: string }>(
    `SELECT d.id, concat_ws(char(10), d.name, d.username, d.license, d.note, d.decided_by, user.department,
       manager.name) AS text
     FROM seat_decision d
     LEFT JOIN sf_user user ON user.org_id = d.org_id AND user.id = d.user_id
     LEFT JOIN sf_user manager ON manager.org_id = d.org_id AND manager.id = user.manager_id
     WHERE d.org_id = @org AND d.is_current = 1 AND d.decision IS NOT NULL`,
    { org },
  );
  return texts.filter(({ text }) => foldCase(text).includes(words)).map(({ id }) => id);
}

interface Sum {
  decision: DecisionRow['decision'];
  outcome: DecisionOutcome;
  /** Null: no price. */
  currency: string | null;
  seats: number;
  annual: number | null;
  saved: number | null;
}

/** What the review has come to, `now`. Amounts are rounded after adding up. */
export function reclaimSummary(db: Connection, orgId: string, now: number): ReclaimSummary {
  const sums = db.all<Sum>(
    `${IN_FORCE}
     SELECT decision, outcome, inCurrency AS currency, count(*) AS seats, sum(annual) AS annual, sum(saved) AS saved
     FROM in_force GROUP BY decision, outcome, inCurrency`,
    basis(db, db.orgKey(orgId), now),
  );
  const those = (decision: Sum['decision'], outcome?: DecisionOutcome) =>
    sums.filter((sum) => sum.decision === decision && (outcome === undefined || sum.outcome === outcome));
  const count = (some: readonly Sum[]) => some.reduce((n, { seats }) => n + seats, 0);
  const reclaimed = those('reclaim', 'reclaimed');
  return {
    keep: count(those('keep')),
    ask: count(those('ask')),
    open: count(those('reclaim', 'open')),
    reclaimed: count(reclaimed),
    returned: count(those('reclaim', 'returned')),
    openAnnual: amounts(those('reclaim', 'open'), 'annual'),
    reclaimedAnnual: amounts(reclaimed, 'annual'),
    savedSoFar: amounts(reclaimed, 'saved'),
    unpriced: count(reclaimed.filter(({ currency }) => currency === null)),
  };
}

/** Per currency, largest first. */
function amounts(sums: readonly Sum[], of: 'annual' | 'saved'): CurrencyAmount[] {
  return sums
    .flatMap(({ currency, [of]: amount }) =>
      currency === null || amount === null ? [] : [{ currency, amount: money(amount) }],
    )
    .sort((a, b) => b.amount - a.amount || (a.currency < b.currency ? -1 : 1));
}
