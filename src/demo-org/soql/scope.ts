import type { Catalog } from '../catalog/catalog';
import type { FieldDef, ObjectDef } from '../catalog/types';
import { noSuchColumn, noSuchRelationship, type Clause } from './messages';

/** A field found at the end of a path, with the SQL that reads it. */
export interface ResolvedField {
  field: FieldDef;
  object: ObjectDef;
  sql: string;
  /** Parent relationship names walked, in describe's spelling. */
  path: string[];
  /** As the query wrote it; error messages point at this. */
  word: string;
}

/** Names of one SELECT: its object, and the SQL joins its paths have needed so far. */
export class Scope {
  readonly #joins = new Map<string, { alias: string; sql: string }>();
  /** Parents joined so far, by relationship path (`Profile.UserLicense`). */
  readonly parents = new Map<string, { alias: string; object: ObjectDef }>();

  constructor(
    readonly catalog: Catalog,
    readonly object: ObjectDef,
    readonly soql: string,
    /** Name of the object in the query's FROM alias, if given. */
    readonly soqlAlias: string | undefined,
    /** SQL alias of the object's table; unique among nested queries. */
    readonly alias: string,
  ) {}

  /** Finds `Profile.UserLicense.Name`; throws INVALID_FIELD as Salesforce words it. */
  resolve(word: string, clause: Clause): ResolvedField {
    const parts = word.split('.');
    const first = parts[0]?.toLowerCase();
    if (
      parts.length > 1 &&
      (first === this.soqlAlias?.toLowerCase() || first === this.object.name.toLowerCase())
    )
      parts.shift();
    const fieldName = parts.pop() ?? '';
    let object = this.object;
    let alias = this.alias;
    const path: string[] = [];
    for (const relation of parts) {
      const via = this.catalog
        .fields(object)
        .find((f) => f.reference?.relationshipName?.toLowerCase() === relation.toLowerCase());
      const parent = via && this.catalog.parent(via);
      if (!via || !parent) throw noSuchRelationship(this.soql, word, relation, clause);
      path.push(via.reference?.relationshipName ?? relation);
      alias = this.#join(path.join('.'), alias, object, via, parent);
      object = parent;
    }
    const field = this.catalog.field(object, fieldName);
    if (!field) throw noSuchColumn(this.soql, word, fieldName, object.name, clause);
    return { field, object, path, word, sql: this.fieldSql(object, field, alias) };
  }

  /** SQL of a field over an object already joined as `alias`. */
  fieldSql(object: ObjectDef, field: FieldDef, alias: string): string {
    if (field.sql !== undefined)
      return field.sql.replace(/\{(\w+)\}/g, (_, name: string) =>
        name === 't' ? alias : this.#dictionary(object, name, alias),
      );
    const owner = field.via === undefined ? alias : this.#dictionary(object, field.via, alias);
    return `${owner}.${field.column}`;
  }

  /** `FROM` with every join needed so far: call it last. `lead` replaces the plain table. */
  fromSql(lead = `${this.object.table} ${this.alias}`): string {
    return [lead, ...[...this.#joins.values()].map((join) => join.sql)].join(' ');
  }

  #join(key: string, childAlias: string, child: ObjectDef, via: FieldDef, parent: ObjectDef): string {
    const known = this.#joins.get(key);
    if (known) return known.alias;
    const from = this.fieldSql(child, via, childAlias);
    const alias = `${this.alias}_p${this.#joins.size}`;
    this.#joins.set(key, { alias, sql: `LEFT JOIN ${parent.table} ${alias} ON ${alias}.n = ${from}` });
    this.parents.set(key, { alias, object: parent });
    return alias;
  }

  #dictionary(object: ObjectDef, name: string, owner: string): string {
    const key = `${owner}/${name}`;
    const known = this.#joins.get(key);
    if (known) return known.alias;
    const join = object.joins?.[name];
    if (!join) throw new Error(`${object.name} has no join ${name}`);
    const alias = `${owner}_${name}`;
    const on = join.on.replaceAll('{t}', owner).replaceAll(`{${name}}`, alias);
    this.#joins.set(key, { alias, sql: `LEFT JOIN ${join.table} ${alias} ON ${on}` });
    return alias;
  }
}
