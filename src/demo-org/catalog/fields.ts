import type { PrefixedObject } from './prefixes';
import type { FieldDef, FieldType } from './types';

/** Everything a definition may leave out. */
type Tweaks = Partial<Omit<FieldDef, 'name' | 'type'>>;

/** `LastLoginDate` → `last_login_date`: columns are named after fields unless a definition says otherwise. */
export function columnName(field: string): string {
  return field.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/** `LastLoginDate` → `Last Login Date`. */
export function labelOf(field: string): string {
  return field.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/ Id$/, ' ID');
}

function field(name: string, type: FieldType, length: number, tweaks: Tweaks): FieldDef {
  return {
    name,
    type,
    length,
    label: labelOf(name),
    nillable: false,
    filterable: true,
    groupable: true,
    sortable: true,
    column: columnName(name),
    ...tweaks,
  };
}

export const id = (idOf: PrefixedObject, tweaks: Tweaks = {}): FieldDef =>
  field('Id', 'id', 18, { column: 'n', idOf, ...tweaks });

/**
 * A lookup; with a relationship name SOQL can walk it to the parent, with a child relationship name from the
 * parent to these records.
 */
export const ref = (
  name: string,
  to: PrefixedObject,
  relationshipName?: string,
  tweaks: Tweaks = {},
  childRelationshipName?: string,
): FieldDef =>
  field(name, 'reference', 18, {
    reference: {
      to: [to],
      ...(relationshipName === undefined ? {} : { relationshipName }),
      ...(childRelationshipName === undefined ? {} : { childRelationshipName }),
    },
    idOf: to,
    nillable: true,
    ...tweaks,
  });

/** A lookup to one of several objects, stored as the whole 18-character id. */
export const anyRef = (
  name: string,
  to: readonly PrefixedObject[],
  tweaks: Tweaks = {},
  relationshipName?: string,
): FieldDef =>
  field(name, 'reference', 18, {
    reference: { to, ...(relationshipName === undefined ? {} : { relationshipName }) },
    textId: true,
    nillable: true,
    ...tweaks,
  });

export const text = (name: string, length: number, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'string', length, { nillable: true, ...tweaks });

export const email = (name: string, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'email', 128, { nillable: true, ...tweaks });

export const picklist = (name: string, values: readonly string[], tweaks: Tweaks = {}): FieldDef =>
  field(name, 'picklist', 255, { nillable: true, picklist: values, ...tweaks });

export const flag = (name: string, tweaks: Tweaks = {}): FieldDef => field(name, 'boolean', 0, tweaks);

export const int = (name: string, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'int', 0, { nillable: true, ...tweaks });

export const double = (name: string, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'double', 0, { nillable: true, groupable: false, ...tweaks });

/** Date-times can be compared and sorted but not grouped. */
export const datetime = (name: string, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'datetime', 0, { nillable: true, groupable: false, ...tweaks });

export const date = (name: string, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'date', 0, { nillable: true, ...tweaks });

export const phone = (name: string, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'phone', 40, { nillable: true, ...tweaks });

export const url = (name: string, length: number, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'url', length, { nillable: true, ...tweaks });

/** Long text: readable, nothing else. */
export const textarea = (name: string, length: number, tweaks: Tweaks = {}): FieldDef =>
  field(name, 'textarea', length, {
    nillable: true,
    filterable: false,
    groupable: false,
    sortable: false,
    ...tweaks,
  });

/** File content: records show the address it is served at. */
export const base64 = (name: string): FieldDef =>
  field(name, 'base64', 0, { filterable: false, groupable: false, sortable: false, sql: 'NULL' });

/** SQL of a number that is the same in every record; a bare number would be a column's position in GROUP BY. */
export const constant = (value: number): string => `CAST(${value} AS INTEGER)`;

/** A boolean that is false for everybody in this company. */
export const never = (name: string, tweaks: Tweaks = {}): FieldDef =>
  flag(name, { sql: constant(0), ...tweaks });

/** A field that is empty in every record of this company. */
export const empty = (field: FieldDef): FieldDef => ({ ...field, nillable: true, sql: 'NULL' });

/** Who created and last changed a record; the administrator (user 1) unless a definition says otherwise. */
export const authors = (sql = constant(1)): FieldDef[] => [
  ref('CreatedById', 'User', 'CreatedBy', { sql, nillable: false }),
  ref('LastModifiedById', 'User', 'LastModifiedBy', { sql, nillable: false }),
];

export const isDeleted = (): FieldDef => never('IsDeleted', { label: 'Deleted' });

/** CreatedDate, LastModifiedDate and SystemModstamp, where one moment serves for all three. */
export const stamps = (column = 'created_date'): FieldDef[] => [
  datetime('CreatedDate', { nillable: false, column }),
  datetime('LastModifiedDate', { nillable: false, column }),
  datetime('SystemModstamp', { nillable: false, column }),
];
