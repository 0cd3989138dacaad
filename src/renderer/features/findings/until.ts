import { dateProblem, dayOf, endOfDay } from '../../ui/calendar-days';
import type { Zone } from '../../ui/format';

const DAY_MS = 86_400_000;

/** How long an acknowledgement or a mute lasts. */
export const UNTIL_CHOICES = ['30', '90', '180', 'date', 'forever'] as const;
export type UntilChoice = (typeof UNTIL_CHOICES)[number];

export interface Until {
  choice: UntilChoice;
  /** YYYY-MM-DD, for the choice "date". */
  date: string;
}

export const USUAL_UNTIL: Until = { choice: '90', date: '' };

export function untilChoice(value: string): UntilChoice {
  return UNTIL_CHOICES.find((choice) => choice === value) ?? USUAL_UNTIL.choice;
}

/** The moment it ends, ISO 8601 UTC: the end of that day in the zone; null: never. */
export function untilMoment({ choice, date }: Until, zone: Zone, now: Date): string | null {
  if (choice === 'forever') return null;
  const day = choice === 'date' ? date : dayOf(new Date(now.getTime() + Number(choice) * DAY_MS), zone);
  return endOfDay(day, zone);
}

/** Why it cannot be chosen; null: it can. */
export function untilProblem({ choice, date }: Until, zone: Zone, now: Date): string | null {
  return choice === 'date' ? dateProblem(date, zone, now) : null;
}
