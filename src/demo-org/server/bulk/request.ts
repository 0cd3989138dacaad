import type { Query } from '@jetstreamapp/soql-parser-js';
import { z } from 'zod';
import { ApiError } from '../../errors';
import type { CompiledQuery } from '../../soql/compile';
import { NAME } from '../../soql/relationships';
import { DELIMITERS, LINE_ENDINGS } from './csv';

const delimiterNames = Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[];
const lineEndingNames = Object.keys(LINE_ENDINGS) as (keyof typeof LINE_ENDINGS)[];

/** Body of `POST /jobs/query` (Bulk API 2.0 guide, Create a Query Job). */
const createBody = z.strictObject({
  operation: z.enum(['query', 'queryAll']),
  query: z.string().trim().min(1),
  /** In the guide's first edition (version 47); the query says it anyway. */
  object: z.string().optional(),
  contentType: z.literal('CSV').default('CSV'),
  columnDelimiter: z.enum(delimiterNames).default('COMMA'),
  lineEnding: z.enum(lineEndingNames).default('LF'),
});

export type CreateBody = z.infer<typeof createBody>;

/** Body of `PATCH /jobs/query/{id}`. */
const patchBody = z.strictObject({ state: z.literal('Aborted') });

/**
 * The jobs resources report what they cannot read in a body as API_ERROR, with the place the parser stumbled
 * at; ours names the property, which is more use than a column.
 */
function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw new ApiError(
    400,
    'API_ERROR',
    issue?.code === 'unrecognized_keys'
      ? `Unrecognized field '${issue.keys.join("', '")}'`
      : `Value does not match expected type at [${place === '' ? 'body' : place}]`,
  );
}

export const readCreateBody = (body: unknown): CreateBody => parsed(createBody, body);

export const readPatchBody = (body: unknown): z.infer<typeof patchBody> => parsed(patchBody, body);

const SUBQUERY = 'Aggregate Relationships not supported in Bulk V2 Query with CSV content type';
const COMPOUND = 'Selecting compound data not supported in Bulk Query';
const BLOB = 'Blob field not supported in Bulk V2 Query with CSV content type';

/**
 * What Bulk API 2.0 does not take although it is good SOQL, in the platform's words where public error reports
 * have them: child sub-queries, TYPEOF, FIELDS(), OFFSET, groups and aggregates.
 */
export function refusedClause(query: Query): string | undefined {
  for (const field of query.fields ?? []) {
    if (field.type === 'FieldSubquery') return SUBQUERY;
    if (field.type === 'FieldTypeof') return refused('TYPEOF');
    if (field.type === 'FieldFunctionExpression') {
      const name = field.functionName.toUpperCase();
      if (name === 'FIELDS') return COMPOUND;
      if (AGGREGATES.has(name)) return refused(`${name}()`);
    }
  }
  if (query.groupBy !== undefined) return refused('GROUP BY');
  return query.offset === undefined ? undefined : refused('OFFSET');
}

const AGGREGATES: ReadonlySet<string> = new Set(['COUNT', 'COUNT_DISTINCT', 'MIN', 'MAX', 'SUM', 'AVG']);

const refused = (what: string): string => `${what} not supported in Bulk V2 Query with CSV content type`;

/**
 * A parent of several kinds has no place in CSV; such a job is made and fails, as the tests of public clients
 * show.
 */
export function unserializable(query: CompiledQuery): string | undefined {
  const column = query.columns.find(({ object }) => object === NAME);
  return (
    column && `FeatureNotEnabled : Cannot serialize value for '${column.path.at(-2) ?? ''}' in CSV format`
  );
}

/** What only the compiled query shows: groups under another guise, and contents no CSV can hold. */
export function refusedResult(query: CompiledQuery): string | undefined {
  if (query.kind !== 'rows') return refused('Aggregate query');
  return query.columns.some((column) => column.field.type === 'base64') ? BLOB : undefined;
}
