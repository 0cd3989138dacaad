import { z } from 'zod';
import { LicenseKind } from './licenses';
import { ConvertedAmount, CurrencyAmount } from './prices';

/** One license as one collection found it. */
export const LicenseUsePoint = z.object({
  /** UTC day, YYYY-MM-DD; the last collection of the day. */
  day: z.string(),
  /** Null: unlimited, or Salesforce does not say. */
  paid: z.number().int().nullable(),
  used: z.number().int().nullable(),
  /** By the definition in force then; null: from before Seatwatch collected (Salesforce's own daily metrics). */
  idle: z.number().int().nullable(),
  /** Salesforce's own count of who used it within 30 days before that day; null: not known. */
  active: z.number().int().nullable(),
});
export type LicenseUsePoint = z.infer<typeof LicenseUsePoint>;

export const Pace = z.enum(['growing', 'shrinking', 'steady', 'unknown']);

/**
 * Where the number of used seats is heading: a straight line through the collections of the last 180 days
 * (least squares over days). `unknown` with fewer than 4 of them, or less than 21 days between the first and last.
 */
export const Forecast = z.object({
  pace: Pace,
  /** Seats per 30 days, one decimal. */
  perMonth: z.number().nullable(),
  /** How well the line fits, 0 to 1. */
  fit: z.number().nullable(),
  /** What it was made from. */
  points: z.number().int(),
  spanDays: z.number().int(),
  /** YYYY-MM-DD: the contract's end as entered, else Salesforce's expiration date. */
  contractEnd: z.string().nullable(),
  /** Seats used at the contract's end at this pace, with the range the points' scatter allows. */
  atEnd: z.object({ used: z.number().int(), low: z.number().int(), high: z.number().int() }).nullable(),
  /** YYYY-MM-DD: when the seats run out at this pace, if that is within five years. */
  runsOutOn: z.string().nullable(),
  /** Seats fewer at renewal: paid minus what is used then, or now where there is no pace. Never negative. */
  couldDrop: z.number().int().nullable(),
  /** The same when idle seats are given back first. */
  couldDropWithIdle: z.number().int().nullable(),
  /** Of `couldDropWithIdle`, per year. */
  annual: CurrencyAmount.nullable(),
});
export type Forecast = z.infer<typeof Forecast>;

/** One license over time, without a forecast. */
export const LicenseUse = z.object({
  kind: LicenseKind,
  id: z.string(),
  name: z.string(),
  points: z.array(LicenseUsePoint),
});
export type LicenseUse = z.infer<typeof LicenseUse>;

export const LicenseTrend = z.object({
  kind: LicenseKind,
  id: z.string(),
  name: z.string(),
  points: z.array(LicenseUsePoint),
  forecast: Forecast,
});
export type LicenseTrend = z.infer<typeof LicenseTrend>;

/** One org of the view over all of them. */
export const PortfolioOrg = z.object({
  orgId: z.string(),
  name: z.string(),
  edition: z.string().nullable(),
  isSandbox: z.boolean().nullable(),
  asOf: z.string().nullable(),
  inactiveDays: z.number().int(),
  /** User licenses paid per seat. */
  paid: z.number().int(),
  used: z.number().int(),
  idle: z.number().int(),
  /** Over all kinds of licenses. */
  idleSeats: z.number().int(),
  unpricedIdleSeats: z.number().int(),
  /** Per year: idle seats, free seats, and what was reclaimed so far. */
  waste: ConvertedAmount,
  free: ConvertedAmount,
  saved: ConvertedAmount,
  /** The next contract's end, YYYY-MM-DD. */
  contractEnd: z.string().nullable(),
});
export type PortfolioOrg = z.infer<typeof PortfolioOrg>;

/** Several orgs, with totals in one currency. */
export const Portfolio = z.object({
  reportingCurrency: z.string(),
  /** Currencies in use that have no rate yet. */
  missingRates: z.array(z.string()),
  orgs: z.array(PortfolioOrg),
  totals: z.object({
    paid: z.number().int(),
    used: z.number().int(),
    idle: z.number().int(),
    idleSeats: z.number().int(),
    waste: ConvertedAmount,
    free: ConvertedAmount,
    saved: ConvertedAmount,
  }),
});
export type Portfolio = z.infer<typeof Portfolio>;
