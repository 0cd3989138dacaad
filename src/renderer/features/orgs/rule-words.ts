import type { z } from 'zod';
import { CallBudget, KeepLoginsDays } from '../../../shared/model/org';
import type { PurgeReport } from '../../../shared/model/storage';
import { formatCount, formatNumber, formatTime, type Zone } from '../../ui/format';

/** What a rule field holds: a number, or nothing for "no limit". */
export type Draft = number | string;

export interface RuleField {
  schema: z.ZodType<number | null>;
  /** Why a number cannot be used. */
  problem: string;
}

export const CALL_BUDGET: RuleField = {
  schema: CallBudget,
  problem: 'From 5 to 10,000,000 whole requests, or empty. With fewer no collection gets anywhere.',
};
export const KEEP_LOGINS: RuleField = {
  schema: KeepLoginsDays,
  problem: 'From 180 to 36,500 whole days, or empty. Salesforce itself keeps logins for six months.',
};

export type ReadDraft = { ok: true; value: number | null } | { ok: false; problem: string };

/** An empty field means no limit; anything else has to be a number within bounds. */
export function readDraft({ schema, problem }: RuleField, draft: Draft): ReadDraft {
  const given = typeof draft === 'string' ? draft.trim() : draft;
  const parsed = schema.safeParse(given === '' ? null : Number(given));
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem };
}

/** Whether logins that are kept by one rule would be removed by another. Null keeps them for ever. */
export function removesMore(from: number | null, to: number | null): boolean {
  return to !== null && (from === null || to < from);
}

/** What is said where both budgets are set and one makes the other pointless; null: nothing. */
export function budgetRemark(runBudget: number | null, dailyBudget: number | null): string | null {
  if (runBudget === null || dailyBudget === null || runBudget < dailyBudget) return null;
  return 'The 24-hour budget is no larger, so it is the one that stops a collection.';
}

/** What a shorter keeping time does now and from now on. */
export function purgeWords({ logins, before }: PurgeReport, days: number, zone: Zone): string {
  const date = formatTime(before, { zone, dateOnly: true });
  return logins === 0
    ? `No login is older than ${formatNumber(days)} days (before ${date}) today. From now on each is removed when it gets that old.`
    : `${formatCount(logins, 'login')} from before ${date} will be removed from this computer, and from now on every other login as soon as it is older than ${formatNumber(days)} days.`;
}
