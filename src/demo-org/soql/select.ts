import type {
  FieldFunctionExpression,
  FieldSubquery,
  FieldType,
  FieldTypeOf,
  Query,
} from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from '../errors';
import { makesGroups } from './functions';
import type { Scope } from './scope';

/** FIELDS(ALL) and FIELDS(CUSTOM) must be limited to so many rows. */
const MAX_FIELDS_FUNCTION_ROWS = 200;

/** What a SELECT list holds once FIELDS(…) is spelled out. */
export type PlainField = Extract<
  FieldType,
  { type: 'Field' | 'FieldRelationship' | 'FieldFunctionExpression' }
>;
export type SelectedField = PlainField | FieldSubquery | FieldTypeOf;

/** FIELDS(…) becomes the field list. */
export function expandFields(
  query: Pick<Query, 'fields' | 'limit' | 'groupBy'>,
  scope: Scope,
): SelectedField[] {
  return (query.fields ?? []).flatMap((field): SelectedField[] => {
    if (field.type !== 'FieldFunctionExpression' || field.functionName.toUpperCase() !== 'FIELDS')
      return [field];
    const [word] = field.parameters;
    const which = typeof word === 'string' ? word.toUpperCase() : '';
    if (which !== 'STANDARD' && (query.limit === undefined || query.limit > MAX_FIELDS_FUNCTION_ROWS))
      throw malformedQuery(
        `The SOQL FIELDS function must have a LIMIT of at most ${MAX_FIELDS_FUNCTION_ROWS}`,
      );
    if (query.groupBy) throw malformedQuery('The SOQL FIELDS function is not supported with GROUP BY');
    if (which === 'CUSTOM') throw malformedQuery('The SOQL FIELDS function has no custom fields to expand');
    return scope.catalog.fields(scope.object).map((f) => ({ type: 'Field', field: f.name }));
  });
}

/** `COUNT()` without a field. */
const isCountAll = (field: SelectedField): boolean =>
  field.type === 'FieldFunctionExpression' &&
  field.functionName.toUpperCase() === 'COUNT' &&
  field.parameters.length === 0;

/** `Profile.UserLicense.Name` of a selected field, as written. */
export function pathText(field: Exclude<PlainField, FieldFunctionExpression>): string {
  if ('rawValue' in field && field.rawValue !== undefined) return field.rawValue;
  return field.type === 'FieldRelationship' ? [...field.relationships, field.field].join('.') : field.field;
}

/** What a query yields: one number, groups, or records. */
export function resultKind(
  fields: readonly SelectedField[],
  grouped: boolean,
): 'rows' | 'count' | 'aggregate' {
  const unnamed = fields.every((field) => !('alias' in field) || field.alias === undefined);
  if (unnamed && fields.some(isCountAll)) {
    if (fields.length === 1 && !grouped) return 'count';
    throw malformedQuery('COUNT() must be the only element in the SELECT list');
  }
  const groups = fields.some((field) => field.type === 'FieldFunctionExpression' && makesGroups(field));
  return groups || grouped ? 'aggregate' : 'rows';
}
