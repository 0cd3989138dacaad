import type { PrefixedObject } from './prefixes';
import type { View } from './switches';

/** Field types as describe names them. */
export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'textarea'
  | 'boolean'
  | 'int'
  | 'double'
  | 'date'
  | 'base64'
  | 'datetime';

/** A lookup to a parent object; absent `relationshipName` means SOQL cannot walk it. */
export interface Reference {
  to: readonly PrefixedObject[];
  relationshipName?: string;
  /** What a parent calls these records in a sub-query; absent means the platform has no such name. */
  childRelationshipName?: string;
}

/**
 * One field: how describe presents it and where SQL finds it.
 *
 * Storage: ids and references to one object are whole numbers (encoded on the way out, see ids.ts), or text
 * when `textId` is set (references to several kinds of object); datetime is epoch milliseconds; date is
 * `YYYY-MM-DD`; boolean 0 or 1; base64 holds nothing, records show the address the content is served at.
 */
export interface FieldDef {
  name: string;
  label: string;
  type: FieldType;
  length: number;
  nillable: boolean;
  /** May depend on the API version (e.g. 64). */
  filterable: boolean | ((apiVersion: number) => boolean);
  /** False for text that cannot stand before LIKE, as a network address. */
  likeable?: false;
  groupable: boolean;
  sortable: boolean;
  picklist?: readonly string[];
  reference?: Reference;
  /** Object whose record numbers an `id` or `reference` holds. */
  idOf?: PrefixedObject;
  textId?: boolean;
  /** First API version that knows the field. */
  since?: number;
  /** Left out for a user without what it takes: describe hides it, SOQL says "No such column". */
  needs?: (view: View) => boolean;
  /** Column of the object's table, or of the named join. */
  column: string;
  via?: string;
  /** SQL over aliases instead of a plain column; `{t}` is the table, `{name}` a join of `joins`. */
  sql?: string;
}

/** One sObject. Adding an object to the demo org is adding one of these to `objects/index.ts`. */
export interface ObjectDef {
  name: PrefixedObject;
  label: string;
  labelPlural: string;
  /** SQL table with an INTEGER PRIMARY KEY `n`: the record number, and the default order. */
  table: string;
  /** First API version that knows the object. */
  since?: number;
  /** The Object Reference lists query() but not retrieve(). */
  queryOnly?: true;
  /** Dictionary tables reached from `{t}`; added to the SQL only when a field needs them. */
  joins?: Readonly<Record<string, { table: string; on: string }>>;
  fields: readonly FieldDef[];
  /** Without it SOQL says the type is not supported and describe says 404. */
  needs?: (view: View) => boolean;
  /** Rows a user without broader rights may see: SQL over `{t}`, `:runAs` is the run-as user's number. */
  rowFilter?: (view: View) => string | undefined;
  /** The only aggregate SOQL may ask of the object is `COUNT()` (SetupAuditTrail). */
  aggregates?: 'count-only';
  /** Rows per page, and how many rows one query yields in all before LIMIT and OFFSET (OauthToken). */
  page?: { max: number; total: number };
  /** `Id` is always null although rows have a number of their own (OauthToken). */
  hideId?: true;
}
