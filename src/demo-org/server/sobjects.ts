import { describeHead, describeObject } from '../catalog/describe';
import { PREFIXES } from '../catalog/prefixes';
import type { ObjectDef } from '../catalog/types';
import { ApiError, methodNotAllowed, notFound } from '../errors';
import { decodeId } from '../ids';
import { DAY_MS } from '../options';
import { catalogOf, RawBody, runSoql, type ApiCall, type ApiReply } from './api-call';
import type { Org } from './org';

/** Objects the platform lets API clients write, given the permission. The demo org's users never have it. */
const WRITABLE: ReadonlySet<string> = new Set([
  'AuthSession',
  'ConnectedApplication',
  'OauthToken',
  'Organization',
  'PermissionSet',
  'PermissionSetAssignment',
  'PermissionSetGroup',
  'PermissionSetGroupComponent',
  'PermissionSetLicenseAssign',
  'Profile',
  'User',
  'UserLogin',
  'UserPackageLicense',
  'UserRole',
]);

/** `GET /sobjects` */
export function listObjects(org: Org, call: ApiCall): ApiReply {
  const { objects } = catalogOf(org, call);
  const sobjects = objects.map((object) => describeHead(object, call.base));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
}

/** The object, or 404 as for any name nobody knows. */
export function objectOf(org: Org, call: ApiCall, name: string): ObjectDef {
  const object = catalogOf(org, call).object(name);
  if (!object) throw notFound();
  return object;
}

/** `GET /sobjects/X` */
export function objectHead(org: Org, call: ApiCall, [name = '']: string[]): ApiReply {
  const object = objectOf(org, call, name);
  return { status: 200, body: { objectDescribe: describeHead(object, call.base), recentItems: [] } };
}

/** `GET /sobjects/X/describe`. The metadata has not changed since the company's anchor day. */
export function describe(org: Org, call: ApiCall, [name = '']: string[]): ApiReply {
  const object = objectOf(org, call, name);
  const changed = org.store.feed.days.plan.anchorDay * DAY_MS;
  const headers = { 'Last-Modified': new Date(changed).toUTCString() };
  const since = Date.parse(call.header('if-modified-since') ?? '');
  if (since >= changed) return { status: 304, body: undefined, headers };
  return { status: 200, body: describeObject(catalogOf(org, call), object, call.base), headers };
}

/** Refuses ids of another object, in the platform's words. */
export function requireIdOf(object: ObjectDef, id: string): void {
  if (decodeId(id)?.prefix !== PREFIXES[object.name])
    throw new ApiError(
      404,
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${id}`,
    );
}

/** `GET /sobjects/X/ID?fields=` */
export function record(org: Org, call: ApiCall, [name = '', id = '']: string[]): ApiReply {
  const object = objectOf(org, call, name);
  requireIdOf(object, id);
  const fields = call.query.get('fields') ?? allFields(org, call, object).join(',');
  const found = runSoql(org, call, `SELECT ${fields} FROM ${object.name} WHERE Id = '${id}'`).records[0];
  if (!found) throw notFound();
  return { status: 200, body: found };
}

export function allFields(org: Org, call: ApiCall, object: ObjectDef): string[] {
  return catalogOf(org, call)
    .fields(object)
    .map((field) => field.name);
}

/** `GET /sobjects/X/ID/FIELD`: the content of a field kept apart from its record. */
export function blob(org: Org, call: ApiCall, [name = '', id = '', field = '']: string[]): ApiReply {
  const object = objectOf(org, call, name);
  requireIdOf(object, id);
  if (catalogOf(org, call).field(object, field)?.type !== 'base64') throw notFound();
  // Event log files are the only objects here that have one.
  const content = org.store.eventLogs.render(decodeId(id)?.n ?? 0);
  if (content === undefined) throw notFound();
  return { status: 200, body: new RawBody('text/csv;charset=UTF-8', content) };
}

/**
 * POST, PATCH and DELETE on objects and records. Nobody may write here, and is told so as on the platform: what
 * no client can ever write is the wrong method, the rest lacks access.
 */
export function write(org: Org, call: ApiCall, [name = '', id]: string[]): ApiReply {
  const object = objectOf(org, call, name);
  if (!WRITABLE.has(object.name)) throw methodNotAllowed(call.method, 'GET,HEAD');
  if (id !== undefined) requireIdOf(object, id);
  throw noAccess();
}

export const noAccess = (): ApiError =>
  new ApiError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
