import type { FieldFunctionExpression, FieldTypeOf } from '@jetstreamapp/soql-parser-js';
import type { ObjectDef } from '../catalog/types';
import { ApiError, malformedQuery } from '../errors';
import type { OutputColumn, Selected, TypeBranch } from './compiled-query';
import { functionSql, makesGroups } from './functions';
import type { Grouping } from './grouping';
import { NAME, nameField } from './relationships';
import type { ResolvedField, Scope } from './scope';
import { pathText, type PlainField, type SelectedField } from './select';

const UNGROUPED = 'Field must be grouped or aggregated';

/** Compiles the SELECT list of a query whose rows are records. */
export function recordColumns(
  fields: readonly SelectedField[],
  scope: Scope,
  children: (field: Extract<SelectedField, { type: 'FieldSubquery' }>) => Selected,
): Selected[] {
  const seen = new Set<string>();
  const once = (path: readonly string[]): void => {
    const key = path.join('.').toLowerCase();
    if (seen.has(key))
      throw new ApiError(400, 'INVALID_FIELD', `duplicate field selected: ${path.join('.')}`);
    seen.add(key);
  };
  return fields.map((field): Selected => {
    if (field.type === 'FieldSubquery') return children(field);
    if (field.type === 'FieldTypeof') {
      const selected = typeOf(field, scope);
      once(selected.path);
      return selected;
    }
    const column = recordColumn(field, scope);
    once(column.path);
    return { kind: 'column', column };
  });
}

function recordColumn(field: PlainField, scope: Scope): OutputColumn {
  if (field.type === 'FieldFunctionExpression') {
    const { sql, source, localized } = functionSql(scope, field, 'SELECT');
    if (!source) throw malformedQuery(`Invalid function: ${field.rawValue ?? field.functionName}`);
    return {
      ...plainColumn({ ...source, sql }, field.alias),
      ...(localized ? { localized } : {}),
      expression: expressionOf(field),
    };
  }
  if ('alias' in field && field.alias !== undefined)
    throw malformedQuery('only aggregate expressions use field aliasing');
  return plainColumn(scope.resolve(pathText(field), 'SELECT'), undefined);
}

/** Compiles the SELECT list of a query whose rows are groups: flat, keyed by alias or last name. */
export function groupColumns(
  fields: readonly SelectedField[],
  scope: Scope,
  grouping: Grouping,
): OutputColumn[] {
  const seen = new Set<string>();
  let unnamed = 0;
  return fields.map((field) => {
    if (field.type === 'FieldSubquery' || field.type === 'FieldTypeof')
      throw malformedQuery(
        `${field.type === 'FieldTypeof' ? 'TYPEOF' : 'Nested queries'} can not be used with aggregate expressions`,
      );
    const alias = 'alias' in field ? field.alias : undefined;
    let column: OutputColumn;
    if (field.type === 'FieldFunctionExpression') {
      const call = grouping.call(field, 'SELECT', UNGROUPED);
      const named = makesGroups(field) ? undefined : call.source?.field.name;
      column = {
        path: [alias ?? named ?? `expr${unnamed++}`],
        field: call.result,
        object: scope.object,
        sql: call.sql,
        ...(call.localized ? { localized: call.localized } : {}),
        expression: expressionOf(field),
      };
    } else {
      const found = grouping.field(pathText(field), 'SELECT', UNGROUPED);
      column = { ...plainColumn(found, undefined), path: [alias ?? found.field.name] };
    }
    const [name = ''] = column.path;
    if (seen.has(name.toLowerCase())) throw malformedQuery(`duplicate alias: ${name}`);
    seen.add(name.toLowerCase());
    return column;
  });
}

const expressionOf = (field: FieldFunctionExpression): string => {
  const written = field.rawValue ?? field.functionName;
  return written.replace(/^\w+/, (name) => name.toLowerCase());
};

function plainColumn(found: ResolvedField, alias: string | undefined): OutputColumn {
  return {
    path: [...found.path, alias ?? found.field.name],
    field: found.field,
    object: found.object,
    sql: found.sql,
  };
}

/** TYPEOF: a branch for every kind of object the reference may point at; ELSE reads the Name fields of the rest. */
function typeOf(field: FieldTypeOf, scope: Scope): Extract<Selected, { kind: 'typeof' }> {
  const reference = scope.polymorphicReference(field.field);
  const branches: TypeBranch[] = [];
  const targets = reference.field.reference?.to ?? [];
  for (const condition of field.conditions) {
    const kinds =
      condition.type === 'WHEN'
        ? [condition.objectType ?? '']
        : targets.filter((name) => branches.every((branch) => branch.object.name !== name));
    for (const kind of kinds) {
      const object = scope.catalog.object(kind);
      if (!object || !targets.includes(object.name)) {
        if (condition.type === 'ELSE') continue;
        throw scope.complaints.unsupportedType(kind);
      }
      const alias = scope.joinTarget(reference, object);
      const { resolve } = scope.within(object, alias);
      const columns = condition.fieldList.map((word) =>
        condition.type === 'WHEN'
          ? plainColumn(resolve(word), undefined)
          : nameColumn(word, object, alias, scope),
      );
      branches.push({ object, alias, columns });
    }
  }
  return { kind: 'typeof', path: reference.path, idSql: reference.sql, branches };
}

/** A field of Name for a parent whose kind is known. */
function nameColumn(word: string, object: ObjectDef, alias: string, scope: Scope): OutputColumn {
  const field = NAME.fields.find((f) => f.name.toLowerCase() === word.toLowerCase());
  if (!field) throw scope.complaints.noSuchColumn(word, word, NAME.name, 'SELECT');
  const own =
    field.name === 'Name' ? nameField(scope.catalog, object) : scope.catalog.field(object, field.name);
  const sql = field.name === 'Type' ? `'${object.name}'` : own ? scope.fieldSql(object, own, alias) : 'NULL';
  return { path: [field.name], field: field.type === 'id' && own ? own : field, object, sql };
}
