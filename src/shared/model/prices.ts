import { z } from 'zod';

/** ISO 4217. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD.');

/** A calendar date, YYYY-MM-DD. */
export const CalendarDate = z.iso.date('Use a date such as 2027-01-31.');

/** What the admin says a seat costs (of login-based licenses: a login a month). */
export const SeatPrice = z.object({
  amount: z.number().min(0).max(10_000_000),
  per: z.enum(['month', 'year']),
  currency: Currency,
  /** Last day of the contract; null: not entered. */
  contractEnd: CalendarDate.nullable(),
});
export type SeatPrice = z.infer<typeof SeatPrice>;

const CENTS = 100;
const MONTHS = 12;

/** Per year, unrounded: what sums are made of. */
export const annualPrice = ({ amount, per }: Pick<SeatPrice, 'amount' | 'per'>): number =>
  per === 'year' ? amount : amount * MONTHS;

/** Per month, in cents. */
export const monthlyPrice = ({ amount, per }: Pick<SeatPrice, 'amount' | 'per'>): number =>
  per === 'month' ? amount : Math.round((amount / MONTHS) * CENTS) / CENTS;

/** An amount per currency. */
export const CurrencyAmount = z.object({ currency: z.string(), amount: z.number() });
export type CurrencyAmount = z.infer<typeof CurrencyAmount>;

/** How many units of the reporting currency one unit of another is worth, as the admin entered it. */
export const ExchangeRate = z.object({
  currency: Currency,
  rate: z.number().positive().max(1_000_000_000),
  /** When it was entered. */
  at: z.string(),
});
export type ExchangeRate = z.infer<typeof ExchangeRate>;

/** Rates are to the reporting currency; those to others are kept for when it changes back. */
export const ExchangeRates = z.object({ reportingCurrency: Currency, rates: z.array(ExchangeRate) });
export type ExchangeRates = z.infer<typeof ExchangeRates>;

/** Amounts as one: those without a rate stay apart instead of being guessed. */
export const ConvertedAmount = z.object({
  currency: z.string(),
  amount: z.number(),
  /** Not included: no rate was entered. */
  missing: z.array(CurrencyAmount),
});
export type ConvertedAmount = z.infer<typeof ConvertedAmount>;
