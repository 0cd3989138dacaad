import type { ExchangeRate } from '../../../shared/model/prices';
import type { Connection } from '../../connection';
import { iso } from '../time';

/** How many units of `toCurrency` one unit of each other currency is worth, by currency. */
export function exchangeRates(db: Connection, toCurrency: string): ExchangeRate[] {
  return db
    .all<{ currency: string; rate: number; at: number }>(
      'SELECT currency, rate, at FROM exchange_rate WHERE to_currency = @to ORDER BY currency',
      { to: toCurrency },
    )
    .map((row) => ({ ...row, at: iso(row.at) }));
}

/**
 * The rates to one currency from now on; those to others stay. A rate that is entered unchanged keeps the
 * time it was entered at. One of the currency to itself is not a rate and is left out.
 */
export function setExchangeRates(
  db: Connection,
  toCurrency: string,
  rates: readonly Omit<ExchangeRate, 'at'>[],
  at: number,
): void {
  const others = rates.filter(({ currency }) => currency !== toCurrency);
  db.sqlite.transaction(() => {
    db.run(
      `DELETE FROM exchange_rate WHERE to_currency = @to
         AND currency NOT IN (SELECT value FROM json_each(@currencies))`,
      { to: toCurrency, currencies: JSON.stringify(others.map(({ currency }) => currency)) },
    );
    for (const { currency, rate } of others) {
      db.run(
        `INSERT INTO exchange_rate (currency, to_currency, rate, at) VALUES (@currency, @to, @rate, @at)
         ON CONFLICT DO UPDATE SET rate = excluded.rate, at = excluded.at WHERE rate <> excluded.rate`,
        { currency, to: toCurrency, rate, at },
      );
    }
  })();
}
