import type { Catalog } from '../catalog/catalog';
import type { FieldDef, ObjectDef } from '../catalog/types';
import { tooComplicated, type Complaints } from './messages';
import { isPolymorphic, NAME, nameField, numberInId, targetsOf, type NameEntity } from './relationships';
import type { Clause, SourceQuery } from './source';

/** A field found at the end of a path, with the SQL that reads it. */
export interface ResolvedField {
  field: FieldDef;
  object: ObjectDef | NameEntity;
  sql: string;
  /** Parent relationship names walked, in describe's spelling. */
  path: string[];
  /** As the query wrote it; error messages point at this. */
  word: string;
}

/** A reference to several kinds of object, found at the end of a path. */
export interface PolymorphicReference {
  field: FieldDef;
  path: string[];
  /** SQL of the stored id. */
  sql: string;
}

/** Child-to-parent steps of one path (SOQL reference, "Understanding Relationship Query Limitations"). */
const MAX_STEPS = 5;

/** Child-to-parent relationships of one query, ditto. */
const MAX_PARENTS = 55;

/** Names of one SELECT: its object, and the SQL joins its paths have needed so far. */
export class Scope {
  readonly #joins = new Map<string, { alias: string; sql: string }>();
  /** Parents joined so far, by relationship path (`Profile.UserLicense`). */
  readonly parents = new Map<string, { alias: string; object: ObjectDef }>();
  /** SQL of the stored ids of parents of several kinds, by relationship path. */
  readonly polymorphic = new Map<string, string>();

  constructor(
    readonly catalog: Catalog,
    readonly object: ObjectDef,
    readonly source: SourceQuery,
    readonly complaints: Complaints,
    /** Name of the object in the query's FROM alias, if given. */
    readonly soqlAlias: string | undefined,
    /** SQL alias of the object's table; unique among nested queries. */
    readonly alias: string,
  ) {}

  /** Finds `Profile.UserLicense.Name`; throws INVALID_FIELD as Salesforce words it. */
  resolve(word: string, clause: Clause): ResolvedField {
    const steps = this.#steps(word);
    const fieldName = steps.pop() ?? '';
    const end = this.#walk(word, steps, clause);
    if ('sql' in end) {
      const named = NAME.fields.find((field) => field.name.toLowerCase() === fieldName.toLowerCase());
      if (!named) throw this.complaints.noSuchColumn(word, fieldName, NAME.name, clause);
      this.polymorphic.set(end.path.join('.'), end.sql);
      return { field: named, object: NAME, path: end.path, word, sql: this.#nameSql(end, named) };
    }
    const field = this.catalog.field(end.object, fieldName);
    if (!field) throw this.complaints.noSuchColumn(word, fieldName, end.object.name, clause);
    return {
      field,
      object: end.object,
      path: end.path,
      word,
      sql: this.fieldSql(end.object, field, end.alias),
    };
  }

  /** Finds the relationship TYPEOF is asked about; throws when it leads to one kind of object only. */
  polymorphicReference(word: string): PolymorphicReference {
    const end = this.#walk(word, this.#steps(word), 'SELECT');
    if ('sql' in end) return end;
    throw this.complaints.at(
      word,
      'SELECT',
      'INVALID_FIELD',
      `TYPEOF is only supported for polymorphic relationships: ${word}`,
    );
  }

  /** SQL of a field over an object already joined as `alias`. */
  fieldSql(object: ObjectDef, field: FieldDef, alias: string): string {
    if (field.type === 'id' && object.hideId === true) return 'NULL';
    if (field.sql !== undefined)
      return field.sql.replace(/\{(\w+)\}/g, (_, name: string) =>
        name === 't' ? alias : this.#dictionary(object, name, alias),
      );
    const owner = field.via === undefined ? alias : this.#dictionary(object, field.via, alias);
    return `${owner}.${field.column}`;
  }

  /** SQL of the number of the parent a reference of this object leads to. */
  linkSql(parent: ObjectDef, field: FieldDef): string {
    const sql = this.fieldSql(this.object, field, this.alias);
    return field.textId === true ? numberInId(parent.name, sql) : sql;
  }

  /** `FROM` with every join needed so far: call it last. `lead` replaces the plain table. */
  fromSql(lead = `${this.object.table} ${this.alias}`): string {
    return [lead, ...[...this.#joins.values()].map((join) => join.sql)].join(' ');
  }

  /** Joins one kind of object a polymorphic reference may point at, and gives its SQL alias. */
  joinTarget(reference: PolymorphicReference, target: ObjectDef): string {
    const key = `${reference.path.join('.')}:${target.name}`;
    return this.#leftJoin(key, target, numberInId(target.name, reference.sql));
  }

  /** A scope that reads fields of an object joined as `alias`; what it joins, this one joins. */
  within(object: ObjectDef, alias: string): { resolve: (word: string) => ResolvedField } {
    return {
      resolve: (word) => {
        const steps = word.split('.');
        const fieldName = steps.pop() ?? '';
        const end = this.#walk(word, steps, 'SELECT', { object, alias, path: [] }, `${alias}:`);
        if ('sql' in end) throw this.complaints.noSuchRelationship(word, steps.at(-1) ?? '', 'SELECT');
        const field = this.catalog.field(end.object, fieldName);
        if (!field) throw this.complaints.noSuchColumn(word, fieldName, end.object.name, 'SELECT');
        const sql = this.fieldSql(end.object, field, end.alias);
        return { field, object: end.object, path: end.path, word, sql };
      },
    };
  }

  /** The names of a path, without the object's own name or alias and with FROM's aliases spelled out. */
  #steps(word: string): string[] {
    const parts = word.split('.');
    const first = parts[0]?.toLowerCase() ?? '';
    const aliased = parts.length > 1 ? this.source.aliases.get(first) : undefined;
    if (aliased !== undefined) parts.splice(0, 1, ...aliased.split('.'));
    else if (
      parts.length > 1 &&
      (first === this.soqlAlias?.toLowerCase() || first === this.object.name.toLowerCase())
    )
      parts.shift();
    return parts;
  }

  #walk(
    word: string,
    steps: readonly string[],
    clause: Clause,
    start = { object: this.object, alias: this.alias, path: [] as string[] },
    keyed = '',
  ): { object: ObjectDef; alias: string; path: string[] } | PolymorphicReference {
    if (steps.length > MAX_STEPS)
      throw this.complaints.noSuchRelationship(word, steps[MAX_STEPS] ?? '', clause);
    let { object, alias } = start;
    const path = [...start.path];
    for (const [i, relation] of steps.entries()) {
      const via = this.catalog
        .fields(object)
        .find((f) => f.reference?.relationshipName?.toLowerCase() === relation.toLowerCase());
      if (!via?.reference) throw this.complaints.noSuchRelationship(word, relation, clause);
      path.push(via.reference.relationshipName ?? relation);
      const sql = this.fieldSql(object, via, alias);
      if (isPolymorphic(via)) {
        const next = steps[i + 1];
        if (next !== undefined) throw this.complaints.noSuchRelationship(word, next, clause);
        return { field: via, path, sql };
      }
      const parent = this.catalog.parent(via);
      if (!parent) throw this.complaints.noSuchRelationship(word, relation, clause);
      const key = keyed + path.join('.');
      alias = this.#leftJoin(key, parent, sql);
      this.parents.set(key, { alias, object: parent });
      object = parent;
    }
    return { object, alias, path };
  }

  #leftJoin(key: string, parent: ObjectDef, idSql: string): string {
    const known = this.#joins.get(key);
    if (known) return known.alias;
    if (this.parents.size >= MAX_PARENTS) throw tooComplicated();
    const alias = `${this.alias}_p${this.#joins.size}`;
    this.#joins.set(key, { alias, sql: `LEFT JOIN ${parent.table} ${alias} ON ${alias}.n = ${idSql}` });
    return alias;
  }

  /** SQL of a field of the Name object, from whichever kind of object the reference points at. */
  #nameSql(reference: PolymorphicReference, field: FieldDef): string {
    if (field.type === 'id') return reference.sql;
    const targets = targetsOf(this.catalog, reference.field);
    if (field.name === 'Type') {
      const kinds = targets.map(
        (t) => `WHEN ${numberInId(t.name, reference.sql)} IS NOT NULL THEN '${t.name}'`,
      );
      return kinds.length > 0 ? `CASE ${kinds.join(' ')} END` : 'NULL';
    }
    const values = targets.flatMap((target) => {
      const own =
        field.name === 'Name' ? nameField(this.catalog, target) : this.catalog.field(target, field.name);
      return own ? [this.fieldSql(target, own, this.joinTarget(reference, target))] : [];
    });
    return values.length > 1 ? `COALESCE(${values.join(', ')})` : (values[0] ?? 'NULL');
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
