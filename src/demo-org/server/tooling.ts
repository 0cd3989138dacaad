import type { Query } from '@jetstreamapp/soql-parser-js';
import { describeHead, describeObject } from '../catalog/describe';
import { securitySettings } from '../data/security-settings';
import { malformedQuery, notFound } from '../errors';
import { plainColumn, queryColumns } from '../soql/column-metadata';
import { Complaints } from '../soql/messages';
import { parseSoql } from '../soql/parse';
import { catalogOf, runSoql, soqlContext, type ApiCall, type ApiReply } from './api-call';
import type { Org } from './org';

/** Objects of the data API that the Tooling API knows, too. */
const SHARED: ReadonlySet<string> = new Set(['PermissionSet', 'PermissionSetGroup', 'Profile', 'User']);
const SETTINGS = 'SecuritySettings';
const SETTINGS_FIELDS: ReadonlySet<string> = new Set(['metadata', 'fullname', 'durableid', 'id']);

/** The same call with addresses below `/tooling`. */
const below = (call: ApiCall): ApiCall => ({ ...call, base: `${call.base}/tooling` });

/** `GET /tooling` */
export function toolingResources(_org: Org, { base }: ApiCall): ApiReply {
  const names = ['query', 'sobjects'];
  return { status: 200, body: Object.fromEntries(names.map((name) => [name, `${base}/tooling/${name}`])) };
}

/** The Salesforce CLI asks for the columns of its Tooling API queries, too. */
const asksForColumns = (call: ApiCall): boolean => call.query.get('columns') === 'true';

/** `GET /tooling/query?q=` */
export function toolingQuery(org: Org, call: ApiCall): ApiReply {
  const soql = call.query.get('q');
  if (soql === null) throw malformedQuery('A query string has to be specified');
  const { query, source } = parseSoql(soql);
  const complaints = new Complaints(soql, source.query);
  const from = query.sObject ?? '';
  if (from.toLowerCase() === SETTINGS.toLowerCase()) return settings(org, call, query, complaints);
  const object = catalogOf(org, call).object(from);
  if (!object || !SHARED.has(object.name)) throw complaints.unsupportedType(from);
  if (asksForColumns(call)) return { status: 200, body: queryColumns(soql, soqlContext(org, call)) };
  return { status: 200, body: runSoql(org, below(call), soql) };
}

/** SecuritySettings is a single record whose Metadata is the settings file as JSON. */
function settings(org: Org, call: ApiCall, query: Query, complaints: Complaints): ApiReply {
  const needed = org.faults.switches.securitySettingsNeeds;
  if (!catalogOf(org, call).permissions[needed]) throw complaints.unsupportedType(SETTINGS);
  const names = (query.fields ?? []).map((field) => ('field' in field ? field.field : field.type));
  const wrong = names.find((name) => !SETTINGS_FIELDS.has(name.toLowerCase()));
  if (wrong !== undefined) throw complaints.noSuchColumn(wrong, wrong, SETTINGS, 'SELECT');
  if (asksForColumns(call)) return { status: 200, body: { columnMetadata: names.map(plainColumn) } };
  const values: Record<string, unknown> = {
    metadata: securitySettings(org.store.db),
    fullname: 'Security',
    durableid: 'Security',
    id: '000000000000000AAA',
  };
  const url = `${call.base}/tooling/sobjects/${SETTINGS}/000000000000000AAA`;
  const record = {
    attributes: { type: SETTINGS, url },
    ...Object.fromEntries(names.map((name) => [name, values[name.toLowerCase()]])),
  };
  return {
    status: 200,
    body: {
      size: 1,
      totalSize: 1,
      done: true,
      queryLocator: null,
      entityTypeName: SETTINGS,
      records: [record],
    },
  };
}

/** `GET /tooling/sobjects` */
export function toolingObjects(org: Org, call: ApiCall): ApiReply {
  const objects = catalogOf(org, call).objects.filter((object) => SHARED.has(object.name));
  const sobjects = objects.map((object) => describeHead(object, `${call.base}/tooling`));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
}

/** `GET /tooling/sobjects/X/describe` */
export function toolingDescribe(org: Org, call: ApiCall, [name = '']: string[]): ApiReply {
  const catalog = catalogOf(org, call);
  const object = catalog.object(name);
  if (!object || !SHARED.has(object.name)) throw notFound();
  return { status: 200, body: describeObject(catalog, object, `${call.base}/tooling`) };
}
