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

/** A lookup; with a relationship name SOQL can walk it. */
export const ref = (
  name: string,
  to: PrefixedObject,
  relationshipName?: string,
  tweaks: Tweaks = {},
): FieldDef =>
  field(name, 'reference', 18, {
    reference: { to: [to], ...(relationshipName === undefined ? {} : { relationshipName }) },
    idOf: to,
    nillable: true,
    ...tweaks,
  });

/** A lookup to one of several objects, stored as the whole 18-character id. */
export const anyRef = (name: string, to: readonly PrefixedObject[], tweaks: Tweaks = {}): FieldDef =>
  field(name, 'reference', 18, { reference: { to }, textId: true, nillable: true, ...tweaks });

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

/** CreatedDate, LastModifiedDate and SystemModstamp, where one moment serves for all three. */
export const stamps = (column = 'created_date'): FieldDef[] => [
  datetime('CreatedDate', { nillable: false, column }),
  datetime('LastModifiedDate', { nillable: false, column }),
  datetime('SystemModstamp', { nillable: false, column }),
];
