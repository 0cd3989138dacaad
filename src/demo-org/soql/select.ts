import type { FieldFunctionExpression, FieldType, Query } from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from '../errors';
import type { Scope } from './scope';

/** FIELDS(ALL) and FIELDS(CUSTOM) must be limited to so many rows. */
const MAX_FIELDS_FUNCTION_ROWS = 200;

/** What may stand in a SELECT list here. */
export type PlainField = Extract<
  FieldType,
  { type: 'Field' | 'FieldRelationship' | 'FieldFunctionExpression' }
>;

/** FIELDS(…) becomes the field list; sub-queries and TYPEOF are refused. */
export function expandFields(query: Query, scope: Scope): PlainField[] {
  const out: PlainField[] = [];
  for (const field of query.fields ?? []) {
    if (field.type === 'FieldSubquery')
      throw malformedQuery(
        `Didn't understand relationship '${field.subquery.relationshipName}' in FROM part of query call.`,
      );
    if (field.type === 'FieldTypeof') throw malformedQuery('TYPEOF is not supported by this object');
    if (field.type !== 'FieldFunctionExpression' || field.functionName.toUpperCase() !== 'FIELDS') {
      out.push(field);
      continue;
    }
    const which = wordParameter(field).toUpperCase();
    if (which !== 'STANDARD' && (query.limit === undefined || query.limit > MAX_FIELDS_FUNCTION_ROWS))
      throw malformedQuery(
        `The SOQL FIELDS function must have a LIMIT of at most ${MAX_FIELDS_FUNCTION_ROWS}`,
      );
    if (query.groupBy) throw malformedQuery('The SOQL FIELDS function is not supported with GROUP BY');
    if (which === 'CUSTOM') throw malformedQuery('The SOQL FIELDS function has no custom fields to expand');
    out.push(...scope.catalog.fields(scope.object).map((f) => ({ type: 'Field' as const, field: f.name })));
  }
  return out;
}

/** `COUNT()` without a field. */
export const isCountAll = (field: PlainField): boolean =>
  field.type === 'FieldFunctionExpression' &&
  field.functionName.toUpperCase() === 'COUNT' &&
  field.parameters.length === 0;

/** `Profile.UserLicense.Name` of a selected field. */
export function pathText(field: Exclude<PlainField, FieldFunctionExpression>): string {
  return field.type === 'FieldRelationship' ? [...field.relationships, field.field].join('.') : field.field;
}

/** First parameter of a function that takes a word. */
export function wordParameter(field: FieldFunctionExpression): string {
  const [word] = field.parameters;
  if (typeof word !== 'string')
    throw malformedQuery(`Invalid function parameters: ${field.rawValue ?? field.functionName}`);
  return word;
}
