import { type Relation } from '../../shared/model/relations';
import { quoted } from './define';

export interface RelationFilter {
  /** Only rows of the org `@org` (its `uid`). */
  org?: boolean;
  /** Only rows whose partition column lies in [`@from`, `@until`): epoch ms of a timestamp, day numbers of a date. */
  span?: boolean;
  /** Only rows behind the row whose key is `@after_<column>`…, in the order of the key; needs `org`. */
  after?: boolean;
  /** At most `@limit` rows. */
  limit?: boolean;
  /** By the partition column, where there is one, and then by the key. Default: by the key. */
  byPartition?: boolean;
}

/**
 * SQL of the rows of a relation in the order of its key, with named parameters as said above. SQLite merges it with
 * the relation's own SELECT, so one org, or one day of one org, is a stretch of the table's key.
 */
export function relationQuery(relation: Relation, filter: RelationFilter = {}): string {
  const { columns, key, partition, sql } = relation;
  const behindOrg = key.slice(1);
  const where: string[] = [];
  if (filter.org === true) where.push('org_id = @org');
  if (filter.span === true) {
    if (partition === undefined) throw new Error(`${relation.name} is not partitioned by time.`);
    where.push(`${quoted(partition)} >= @from AND ${quoted(partition)} < @until`);
  }
  if (filter.after === true && behindOrg.length > 0) {
    // The first half repeats what the second implies: it is the half at which the key's range begins.
    const [first = ''] = behindOrg;
    const names = behindOrg.map(quoted).join(', ');
    const values = behindOrg.map((name) => `@after_${name}`).join(', ');
    where.push(`${quoted(first)} >= @after_${first} AND (${names}) > (${values})`);
  }
  const by = filter.byPartition === true && partition !== undefined ? [partition] : [];
  const order = [...new Set([...by, ...(filter.org === true ? behindOrg : key)])].map(quoted).join(', ');
  return [
    `SELECT ${columns.map(({ name }) => quoted(name)).join(', ')} FROM (${sql})`,
    ...(where.length === 0 ? [] : [`WHERE ${where.join(' AND ')}`]),
    ...(order === '' ? [] : [`ORDER BY ${order}`]),
    ...(filter.limit === true ? ['LIMIT @limit'] : []),
  ].join('\n');
}
