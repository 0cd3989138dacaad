import { runSoql, type ApiCall, type ApiReply } from './api-call';
import type { Org } from './org';

/** Filters on these are served from an index. */
const INDEXED = ['Id', 'Name', 'OwnerId', 'CreatedDate', 'SystemModstamp', 'UserId', 'LoginTime'];

/**
 * `GET /query?explain=`: how a query would be run, without its rows. The figures follow from this org's data:
 * cost above 1 means that the whole table is read.
 */
export function explain(org: Org, call: ApiCall, soql: string): ApiReply {
  // Compiles, so that a wrong query is refused here, too.
  const cardinality = runSoql(org, call, soql).totalSize;
  const sobjectType = /\bFROM\s+(\w+)/i.exec(soql)?.[1] ?? '';
  const sobjectCardinality = runSoql(org, call, `SELECT COUNT() FROM ${sobjectType}`).totalSize;
  const where = /\bWHERE\b(.*)/is.exec(soql)?.[1] ?? '';
  const fields = INDEXED.filter((field) => new RegExp(`(?<![\\w.])${field}\\b`, 'i').test(where));
  const share = sobjectCardinality === 0 ? 0 : cardinality / sobjectCardinality;
  const scan = {
    cardinality,
    fields: [],
    leadingOperationType: 'TableScan',
    notes: [],
    relativeCost: 1 + share,
    sobjectCardinality,
    sobjectType,
  };
  const index = { ...scan, fields, leadingOperationType: 'Index', relativeCost: share };
  return { status: 200, body: { plans: fields.length > 0 ? [index, scan] : [scan], sourceQuery: soql } };
}
