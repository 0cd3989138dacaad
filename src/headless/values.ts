import { InvalidArgumentError } from 'commander';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import utc from 'dayjs/plugin/utc';
import type { z } from 'zod';

dayjs.extend(utc);
dayjs.extend(customParseFormat);

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/i;

/**
 * A date (midnight UTC) or a date with a time, which is UTC too unless it names its offset. Epoch ms. Dates that do
 * not exist are refused rather than rolled over into the next month.
 */
export function parseMoment(text: string): number {
  const parts = MOMENT.exec(text.trim());
  const [, day = '', time = '00:00', seconds = '00', fraction = '', offset = 'Z'] = parts ?? [];
  const exists =
    parts !== null &&
    dayjs.utc(day, 'YYYY-MM-DD', true).isValid() &&
    dayjs.utc(`${time}:${seconds}`, 'HH:mm:ss', true).isValid();
  const at = exists
    ? dayjs.utc(`${day}T${time}:${seconds}${fraction}${offset.toUpperCase()}`).valueOf()
    : NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError('Give a date like 2026-01-31, or with a time: 2026-01-31T08:30:00Z.');
  return at;
}

/** A whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
    if (Number.isNaN(value) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`Give a whole number from ${minimum} to ${maximum}.`);
    return value;
  };
}

/** A number within bounds, decimals allowed; a percent sign is accepted. */
export function percent(text: string): number {
  const value = /^\d+(\.\d+)?%?$/.test(text.trim()) ? Number.parseFloat(text) : NaN;
  if (Number.isNaN(value) || value < 1 || value > 100)
    throw new InvalidArgumentError('Give a percentage from 1 to 100.');
  return value;
}

/** Whatever a zod schema of the model says. */
export function conforming<T>(schema: z.ZodType<T>): (text: string) => T {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? 'Unusable value.');
  };
}

export function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Must not be empty.');
  return text;
}
