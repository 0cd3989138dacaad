import type { LicenseTableRow } from '../../../shared/model/licenses';
import { formatCount, formatDay } from '../../ui/format';
import { useNow } from '../../ui/time';

/** Calendar dates of contracts: a contract ends with that day, wherever the computer stands. */

const DAY_MS = 24 * 60 * 60 * 1000;

/** A contract's end this near calls for a decision about its renewal. */
export const SOON_DAYS = 90;

/** The calendar date it is in this computer's zone, YYYY-MM-DD. */
export function dateOf(now: number): string {
  const today = new Date(now);
  const midnight = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  return new Date(midnight).toISOString().slice(0, 10);
}

/** Today's date; draws anew when the day is over, not with every tick of the clock. */
export function useToday(): string {
  return dateOf(useNow());
}

/** Days from one calendar date (YYYY-MM-DD) to another; 0: the same, negative: over. */
export function daysUntil(date: string, today: string): number {
  return Math.round((Date.parse(date) - Date.parse(today)) / DAY_MS);
}

/** Also when it is over already and nobody entered the next one. */
export const isSoon = (days: number): boolean => days <= SOON_DAYS;

/** What ends within `SOON_DAYS`, from today on: contracts as entered, and licenses as Salesforce says. */
export interface EndingSoon {
  contracts: number;
  expiring: number;
  /** The first of these days, YYYY-MM-DD; null: nothing ends. */
  next: string | null;
}

export function endingSoon(
  rows: readonly Pick<LicenseTableRow, 'price' | 'expiresAt'>[],
  today: string,
): EndingSoon {
  const near = (date: string | null | undefined): date is string => {
    if (!date) return false;
    const days = daysUntil(date, today);
    return days >= 0 && isSoon(days);
  };
  const contracts = rows.map(({ price }) => price?.contractEnd).filter(near);
  const expiring = rows.map(({ expiresAt }) => expiresAt?.slice(0, 10)).filter(near);
  return {
    contracts: contracts.length,
    expiring: expiring.length,
    next: [...contracts, ...expiring].sort()[0] ?? null,
  };
}

/** "Within 90 days: the contracts of 4 licenses end, 2 licenses expire; the first on Jan 31, 2027." '' when nothing does. */
export function endingInWords({ contracts, expiring, next }: EndingSoon): string {
  if (next === null) return '';
  const parts = [
    ...(contracts > 0
      ? [
          contracts === 1
            ? 'the contract of 1 license ends'
            : `the contracts of ${formatCount(contracts, 'license')} end`,
        ]
      : []),
    ...(expiring > 0 ? [`${formatCount(expiring, 'license')} ${expiring === 1 ? 'expires' : 'expire'}`] : []),
  ];
  return `Within ${SOON_DAYS} days: ${parts.join(', ')}; the first on ${formatDay(next, 'long')}.`;
}

/** "ends in 70 days", "ends today", "ended 3 days ago". */
export function endInWords(days: number): string {
  if (days === 0) return 'ends today';
  const count = formatCount(Math.abs(days), 'day');
  return days > 0 ? `ends in ${count}` : `ended ${count} ago`;
}

/** Reads a date as typed: '' is none. Undefined: it is no date. */
export function parseContractEnd(value: string): string | null | undefined {
  const text = value.trim();
  if (text === '') return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}
