import { describeHead, describeObject } from '../catalog/describe';
import { DAY_MS } from '../options';
import { ApiError, malformedQuery, methodNotAllowed, notFound } from '../errors';
import { decodeId } from '../ids';
import { PREFIXES } from '../catalog/prefixes';
import { catalogOf, runSoql, type ApiCall, type ApiReply } from './api-call';
import { batchSizeOf } from '../soql/execute';
import { composite, compositeBatch } from './composite';
import { limits } from './limits';
import type { Org } from './org';

type Handler = (org: Org, call: ApiCall, parts: string[]) => ApiReply;

/** Where a resource may be used, besides on its own. */
export interface Resource {
  pattern: RegExp;
  method: 'GET' | 'POST';
  handler: Handler;
  /** Allowed inside /composite. */
  composite: boolean;
  /** Allowed inside /composite/batch. */
  batch: boolean;
}

const resource = (
  method: 'GET' | 'POST',
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
    if (error instanceof ApiError) return { status: error.status, body: error.body };
    throw error;
  }
}

function listResources(_org: Org, { base }: ApiCall): ApiReply {
  const names = ['composite', 'limits', 'query', 'queryAll', 'sobjects'];
  return { status: 200, body: Object.fromEntries(names.map((name) => [name, `${base}/${name}`])) };
}

/** queryAll answers the same: users are never deleted, and no deleted login exists. */
function query(org: Org, call: ApiCall): ApiReply {
  const soql = call.query.get('q');
  if (soql === null) throw malformedQuery('A query string has to be specified');
  return { status: 200, body: runSoql(org, call, soql) };
}

function queryMore(org: Org, call: ApiCall, [locator = '']: string[]): ApiReply {
  const { cursor, offset } = org.cursors.find(locator, org.now());
  const context = { instance: org.store.instance, base: call.base };
  const asked = call.header('sforce-query-options');
  const size = asked === undefined ? cursor.batchSize : batchSizeOf(asked);
  return { status: 200, body: org.cursors.page(cursor, offset, size, context) };
}

function listObjects(org: Org, call: ApiCall): ApiReply {
  const { objects } = catalogOf(org, call.version);
  return {
    status: 200,
    body: {
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: objects.map((object) => describeHead(object, call.base)),
    },
  };
}

function objectOf(
  org: Org,
  call: ApiCall,
  name: string,
): NonNullable<ReturnType<ReturnType<typeof catalogOf>['object']>> {
  const object = catalogOf(org, call.version).object(name);
  if (!object) throw notFound();
  return object;
}

function objectHead(org: Org, call: ApiCall, [name = '']: string[]): ApiReply {
  const object = objectOf(org, call, name);
  return { status: 200, body: { objectDescribe: describeHead(object, call.base), recentItems: [] } };
}

/** The metadata has not changed since the company's anchor day. */
function describe(org: Org, call: ApiCall, [name = '']: string[]): ApiReply {
  const object = objectOf(org, call, name);
  const changed = org.store.feed.days.plan.anchorDay * DAY_MS;
  const headers = { 'Last-Modified': new Date(changed).toUTCString() };
  const since = Date.parse(call.header('if-modified-since') ?? '');
  if (since >= changed) return { status: 304, body: undefined, headers };
  return { status: 200, body: describeObject(catalogOf(org, call.version), object, call.base), headers };
}

function record(org: Org, call: ApiCall, [name = '', id = '']: string[]): ApiReply {
  const object = objectOf(org, call, name);
  if (decodeId(id)?.prefix !== PREFIXES[object.name])
    throw new ApiError(
      404,
      'NOT_FOUND',
      'Provided external ID field does not exist or is not accessible: ' + id,
    );
  const fields =
    call.query.get('fields') ??
    catalogOf(org, call.version)
      .fields(object)
      .map((field) => field.name)
      .join(',');
  const found = runSoql(org, call, `SELECT ${fields} FROM ${object.name} WHERE Id = '${id}'`).records[0];
  if (!found) throw notFound();
  return { status: 200, body: found };
}
