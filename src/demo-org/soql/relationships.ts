import type { Catalog } from '../catalog/catalog';
import { id, picklist, text } from '../catalog/fields';
import { PREFIXES, type PrefixedObject } from '../catalog/prefixes';
import type { FieldDef, ObjectDef } from '../catalog/types';

/**
 * What a reference to several kinds of object leads to: the platform's Name object, which has the fields
 * people and things share. Its type is in `Type`. Source: SOQL reference, "Understanding Relationship Fields
 * and Polymorphic Fields".
 */
export interface NameEntity {
  name: 'Name';
  fields: readonly FieldDef[];
}

export const NAME: NameEntity = {
  name: 'Name',
  fields: [
    // The prefix is not used: the reference itself is the id.
    { ...id('User'), textId: true },
    text('Name', 255),
    picklist('Type', []),
    ...['FirstName', 'LastName', 'Alias', 'Username', 'Title', 'Email', 'Phone'].map((name) =>
      text(name, 255),
    ),
  ],
};

const NAME_BY_PREFIX: ReadonlyMap<string, string> = new Map(
  Object.entries(PREFIXES).map(([name, prefix]) => [prefix, name]),
);

/** The object a record id belongs to, by its first three characters. */
export const objectNameOf = (recordId: string): string | undefined =>
  NAME_BY_PREFIX.get(recordId.slice(0, 3));

/** May the reference point at several kinds of object? */
export const isPolymorphic = (field: FieldDef): boolean => (field.reference?.to.length ?? 0) > 1;

/** The kinds of object a reference may point at, as far as the user can see them. */
export function targetsOf(catalog: Catalog, field: FieldDef): ObjectDef[] {
  return (field.reference?.to ?? []).flatMap((name) => catalog.object(name) ?? []);
}

/** The field that names a record: `Name`, or `MasterLabel` of setup objects. */
export function nameField(catalog: Catalog, object: ObjectDef): FieldDef | undefined {
  return catalog.field(object, 'Name') ?? catalog.field(object, 'MasterLabel');
}

/** SQL of the record number inside a stored 18-character id, NULL for an id of another kind of object. */
export const numberInId = (kind: PrefixedObject, idSql: string): string =>
  `record_number('${PREFIXES[kind]}', ${idSql})`;

/** A child relationship as sub-queries name it: `PermissionSetAssignments` of User. */
export interface ChildRelationship {
  name: string;
  object: ObjectDef;
  /** The child's reference to its parent. */
  field: FieldDef;
}

/** The children of `parent` under a name (any case), among what the user can see. */
export function childRelationship(
  catalog: Catalog,
  parent: ObjectDef,
  name: string,
): ChildRelationship | undefined {
  const wanted = name.toLowerCase();
  for (const object of catalog.objects)
    for (const field of catalog.fields(object)) {
      const found = field.reference?.childRelationshipName;
      if (found?.toLowerCase() === wanted && field.reference?.to.includes(parent.name) === true)
        return { name: found, object, field };
    }
  return undefined;
}
