import { z } from 'zod';
import { AsOf } from './changes';
import { LicenseRef } from './licenses';
import { CurrencyAmount } from './prices';

/**
 * A cheaper way to serve somebody who does use the org. Never a fact: each comes with what it was concluded
 * from, and what to check before acting on it.
 * - `integration-license`: a full user license that only programs sign in with.
 * - `platform-license`: a full user license, rarely used, without anything in sight that needs CRM objects.
 * - `login-based-license`: a member-based external user with few logins a month.
 * - `unneeded-permission-set-license`: a permission set license without any of its permission sets.
 */
export const SuggestionKind = z.enum([
  'integration-license',
  'platform-license',
  'login-based-license',
  'unneeded-permission-set-license',
]);
export type SuggestionKind = z.infer<typeof SuggestionKind>;

export const Suggestion = z.object({
  kind: SuggestionKind,
  userId: z.string(),
  name: z.string(),
  username: z.string(),
  profile: z.string().nullable(),
  /** The seat to give up. */
  from: LicenseRef.extend({ name: z.string() }),
  /** The license to take instead, as this org has it; null: nothing is needed instead, or the org has none. */
  to: LicenseRef.extend({ name: z.string(), free: z.number().int().nullable() }).nullable(),
  lastLoginAt: z.string().nullable(),
  logins90d: z.number().int(),
  /** Sentences: what was seen. */
  evidence: z.array(z.string()),
  /** Sentences: what could not be seen and must be checked. */
  check: z.array(z.string()),
  /** Difference of the prices; null when one is not entered. */
  annualSaving: z.number().nullable(),
  currency: z.string().nullable(),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const SuggestionsQuery = z.object({
  orgId: z.string(),
  asOf: AsOf,
  inactiveDays: z.number().int().min(1).max(3650),
  kind: SuggestionKind.nullable().default(null),
  search: z.string().max(200).default(''),
  sort: z.enum(['name', 'kind', 'logins90d', 'annualSaving']).default('annualSaving'),
  descending: z.boolean().default(true),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(20_000).default(100),
});
export type SuggestionsQuery = z.infer<typeof SuggestionsQuery>;

export const SuggestionsPage = z.object({
  asOf: z.string().nullable(),
  total: z.number().int(),
  /** Of the whole list, whatever the filter. */
  counts: z.record(SuggestionKind, z.number().int()),
  /** Per year, of every suggestion that the filter leaves; largest first. */
  annual: z.array(CurrencyAmount),
  rows: z.array(Suggestion),
  /** Kinds of which nothing can be said, and why (a sentence). */
  notEvaluated: z.array(z.object({ kind: SuggestionKind, why: z.string() })),
});
export type SuggestionsPage = z.infer<typeof SuggestionsPage>;

/**
 * Permission set licenses that are needed although none of their permission sets is assigned. `license`:
 * DeveloperName. `by`: holders of that permission set (API name), people with a profile whose name begins so, or
 * everybody.
 */
export const NeededAnyway = z.object({
  license: z.string().trim().min(1).max(255),
  by: z.enum(['permission-set', 'profile', 'everybody']),
  name: z.string().trim().max(255),
});
export type NeededAnyway = z.infer<typeof NeededAnyway>;
