import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../../index';
import { failure, startOrg, type TestClient } from '../../test-client';
import { BulkClient, csvText, LOGINS, parseCsv } from './test-bulk';

const HOUR = 3_600_000;
let org: DemoOrg;
let client: TestClient;
let bulk: BulkClient;
beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 300, logins: 3000 }));
  bulk = new BulkClient(client);
});
afterAll(() => org.close());

describe('results', () => {
  test('REST and Bulk give the same values', async () => {
    const fields =
      'Id, UserId, LoginTime, LoginType, Status, SourceIp, OptionsIsGet, LoginGeoId, LoginGeo.City, LoginGeo.Latitude';
    const rest = await client.all(`SELECT ${fields} FROM LoginHistory`);
    const rows = await bulk.all(`SELECT ${fields} FROM LoginHistory`);
    expect(rows).toHaveLength(3000);
    expect(rows).toEqual(
      rest.map((row) => {
        const geo = row['LoginGeo'] as Record<string, unknown> | null;
        return {
          Id: row['Id'],
          UserId: row['UserId'],
          LoginTime: csvText(row['LoginTime']),
          LoginType: csvText(row['LoginType']),
          Status: row['Status'],
          SourceIp: row['SourceIp'],
          OptionsIsGet: csvText(row['OptionsIsGet']),
          LoginGeoId: csvText(row['LoginGeoId']),
          'LoginGeo.City': csvText(geo?.['City']),
          'LoginGeo.Latitude': csvText(geo?.['Latitude']),
        };
      }),
    );
  });

  test('the text itself: quotes everywhere, two quotes for nothing, an end to every line', async () => {
    const { id } = await bulk.start(
      'SELECT Id, IsActive, UserRoleId, CreatedDate FROM User ORDER BY Id LIMIT 1',
    );
    await bulk.end(id);
    const page = await bulk.page(id);
    expect(page.type).toBe('text/csv');
    expect(page.text).toMatch(
      /^"Id","IsActive","UserRoleId","CreatedDate"\n"005\w{15}","true","(\w{18})?","\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"\n$/,
    );
  });

  test('an empty result is the header line and nothing else', async () => {
    const { id } = await bulk.start("SELECT Id, Name FROM User WHERE Name = 'nobody at all'");
    expect(await bulk.end(id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 0 });
    expect(await bulk.page(id)).toMatchObject({
      status: 200,
      text: '"Id","Name"\n',
      count: 0,
      locator: 'null',
    });
    const pages = (await bulk.send('GET', `/${id}/resultPages`)).body as {
      resultPages: unknown[];
      done: boolean;
    };
    expect(pages).toMatchObject({ done: true, nextRecordsUrl: null, resultPages: [expect.anything()] });
  });

  test('fields of a missing parent are empty, also those that are the same for every record', async () => {
    const rows = await bulk.all(
      'SELECT LoginGeo.IsDeleted, LoginGeo.Id FROM LoginHistory WHERE LoginGeoId = null',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => Object.values(row).join()))).toEqual(new Set([',']));
    const [found] = await bulk.all(
      'SELECT LoginGeo.IsDeleted FROM LoginHistory WHERE LoginGeoId != null LIMIT 1',
    );
    expect(found).toEqual({ 'LoginGeo.IsDeleted': 'false' });
  });

  test('FORMAT() gives the text REST gives', async () => {
    const soql = 'SELECT Id, FORMAT(LoginTime) shown FROM LoginHistory ORDER BY LoginTime LIMIT 3';
    const rest = await client.all(soql);
    expect(await bulk.all(soql)).toEqual(rest.map((row) => ({ Id: row['Id'], shown: row['shown'] })));
  });

  test('queryAll reads the same rows: nothing here is ever deleted', async () => {
    const { id } = await bulk.start('SELECT Id FROM User', { operation: 'queryAll' });
    expect(await bulk.end(id)).toMatchObject({ operation: 'queryAll', state: 'JobComplete' });
    expect((await bulk.page(id)).count).toBe(await client.count('User'));
  });

  test('empty fields without quotes, when so switched', async () => {
    org.control({ bulkBareNulls: true });
    const { id } = await bulk.start('SELECT ManagerId, UserType FROM User WHERE ManagerId = null LIMIT 1');
    org.control({ bulkBareNulls: false });
    await bulk.end(id);
    expect((await bulk.page(id)).text).toMatch(/^"ManagerId","UserType"\n,("\w+")?\n$/);
  });

  test('what is compressed comes out the same', async () => {
    const { id } = await bulk.start(LOGINS);
    await bulk.end(id);
    const get = (encoding: string): Promise<Response> =>
      fetch(`${org.url}${bulk.base}/${id}/results`, {
        headers: { Authorization: `Bearer ${client.token}`, 'Accept-Encoding': encoding },
      });
    const [packed, plain] = [await get('gzip'), await get('identity')];
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await packed.text()).toBe(await plain.text());
  });
});

describe('paging', () => {
  test('pages are exact, whatever their size', async () => {
    const { id } = await bulk.start('SELECT Id FROM LoginHistory');
    await bulk.end(id);
    const whole = parseCsv((await bulk.page(id)).text);
    expect(whole).toHaveLength(3000);
    for (const size of [97, 1000, 2999, 3000, 3001]) {
      const pages = await bulk.pages(id, size);
      expect(pages.map((page) => page.count)).toEqual(
        Array.from({ length: Math.ceil(3000 / size) }, (_, i) => Math.min(size, 3000 - i * size)),
      );
      for (const page of pages) expect(page.text.startsWith('"Id"\n"')).toBe(true);
      expect(pages.flatMap((page) => parseCsv(page.text))).toEqual(whole);
    }
  });

  test('a locator can be used again, means nothing to another job, and tells nothing', async () => {
    const { id } = await bulk.start('SELECT Id FROM LoginHistory');
    const { id: other } = await bulk.start('SELECT Id FROM LoginHistory');
    await bulk.end(id);
    await bulk.end(other);
    const { locator } = await bulk.page(id, { maxRecords: '1000' });
    const again = await bulk.page(id, { maxRecords: '1000' });
    expect(again.locator).toBe(locator);
    const second = { maxRecords: '1000', locator: locator ?? '' };
    expect(await bulk.page(id, second)).toEqual(await bulk.page(id, second));
    for (const wrong of [locator ?? '', 'MTAwMA', 'nonsense', 'null'])
      expect(
        failure(
          await bulk.send(
            'GET',
            `/${wrong === locator ? other : id}/results?locator=${encodeURIComponent(wrong)}`,
          ),
        ),
      ).toEqual([400, 'INVALID_QUERY_LOCATOR', 'invalid query locator']);
    expect(locator).not.toContain('1000');
  });

  test.each(['0', '-1', 'many', '1.5', ''])('maxRecords=%s is refused', async (maxRecords) => {
    const { id } = await bulk.start('SELECT Id FROM User');
    await bulk.end(id);
    expect((await bulk.page(id, { maxRecords })).status).toBe(400);
  });

  test('small pages for clients that do not ask, five addresses at a time for those that fetch side by side', async () => {
    org.control({ bulkPageSize: 400 });
    const { id } = await bulk.start('SELECT Id FROM LoginHistory');
    // The size belongs to the job: its locators stay good.
    org.control({ bulkPageSize: 100_000 });
    await bulk.end(id);
    const inRow = await bulk.pages(id);
    expect(inRow.map((page) => page.count)).toEqual([400, 400, 400, 400, 400, 400, 400, 200]);
    interface Pages {
      resultPages: { resultUrl: string }[];
      nextRecordsUrl: string | null;
      done: boolean;
    }
    const first = (await bulk.send('GET', `/${id}/resultPages`)).body as Pages;
    expect([first.resultPages.length, first.done]).toEqual([5, false]);
    const second = (await bulk.send('GET', first.nextRecordsUrl ?? '')).body as Pages;
    expect([second.resultPages.length, second.done, second.nextRecordsUrl]).toEqual([3, true, null]);
    const sideBySide = await Promise.all(
      [...first.resultPages, ...second.resultPages].map(({ resultUrl }) => bulk.page(resultUrl)),
    );
    expect(sideBySide.map((page) => page.text)).toEqual(inRow.map((page) => page.text));
  });

  test('chunks come permuted when so switched, but each row once, and not when sorted', async () => {
    const plain = await bulk.all('SELECT Id FROM LoginHistory');
    const sorted = await bulk.all('SELECT Id FROM LoginHistory ORDER BY LoginTime DESC');
    org.control({ bulkShuffles: true });
    const { id } = await bulk.start('SELECT Id FROM LoginHistory');
    await bulk.end(id);
    const permuted = (await bulk.pages(id, 700)).flatMap((page) => parseCsv(page.text));
    const same = (await bulk.pages(id)).flatMap((page) => parseCsv(page.text));
    expect(permuted).toEqual(same);
    expect(permuted).not.toEqual(plain);
    const byId = (rows: typeof plain): string[] => rows.map((row) => row['Id'] ?? '').sort();
    expect(byId(permuted)).toEqual(byId(plain));
    expect(await bulk.all('SELECT Id FROM LoginHistory ORDER BY LoginTime DESC')).toEqual(sorted);
    org.control({ bulkShuffles: false });
  });
});

describe('what a job does not see', () => {
  test('rows and changes that come after it was made', async () => {
    const moving = await startOrg({ users: 200, logins: 4000, live: true });
    const jobs = new BulkClient(moving.client);
    const logins = await jobs.start('SELECT Id FROM LoginHistory');
    const sorted = await jobs.start('SELECT Id FROM LoginHistory ORDER BY LoginTime');
    const users = await jobs.start('SELECT Id, LastLoginDate FROM User');
    const before = await moving.client.all('SELECT Id, LastLoginDate FROM User');
    const rows = await moving.client.count('LoginHistory');
    moving.org.control({ advanceClock: 30 * HOUR });
    await moving.client.grant();
    expect(await moving.client.count('LoginHistory')).toBeGreaterThan(rows);
    for (const { id } of [logins, sorted]) {
      expect((await jobs.end(id)).numberRecordsProcessed).toBe(rows);
      expect(parseCsv((await jobs.page(id)).text)).toHaveLength(rows);
    }
    await jobs.end(users.id);
    expect(parseCsv((await jobs.page(users.id)).text).map((row) => row['LastLoginDate'])).toEqual(
      before.map((row) => ((row['LastLoginDate'] as string | null) ?? '').replace('+0000', 'Z')),
    );
    await moving.org.close();
  });

  test('rows the user may not see', async () => {
    const small = await startOrg({
      users: 100,
      logins: 1000,
      live: true,
      permissions: { manageUsers: false, monitorLoginHistory: false },
    });
    const jobs = new BulkClient(small.client);
    const rest = await small.client.all('SELECT Id FROM LoginHistory');
    const rows = await jobs.all('SELECT Id FROM LoginHistory');
    expect(rows.map((row) => row['Id'])).toEqual(rest.map((row) => row['Id']));
    expect(rows.length).toBeLessThan(1000);
    await small.org.close();
  });
});
