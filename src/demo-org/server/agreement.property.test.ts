import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { arbitraryBulkSoql, arbitrarySoql } from '../../../test/soql/arbitrary-soql';
import { failure, startOrg, type Page, type Reply, type Row, type TestClient } from '../test-client';
import { BulkClient, csvText, parseCsv, type CsvRow } from './bulk/test-bulk';
import { rounds } from '../../../test/builders/rounds';

/** A field as describe shows it, as far as queries need it. */
interface Field {
  name: string;
  type: string;
  filterable: boolean;
  sortable: boolean;
  relationshipName: string | null;
  referenceTo: string[];
}

/** An object, and some rows to take values from. */
interface Described {
  name: string;
  fields: Field[];
  sample: Row[];
}

let org: DemoOrg;
let client: TestClient;
let bulk: BulkClient;
const objects: Described[] = [];
/** Those that fill more than one page; half of the queries go to them. */
const large: Described[] = [];
const byName = new Map<string, Described>();
beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 80, logins: 500 }));
  org.control({ bulkUnsupported: [], setDailyLimit: 10_000_000 });
  bulk = new BulkClient(client);
  const list = (await client.get('/sobjects')).body as { sobjects: { name: string }[] };
  for (const { name } of list.sobjects) {
    const { fields } = (await client.get(`/sobjects/${name}/describe`)).body as { fields: Field[] };
    // No CSV holds the content of a file.
    const readable = fields.filter((field) => field.type !== 'base64');
    const names = readable.slice(0, 30).map((field) => field.name);
    const sample = await client.soql(`SELECT ${names.join(', ')} FROM ${name} LIMIT 50`);
    const described = {
      name,
      fields: readable,
      sample: sample.status === 200 ? (sample.body as Page).records : [],
    };
    objects.push(described);
    byName.set(name, described);
    const count = await client.soql(`SELECT COUNT() FROM ${name}`);
    if (count.status === 200 && (count.body as Page).totalSize > 200) large.push(described);
  }
}, 60_000);
afterAll(() => org.close());

const pick = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];

/** What a query is made of: numbers that choose among whatever the org has. */
const plans = fc.record({
  large: fc.boolean(),
  object: fc.nat(),
  fields: fc.array(fc.tuple(fc.nat(), fc.option(fc.nat(), { freq: 3 })), { minLength: 1, maxLength: 6 }),
  conditions: fc.array(fc.tuple(fc.nat(), fc.nat(11), fc.nat(), fc.boolean()), { maxLength: 3 }),
  any: fc.boolean(),
  order: fc.array(fc.tuple(fc.nat(), fc.constantFrom('', ' DESC', ' NULLS LAST', ' DESC NULLS LAST')), {
    maxLength: 2,
  }),
  limit: fc.option(fc.integer({ min: 1, max: 700 }), { freq: 2 }),
});

function soqlOf(
  plan: (typeof plans)['generate'] extends (...args: never[]) => { value: infer T } ? T : never,
): string {
  const object = pick(plan.large ? large : objects, plan.object);
  if (!object) throw new Error('the org has no objects');
  const fields = new Set(plan.fields.map(([field, parent]) => fieldName(object, field, parent)));
  const tests = plan.conditions.flatMap(([field, operator, value, not]) => {
    const found = pick(
      object.fields.filter((f) => f.filterable),
      field,
    );
    return found ? [`(${not ? 'NOT ' : ''}${condition(object, found, operator, value)})`] : [];
  });
  const sortable = object.fields.filter((field) => field.sortable);
  const order =
    sortable.length > 0 ? plan.order.map(([f, how]) => `${pick(sortable, f)?.name ?? ''}${how}`) : [];
  return [
    `SELECT ${[...fields].join(', ')} FROM ${object.name}`,
    tests.length > 0 ? `WHERE ${tests.join(plan.any ? ' OR ' : ' AND ')}` : '',
    order.length > 0 ? `ORDER BY ${order.join(', ')}` : '',
    plan.limit === null ? '' : `LIMIT ${plan.limit}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** A field, perhaps of a parent of one kind. */
function fieldName(object: Described, index: number, parent: number | null): string {
  const own = pick(object.fields, index)?.name ?? 'Id';
  if (parent === null) return own;
  const via = pick(
    object.fields.filter((field) => field.relationshipName !== null && field.referenceTo.length === 1),
    parent,
  );
  const of = via && byName.get(via.referenceTo[0] ?? '');
  return via && of ? `${via.relationshipName ?? ''}.${pick(of.fields, index)?.name ?? 'Id'}` : own;
}

const OPERATORS = ['=', '!=', '<', '>', '<=', '>='];

function condition(object: Described, field: Field, operator: number, value: number): string {
  if (operator === 0) return `${field.name} = null`;
  if (operator === 1) return `${field.name} != null`;
  const found = pick(object.sample, value)?.[field.name];
  const equality = operator % 2 === 0 ? '=' : '!=';
  const ordering = pick(OPERATORS, operator) ?? '=';
  switch (field.type) {
    case 'boolean':
      return `${field.name} ${equality} ${value % 2 === 0 ? 'TRUE' : 'FALSE'}`;
    case 'int':
    case 'double':
      return `${field.name} ${ordering} ${typeof found === 'number' ? found : value}`;
    case 'date':
      return `${field.name} ${ordering} ${typeof found === 'string' ? found : 'TODAY'}`;
    case 'datetime':
      return `${field.name} ${ordering} ${typeof found === 'string' ? found.replace('.000+0000', 'Z') : 'LAST_N_DAYS:30'}`;
    case 'multipicklist':
      return `${field.name} = null`;
    case 'id':
    case 'reference':
      return typeof found === 'string' ? `${field.name} ${equality} '${found}'` : `${field.name} = null`;
    default: {
      const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
      if (typeof found !== 'string') return `${field.name} != null`;
      if (operator > 8) return `${field.name} LIKE ${quoted(`${found.slice(0, 2).replace(/[%_]/g, '')}%`)}`;
      if (operator > 6) return `${field.name} IN (${quoted(found)}, 'nothing')`;
      return `${field.name} ${equality} ${quoted(found)}`;
    }
  }
}

/** Every record by `/query`, in pages of 200. */
async function byRest(first: Reply): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = first.body as Page; ;) {
    rows.push(...page.records);
    if (page.nextRecordsUrl === undefined) return rows;
    page = (await client.get(page.nextRecordsUrl, SMALL)).body as Page;
  }
}

/** What the run-as user may see: mostly everything. */
const often = fc.integer({ min: 0, max: 3 }).map((n) => n > 0);
const permissions = fc.record({
  manageUsers: often,
  monitorLoginHistory: often,
  viewAllUsers: often,
  viewSetup: often,
});

const SMALL = { 'Sforce-Query-Options': 'batchSize=200' };

/** Every record by `/composite`, each page a request of its own. */
async function byComposite(soql: string): Promise<Row[]> {
  const rows: Row[] = [];
  let url: string | undefined = `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`;
  while (url !== undefined) {
    const reply = await client.post('/composite', {
      compositeRequest: [{ method: 'GET', url, referenceId: 'page', httpHeaders: SMALL }],
    });
    const [part] = (reply.body as { compositeResponse: { body: Page; httpStatusCode: number }[] })
      .compositeResponse;
    if (part?.httpStatusCode !== 200) throw new Error(JSON.stringify(part?.body));
    rows.push(...part.body.records);
    url = part.body.nextRecordsUrl;
  }
  return rows;
}

/** A record as the line of a CSV with this header. */
function asCsv(record: Row, header: readonly string[]): CsvRow {
  return Object.fromEntries(
    header.map((path) => {
      let value: unknown = record;
      for (const name of path.split('.')) value = (value as Row | null)?.[name];
      return [path, csvText(value)];
    }),
  );
}

const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

/** Asks in all three ways; the answers must be alike. */
async function compare(soql: string, maxRecords: number): Promise<void> {
  const first = await client.soql(soql, SMALL);
  if (first.status !== 200) {
    expect(failure(await bulk.create(soql)), soql).toEqual(failure(first));
    return;
  }
  const rest = await byRest(first);
  expect(rest.length, soql).toBe((first.body as Page).totalSize);
  expect(await byComposite(soql), soql).toEqual(rest);
  const { id } = await bulk.start(soql);
  const end = await bulk.end(id);
  // A parent that may be of several kinds is the one thing a job takes and cannot write.
  if (selected(soql).some((path) => path.startsWith('License.'))) {
    expect(end, soql).toMatchObject({
      state: 'Failed',
      errorMessage: expect.stringContaining("'License'") as string,
    });
    return;
  }
  expect(end.numberRecordsProcessed, soql).toBe(rest.length);
  const pages = await bulk.pages(id, maxRecords);
  const header = (pages[0]?.text.split('\n')[0] ?? '').split(',').map((name) => name.slice(1, -1));
  const lower = (paths: readonly string[]): string[] => paths.map((path) => path.toLowerCase()).sort();
  expect(lower(header), soql).toEqual(lower(selected(soql)));
  const rows = pages.flatMap((page) => parseCsv(page.text));
  const expected = rest.map((record) => asCsv(record, header));
  if (/ ORDER BY | LIMIT /.test(soql)) expect(rows, soql).toEqual(expected);
  else expect(sorted(rows), soql).toEqual(sorted(expected));
  await bulk.send('DELETE', `/${id}`);
}

const pageSizes = fc.integer({ min: 120, max: 1000 });

test('any object and field: query, composite and bulk give the same values, or the same refusal', async () => {
  await fc.assert(
    fc.asyncProperty(plans, pageSizes, fc.boolean(), permissions, async (plan, size, bulkShuffles, may) => {
      org.control({ bulkShuffles, permissions: may });
      await compare(soqlOf(plan), size);
    }),
    { numRuns: rounds(30) },
  );
}, 120_000);

describe('any SOQL', () => {
  beforeAll(() => {
    org.control({
      permissions: { manageUsers: true, monitorLoginHistory: true, viewAllUsers: true, viewSetup: true },
    });
  });

  test('that Bulk API 2.0 takes gives the same values', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryBulkSoql, pageSizes, fc.boolean(), async ({ soql }, size, bulkShuffles) => {
        org.control({ bulkShuffles });
        await compare(soql, size);
      }),
      { numRuns: rounds(40) },
    );
  }, 120_000);

  test('that it does not take is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitrarySoql.filter(({ bulk: taken }) => !taken),
        async ({ soql }) => {
          expect(failure(await bulk.create(soql)).slice(0, 2), soql).toEqual([400, 'API_ERROR']);
        },
      ),
      { numRuns: rounds(60) },
    );
  });
});

/** The SELECT list as written. */
const selected = (soql: string): string[] => (/^SELECT (.*?) FROM /.exec(soql)?.[1] ?? '').split(', ');
