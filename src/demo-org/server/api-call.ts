import { Catalog } from '../catalog/catalog';
import { RUN_AS } from '../data/system-users';
import { batchSizeOf, executeSoql } from '../soql/execute';
import type { QueryResult } from '../soql/records';
import type { Org } from './org';

/** One call of a versioned resource, from HTTP or from inside a composite request. */
export interface ApiCall {
  method: string;
  /** Below the version: `/query`, `/sobjects/User/describe`. */
  path: string;
  query: URLSearchParams;
  /** Case-insensitive look-up. */
  header: (name: string) => string | undefined;
  body: unknown;
  /** e.g. 67 */
  version: number;
  /** `/services/data/v67.0` */
  base: string;
}

/** A body that is not JSON: CSV results, log files. */
export class RawBody {
  constructor(
    readonly contentType: string,
    readonly content: string | Uint8Array | ReadableStream<Uint8Array>,
  ) {}
}

export interface ApiReply {
  status: number;
  /** JSON value, or a RawBody; undefined sends none. */
  body: unknown;
  headers?: Record<string, string>;
}

export function catalogOf(org: Org, version: number): Catalog {
  return new Catalog(org.faults.permissions, version, org.faults.strictLoginHistoryFilters);
}

/** Runs a SOQL query as the run-as user. */
export function runSoql(org: Org, call: ApiCall, soql: string): QueryResult {
  return executeSoql(soql, {
    db: org.store.db,
    cursors: org.cursors,
    batchSize: batchSizeOf(call.header('sforce-query-options')),
    catalog: catalogOf(org, call.version),
    instance: org.store.instance,
    base: call.base,
    now: org.now(),
    runAs: RUN_AS,
  });
}
