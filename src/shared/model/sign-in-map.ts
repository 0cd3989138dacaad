import { z } from 'zod';

/** Sign-ins by country: counts of the days asked for (UTC). */
export const CountryLogins = z.object({
  /** ISO 3166-1 alpha-2; '' when unknown. */
  country: z.string(),
  logins: z.number().int(),
  failures: z.number().int(),
  /** First and last day with a success, of all that is stored, YYYY-MM-DD; null: there was none. */
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
});
export type CountryLogins = z.infer<typeof CountryLogins>;

/** Quarters of an hour: every time zone in use is a multiple of them away from UTC. */
export const QUARTER_MS = 900_000;

/** Sign-ins of one quarter of an hour. */
export const QuarterLogins = z.object({
  /** Quarters of an hour since the epoch. */
  quarter: z.number().int(),
  logins: z.number().int(),
  failures: z.number().int(),
});
export type QuarterLogins = z.infer<typeof QuarterLogins>;

/** 7 × 24 counts, Monday first, in a time zone. */
export const HeatMap = z.object({
  /** IANA name. */
  timeZone: z.string(),
  /** ISO 8601 UTC. */
  since: z.string().nullable(),
  until: z.string().nullable(),
  logins: z.array(z.array(z.number().int()).length(24)).length(7),
  failures: z.array(z.array(z.number().int()).length(24)).length(7),
});
export type HeatMap = z.infer<typeof HeatMap>;

/** One entry of what is known of a user, newest first. */
export const TimelineEntry = z.object({
  at: z.string(),
  kind: z.enum(['login', 'failure', 'verification', 'finding', 'change', 'setup', 'session', 'app']),
  /** "Signed in from Berlin, DE". */
  title: z.string(),
  /** Short facts under it. */
  details: z.array(z.string()),
  severity: z.string().nullable(),
  findingId: z.number().int().nullable(),
  /** Like events in a row that this one stands for. */
  count: z.number().int(),
  /** Begin of the first of them. */
  since: z.string(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const TimelinePage = z.object({
  entries: z.array(TimelineEntry),
  /** To be given as `before` for the next page; null: there is no more. */
  next: z.string().nullable(),
});
export type TimelinePage = z.infer<typeof TimelinePage>;
