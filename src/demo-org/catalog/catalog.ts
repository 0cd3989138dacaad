import type { PermissionState } from '../permissions';
import { OBJECTS } from './objects/index';
import { viewOf, type CatalogSwitches, type View } from './switches';
import type { FieldDef, ObjectDef } from './types';

const byName: ReadonlyMap<string, ObjectDef> = new Map(OBJECTS.map((o) => [o.name.toLowerCase(), o]));

/**
 * The catalog as one user sees it through one API version: objects and fields out of reach do not exist.
 * Cheap to make; one is made per request.
 */
export class Catalog {
  /** Permissions as they take effect, and the switches. */
  readonly permissions: View;

  constructor(
    granted: PermissionState,
    readonly apiVersion: number,
    switches: Partial<CatalogSwitches> = {},
  ) {
    this.permissions = viewOf(granted, switches);
  }

  get objects(): ObjectDef[] {
    return OBJECTS.filter((object) => this.#visible(object));
  }

  object(name: string): ObjectDef | undefined {
    const object = byName.get(name.toLowerCase());
    return object && this.#visible(object) ? object : undefined;
  }

  /** Whether the object exists, but not for this user. */
  lacksPermission(name: string): boolean {
    const object = byName.get(name.toLowerCase());
    return object?.needs !== undefined && !object.needs(this.permissions);
  }

  fields(object: ObjectDef): FieldDef[] {
    return object.fields
      .filter((field) => this.#fieldVisible(field))
      .map((field) => this.#adjusted(object, field));
  }

  field(object: ObjectDef, name: string): FieldDef | undefined {
    const wanted = name.toLowerCase();
    const field = object.fields.find((f) => f.name.toLowerCase() === wanted);
    return field && this.#fieldVisible(field) ? this.#adjusted(object, field) : undefined;
  }

  /** The parent a relationship leads to; several possible parents (Name objects) are not walked. */
  parent(field: FieldDef): ObjectDef | undefined {
    const [only, ...others] = field.reference?.to ?? [];
    return only !== undefined && others.length === 0 ? this.object(only) : undefined;
  }

  #visible(object: ObjectDef): boolean {
    return (object.since ?? 0) <= this.apiVersion && (object.needs?.(this.permissions) ?? true);
  }

  #fieldVisible(field: FieldDef): boolean {
    return (field.since ?? 0) <= this.apiVersion && (field.needs?.(this.permissions) ?? true);
  }

  #adjusted(object: ObjectDef, field: FieldDef): FieldDef {
    if (!this.permissions.strictLoginHistoryFilters || object.name !== 'LoginHistory') return field;
    return CONTRADICTED.has(field.name) ? { ...field, filterable: false } : field;
  }
}

/** The field list calls these filterable, the usage notes leave them out. */
const CONTRADICTED: ReadonlySet<string> = new Set([
  'SourceIp',
  'ForwardedForIp',
  'LoginSubType',
  'AuthMethodReference',
  'AuthContextClassRef',
  'LoginGeoId',
]);

export { OBJECTS };
