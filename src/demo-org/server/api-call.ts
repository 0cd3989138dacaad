import { Catalog } from '../catalog/catalog';
import { batchSizeOf, executeSoql, type ExecuteContext } from '../soql/execute';
import type { PermissionState } from '../permissions';
import type { QueryResult } from '../soql/records';
import type { Org } from './org';
import type { Session } from './sessions';

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
  /** Whose token it came with. */
  session: Session;
}

/** A body that is not JSON: CSV results, log files. */
export class RawBody {
  constructor(
    readonly contentType: string,
    readonly content: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  ) {}
}

export interface ApiReply {
  status: number;
  /** JSON value, or a RawBody; undefined sends none. */
  body: unknown;
  headers?: Record<string, string>;
}

/** The run-as user's permissions are a switch; everybody else's follow from profile and permission sets. */
export function permissionsOf(org: Org, session: Session): PermissionState {
  return session.user.n === org.runAs ? org.faults.permissions : org.users.permissions(session.user);
}

/** The objects and fields the caller can see in the version called. */
export function catalogOf(org: Org, call: Pick<ApiCall, 'version' | 'session'>): Catalog {
  const { user } = call.session;
  return new Catalog(permissionsOf(org, call.session), call.version, {
    ...org.faults.switches,
    integrationUser: org.users.holdsIntegrationLicense(user),
  });
}

/** Runs a SOQL query as the token's user. */
export function runSoql(org: Org, call: ApiCall, soql: string): QueryResult {
  return executeSoql(soql, soqlContext(org, call));
}

/** What a query is compiled and run with: the token's user, the version called, the moment. */
export function soqlContext(org: Org, call: ApiCall): ExecuteContext {
  return {
    db: org.store.db,
    cursors: org.cursors,
    batchSize: batchSizeOf(call.header('sforce-query-options')),
    catalog: catalogOf(org, call),
    instance: org.store.instance,
    base: call.base,
    now: org.now(),
    runAs: call.session.user.n,
  };
}
