import { z } from 'zod';

/** One record as Salesforce sends it. Its fields are read one by one, tolerantly, by the streams. */
export type SfRecord = Record<string, unknown>;

/** A cheap check on purpose: it runs for millions of rows, and each field is checked where it is read. */
const Record = z.custom<SfRecord>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

export const QueryEnvelope = z.object({
  totalSize: z.number().int().catch(-1),
  done: z.boolean(),
  nextRecordsUrl: z.string().nullish(),
  records: z.array(Record),
});

export const VersionsEnvelope = z.array(z.object({ version: z.string(), url: z.string().optional() }));

const LimitEntry = z.object({ Max: z.number(), Remaining: z.number() });
/** Entries that are no limit (odd children, future shapes) are skipped, not fatal. */
export const LimitsEnvelope = z.record(z.string(), z.unknown());
export function limitEntry(value: unknown): { max: number; remaining: number } | null {
  const entry = LimitEntry.safeParse(value);
  return entry.success ? { max: entry.data.Max, remaining: entry.data.Remaining } : null;
}

export const CompositeEnvelope = z.object({
  compositeResponse: z.array(
    z.object({ body: z.unknown(), httpStatusCode: z.number().int(), referenceId: z.string() }),
  ),
});

export const DescribeEnvelope = z.object({
  name: z.string(),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      relationshipName: z.string().nullish(),
      filterable: z.boolean().optional(),
      sortable: z.boolean().optional(),
      groupable: z.boolean().optional(),
    }),
  ),
});
export type Describe = z.infer<typeof DescribeEnvelope>;

/** Salesforce's error array; a lone object is seen too. */
const ErrorItem = z.object({ message: z.string().catch(''), errorCode: z.string().catch('') });
const ErrorEnvelope = z.union([z.array(ErrorItem).min(1), ErrorItem.transform((item) => [item])]);

export function firstError(body: unknown): { code: string; text: string } | null {
  const parsed = ErrorEnvelope.safeParse(body);
  const [first] = parsed.success ? parsed.data : [];
  return first === undefined || (first.errorCode === '' && first.message === '')
    ? null
    : { code: first.errorCode, text: first.message };
}

export const TokenEnvelope = z.object({
  access_token: z.string().min(1),
  instance_url: z.string().min(1),
  id: z.string().optional(),
  scope: z.string().optional(),
  token_type: z.string().optional(),
});

export const TokenErrorEnvelope = z.object({
  error: z.string(),
  error_description: z.string().optional().catch(undefined),
});

export const UserInfoEnvelope = z.object({ user_id: z.string(), organization_id: z.string() });
