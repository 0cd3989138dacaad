import { ApiError, DOUBTFUL_STATUS, malformedQuery, methodNotAllowed, notFound } from '../errors';
import { catalogOf, runSoql, soqlContext, type ApiCall, type ApiReply } from './api-call';
import { queryColumns } from '../soql/column-metadata';
import { batchSizeOf } from '../soql/execute';
import { abortJob, createJob, deleteJob, jobInfo, listJobs, resultPages, results } from './bulk/routes';
import { readCollection, writeCollection, writeTree } from './collections';
import { composite, compositeBatch, compositeResources } from './composite';
import { explain } from './explain';
import { limits } from './limits';
import type { Org } from './org';
import { blob, describe, listObjects, objectHead, record, write } from './sobjects';
import { toolingDescribe, toolingObjects, toolingQuery, toolingResources } from './tooling';

type Handler = (org: Org, call: ApiCall, parts: string[]) => ApiReply;

/** Where a resource may be used, besides on its own. */
export interface Resource {
  pattern: RegExp;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  handler: Handler;
  /** Allowed inside /composite. */
  composite: boolean;
  /** Allowed inside /composite/batch. */
  batch: boolean;
}

const resource = (
  method: Resource['method'],
  pattern: RegExp,
  handler: Handler,
  inside: 'both' | 'batch' | 'none',
): Resource => ({
  method,
  pattern,
  handler,
  composite: inside === 'both',
  batch: inside !== 'none',
});

/** Everything below /services/data/vNN.0. A new resource is a line here. */
export const RESOURCES: readonly Resource[] = [
  resource('GET', /^\/?$/, listResources, 'none'),
  resource('GET', /^\/limits$/, limits, 'batch'),
  resource('GET', /^\/(query|queryAll)$/, query, 'both'),
  resource('GET', /^\/(?:query|queryAll)\/([^/]+)$/, queryMore, 'both'),
  resource('GET', /^\/sobjects$/, listObjects, 'both'),
  resource('GET', /^\/sobjects\/(\w+)$/, objectHead, 'both'),
  resource('GET', /^\/sobjects\/(\w+)\/describe$/, describe, 'both'),
  resource('GET', /^\/sobjects\/(\w+)\/(\w{15}|\w{18})$/, record, 'both'),
  resource('GET', /^\/sobjects\/(\w+)\/(\w{15}|\w{18})\/(\w+)$/, blob, 'none'),
  resource('POST', /^\/sobjects\/(\w+)$/, write, 'both'),
  resource('PATCH', /^\/sobjects\/(\w+)\/(\w{15}|\w{18})$/, write, 'both'),
  resource('DELETE', /^\/sobjects\/(\w+)\/(\w{15}|\w{18})$/, write, 'both'),
  resource('GET', /^\/recent$/, () => ({ status: 200, body: [] }), 'batch'),
  resource('GET', /^\/tooling$/, toolingResources, 'none'),
  resource('GET', /^\/tooling\/query$/, toolingQuery, 'batch'),
  resource('GET', /^\/tooling\/query\/([^/]+)$/, queryMore, 'batch'),
  resource('GET', /^\/tooling\/sobjects$/, toolingObjects, 'none'),
  resource('GET', /^\/tooling\/sobjects\/(\w+)\/describe$/, toolingDescribe, 'none'),
  resource(
    'GET',
    /^\/jobs$/,
    (_org, { base }) => ({ status: 200, body: { query: `${base}/jobs/query` } }),
    'none',
  ),
  resource('POST', /^\/jobs\/query$/, createJob, 'none'),
  resource('GET', /^\/jobs\/query$/, listJobs, 'none'),
  resource('GET', /^\/jobs\/query\/(\w+)$/, jobInfo, 'none'),
  resource('PATCH', /^\/jobs\/query\/(\w+)$/, abortJob, 'none'),
  resource('DELETE', /^\/jobs\/query\/(\w+)$/, deleteJob, 'none'),
  resource('GET', /^\/jobs\/query\/(\w+)\/results$/, results, 'none'),
  resource('GET', /^\/jobs\/query\/(\w+)\/resultPages$/, resultPages, 'none'),
  resource('GET', /^\/composite$/, compositeResources, 'none'),
  resource('GET', /^\/composite\/sobjects\/(\w+)$/, readCollection, 'both'),
  resource('POST', /^\/composite\/sobjects\/(\w+)$/, readCollection, 'both'),
  resource('POST', /^\/composite\/sobjects$/, writeCollection, 'both'),
  resource('PATCH', /^\/composite\/sobjects$/, writeCollection, 'both'),
  resource('DELETE', /^\/composite\/sobjects$/, writeCollection, 'both'),
  resource('POST', /^\/composite\/tree(?:\/(\w+))?$/, writeTree, 'none'),
  resource('POST', /^\/composite$/, (org, call) => composite(org, call, handle), 'none'),
  resource('POST', /^\/composite\/batch$/, (org, call) => compositeBatch(org, call, handle), 'none'),
];

/** Finds the resource for a call; 404 for an unknown path, 405 for the wrong method. */
export function findResource(method: string, path: string): { resource: Resource; parts: string[] } {
  const fitting = RESOURCES.filter((r) => r.pattern.test(path));
  if (fitting.length === 0) throw notFound();
  const found = fitting.find((r) => r.method === method || (method === 'HEAD' && r.method === 'GET'));
  if (!found) throw methodNotAllowed(method, [...new Set(fitting.map((r) => r.method))].join(','));
  return { resource: found, parts: found.pattern.exec(path)?.slice(1) ?? [] };
}

/** Answers a call; refusals become their error array. */
export function handle(org: Org, call: ApiCall, inside?: 'composite' | 'batch'): ApiReply {
  try {
    const { resource: found, parts } = findResource(call.method, call.path);
    if (inside !== undefined && !found[inside])
      throw new ApiError(
        400,
        'INVALID_REQUEST',
        `The resource ${call.base}${call.path} is not supported in a composite request`,
      );
    return found.handler(org, call, parts);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const told = asSwitched(org, call, error);
    return { status: told.status, body: told.body };
  }
}

/** What nothing public settles about an error is as the switches say. */
function asSwitched(org: Org, call: ApiCall, error: ApiError): ApiError {
  const { doubtfulStatus, missingSetupPermission } = org.faults.switches;
  if (DOUBTFUL_STATUS.has(error.errorCode)) return error.withStatus(doubtfulStatus);
  const hidden = error.errorCode === 'INVALID_TYPE' && missingSetupPermission === 'INSUFFICIENT_ACCESS';
  const name = /sObject type '(\w+)'/.exec(error.message)?.[1];
  if (!hidden || name === undefined || !catalogOf(org, call).lacksPermission(name)) return error;
  return new ApiError(403, 'INSUFFICIENT_ACCESS', `insufficient access rights on object: ${name}`);
}

function listResources(org: Org, { base, session }: ApiCall): ApiReply {
  const names = ['composite', 'jobs', 'limits', 'query', 'queryAll', 'recent', 'sobjects', 'tooling'];
  const identity = `${org.url}/id/${org.organizationId}/${session.user.id}`;
  return {
    status: 200,
    body: { identity, ...Object.fromEntries(names.map((name) => [name, `${base}/${name}`])) },
  };
}

/** queryAll answers the same: users are never deleted, and no deleted login exists. */
function query(org: Org, call: ApiCall): ApiReply {
  const soql = call.query.get('q');
  const toExplain = call.query.get('explain');
  if (soql === null && toExplain !== null) return explain(org, call, toExplain);
  if (soql === null) throw malformedQuery('A query string has to be specified');
  if (call.query.get('columns') === 'true')
    return { status: 200, body: queryColumns(soql, soqlContext(org, call)) };
  return { status: 200, body: runSoql(org, call, soql) };
}

function queryMore(org: Org, call: ApiCall, [locator = '']: string[]): ApiReply {
  const { cursor, offset } = org.cursors.find(locator, org.now());
  const context = { instance: org.store.instance, base: call.base };
  const asked = call.header('sforce-query-options');
  const size = asked === undefined ? cursor.batchSize : batchSizeOf(asked);
  return { status: 200, body: org.cursors.page(cursor, offset, size, context) };
}
