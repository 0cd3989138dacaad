import type { PublishedRelation, Partition } from '../../../core/ports-publish';
import type { Relation } from '../../../shared/model/relations';
import { RELATIONS } from '../../relations';
import { IDLE_SEATS } from './idle-seats';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS_OF_DATES = 32;

/** Parts of relations whose rows have no order in time. A part of a million assignments has some 4,000 rows. */
export const KEY_PARTS = 256;

/** Everything a publication consists of, in the order in which it is published. */
export function publishedRelations(relations: readonly Relation[] = RELATIONS): PublishedRelation[] {
  return [...relations, IDLE_SEATS].map((relation) => ({ ...relation, parts: partitionOf(relation) }));
}

/**
 * By time where the key begins with it: such rows come at the end and are removed at the beginning. An hour of
 * a large company has some thousand logins.
 */
function partitionOf({ name, key, columns, partition }: Relation): Partition {
  const column = columns.find((one) => one.name === partition);
  if (column === undefined || key[1] !== column.name) return { by: 'key', parts: KEY_PARTS };
  if (column.type === 'date') return { by: 'time', column: column.name, length: DAYS_OF_DATES };
  return { by: 'time', column: column.name, length: name === 'logins' ? HOUR_MS : DAY_MS };
}
