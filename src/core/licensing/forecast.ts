import { linearRegression, linearRegressionLine, rSquared, sum } from 'simple-statistics';
import type { Forecast, LicenseUse, LicenseUsePoint } from '../../shared/model/license-trend';
import { type SeatPrice, annualPrice } from '../../shared/model/prices';
import { cents, fromCents } from './cents';

// Where the number of used seats is heading. Days are whole days since the epoch, UTC.

/** What the line is drawn through. */
const LOOK_BACK_DAYS = 180;
/** A line through fewer collections, or over a shorter time, says more about chance than about the org. */
const LEAST_POINTS = 4;
const LEAST_SPAN_DAYS = 21;
/** Seats a month that are no news: less than one in two months. */
const STEADY_SEATS = 0.5;
const MONTH_DAYS = 30;
/** Nothing is foretold beyond: no contract is that long. */
const HORIZON_DAYS = 5 * 365;
const TINY = 1e-6;
/** Standard errors of a prediction to either side: some 19 of 20 collections would lie within. */
const ERRORS = 2;

const DAY_MS = 86_400_000;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

export interface ForecastContext {
  /** YYYY-MM-DD. */
  contractEnd: string | null;
  /** YYYY-MM-DD, UTC. */
  today: string;
  price: SeatPrice | null;
  /** Seats that are idle now. */
  idleNow: number;
}

/** A point that a collection found; Salesforce's own counts of the days before count otherwise. */
type Found = LicenseUsePoint & { used: number };
const isFound = (point: LicenseUsePoint): point is Found => point.used !== null && point.idle !== null;

/**
 * The forecast of one license. The line gives the pace; it is begun at what the last collection found, so that
 * a step that the line does not know of (people who all came or left at once) is not forgotten. `steady` and
 * `unknown` go on as it is now.
 */
export function forecast(use: Pick<LicenseUse, 'points'>, context: ForecastContext): Forecast {
  const { contractEnd, price, idleNow } = context;
  const today = dayOf(context.today);
  const known = use.points.filter(isFound).filter(({ day }) => dayOf(day) <= today);
  const points = known.filter(({ day }) => dayOf(day) >= today - LOOK_BACK_DAYS);
  const last = known.at(-1);
  const line = lineThrough(points);
  const end = contractEnd === null ? null : dayOf(contractEnd);
  const atEnd =
    line === null || last === undefined || end === null || end < today || end > today + HORIZON_DAYS
      ? null
      : seatsAt(line, last, end);
  const paid = last?.paid ?? null;
  const usedThen = atEnd?.used ?? last?.used ?? null;
  const spare = paid === null || usedThen === null ? null : Math.max(0, paid - usedThen);
  const spareWithIdle =
    paid === null || usedThen === null
      ? null
      : Math.max(0, paid - Math.max(0, usedThen - Math.max(0, idleNow)));
  return {
    pace: line?.pace ?? 'unknown',
    perMonth: line === null ? null : positive(Math.round(line.slope * MONTH_DAYS * 10) / 10),
    fit: line?.fit ?? null,
    points: points.length,
    spanDays: spanOf(points),
    contractEnd,
    atEnd,
    runsOutOn: line === null || last === undefined ? null : runsOutOn(line, last, today),
    couldDrop: spare,
    couldDropWithIdle: spareWithIdle,
    annual:
      price === null || spareWithIdle === null
        ? null
        : { currency: price.currency, amount: fromCents(cents(annualPrice(price), spareWithIdle)) },
  };
}

/** Without the zero that is negative. */
const positive = (n: number): number => (n === 0 ? 0 : n);

function spanOf(points: readonly Found[]): number {
  const [first, last] = [points[0], points.at(-1)];
  return first === undefined || last === undefined ? 0 : dayOf(last.day) - dayOf(first.day);
}

interface Line {
  /** Seats per day. */
  slope: number;
  pace: 'growing' | 'shrinking' | 'steady';
  /** 0 to 1. */
  fit: number;
  /** Standard error of a prediction for a day. */
  errorAt: (day: number) => number;
}

/** Least squares over days; null: too few points. */
function lineThrough(points: readonly Found[]): Line | null {
  if (points.length < LEAST_POINTS || spanOf(points) < LEAST_SPAN_DAYS) return null;
  // Counted from the first one: days since the epoch would cost digits.
  const first = dayOf(points[0]?.day ?? '');
  const pairs = points.map(({ day, used }) => [dayOf(day) - first, used]);
  const fitted = linearRegression(pairs);
  const at = linearRegressionLine(fitted);
  const perMonth = fitted.m * MONTH_DAYS;
  const pace = perMonth >= STEADY_SEATS ? 'growing' : perMonth <= -STEADY_SEATS ? 'shrinking' : 'steady';
  const misses = sum(pairs.map(([x = 0, y = 0]) => (y - at(x)) ** 2));
  const spread = Math.sqrt(misses / (points.length - 2));
  const middle = sum(pairs.map(([x = 0]) => x)) / pairs.length;
  const width = sum(pairs.map(([x = 0]) => (x - middle) ** 2));
  const errorAt = (day: number): number =>
    spread * Math.sqrt(1 + 1 / points.length + (day - first - middle) ** 2 / width);
  return { slope: fitted.m, pace, fit: fitOf(pairs, at), errorAt };
}

function fitOf(pairs: number[][], at: (x: number) => number): number {
  // Nothing varies: the level line goes through all of it, and there is no variance to explain.
  if (pairs.every(([, y]) => y === pairs[0]?.[1])) return 1;
  return Math.min(1, Math.max(0, rSquared(pairs, at)));
}

/** Seats used on a day to come, with two standard errors to either side. Never negative. */
function seatsAt(line: Line, last: Found, day: number): { used: number; low: number; high: number } {
  const slope = line.pace === 'steady' ? 0 : line.slope;
  const used = Math.max(0, last.used + slope * (day - dayOf(last.day)));
  const error = ERRORS * line.errorAt(day);
  const rounded = Math.round(used);
  return {
    used: rounded,
    low: Math.min(rounded, Math.max(0, Math.floor(used - error))),
    high: Math.max(rounded, Math.ceil(used + error)),
  };
}

/** The first day without a free seat; null: none within five years, or nobody counts the seats. */
function runsOutOn(line: Line, last: Found, today: number): string | null {
  if (last.paid === null || line.pace !== 'growing') return null;
  // A fitted slope is off in its last digits: five days and a billionth are five.
  const days = Math.max(0, Math.ceil((last.paid - last.used) / line.slope - TINY));
  const day = Math.max(today, dayOf(last.day) + days);
  return day > today + HORIZON_DAYS ? null : dateOf(day);
}
