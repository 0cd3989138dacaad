import type { Query } from '@jetstreamapp/soql-parser-js';
import type { ObjectDef } from '../catalog/types';
import { ApiError, malformedQuery } from '../errors';
import type { CompiledQuery } from './compiled-query';

const MAX_OFFSET = 2000;

/** Scopes the platform knows; the objects here have no owner, so all rows is the only one they support. */
const SCOPES = [
  'delegated',
  'everything',
  'mine',
  'mine_and_my_groups',
  'my_territory',
  'my_team_territory',
  'team',
];

/**
 * Clauses beside the usual ones. FOR VIEW and FOR REFERENCE only note that a record was seen, and the access
 * clauses ask for what every REST query obeys anyway: all of them change nothing here.
 */
export function refuseClauses(
  query: Pick<Query, 'usingScope' | 'withDataCategory' | 'update' | 'for'>,
  object: ObjectDef,
): void {
  const scope = query.usingScope?.toLowerCase();
  if (scope !== undefined && scope !== 'everything')
    throw SCOPES.includes(scope)
      ? new ApiError(400, 'INVALID_QUERY_SCOPE', `Scope '${scope}' is not supported for ${object.name}`)
      : malformedQuery(`unexpected token: '${query.usingScope ?? ''}'`);
  if (query.withDataCategory)
    throw malformedQuery(`WITH DATA CATEGORY is not supported for entity type ${object.name}`);
  if (query.update)
    throw malformedQuery(`UPDATE ${query.update} is not supported for entity type ${object.name}`);
  if (query.for === 'UPDATE') throw malformedQuery('FOR UPDATE not allowed in this context');
}

/** LIMIT and OFFSET of a query; totals without groups take neither. */
export function window(
  query: { limit: number | undefined; offset: number | undefined },
  object: ObjectDef,
  totals: boolean,
): Pick<CompiledQuery, 'limit' | 'offset'> {
  const { limit, offset = 0 } = query;
  if (totals && (limit !== undefined || query.offset !== undefined))
    throw malformedQuery(
      `Non-grouped query that uses overall aggregate functions cannot also use ${limit === undefined ? 'OFFSET' : 'LIMIT'}`,
    );
  // Objects that yield so many rows and no more are read on with OFFSET, however far.
  if (offset > MAX_OFFSET && object.page === undefined)
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  return { limit, offset };
}
