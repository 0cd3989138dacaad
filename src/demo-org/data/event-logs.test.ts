import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeId, toId15 } from '../ids';
import { DAY_MS } from '../options';
import { NOON, type Row } from '../test-client';
import { openStore, type TestStore } from '../test-store';

let org: TestStore;
beforeAll(async () => {
  org = await openStore();
});
afterAll(() => org.store.close());

const FILES =
  'SELECT Id, EventType, LogDate, Interval, Sequence, LogFileLength, LogFileFieldNames, LogFileFieldTypes, LogFile, CreatedDate FROM EventLogFile';

function content(file: Row): string {
  const text = org.store.eventLogs.render(decodeId(String(file['Id']))?.n ?? 0);
  if (text === undefined) throw new Error(`no file ${String(file['Id'])}`);
  return text;
}

const csv = (file: Row): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(content(file), { header: true, skipEmptyLines: true }).data;

const daily = (type: string): Row => {
  const [file] = org.query(`${FILES} WHERE EventType = '${type}' AND Interval = 'Daily'`);
  if (!file) throw new Error(`no daily ${type} file`);
  return file;
};

describe('records', () => {
  test('yesterday by type, and the last 24 hours by type and hour', () => {
    const files = org.query(`${FILES} ORDER BY LogDate`);
    const days = files.filter((file) => file['Interval'] === 'Daily');
    expect(days.map((file) => [file['EventType'], file['LogDate']]).sort()).toEqual(
      ['ApiTotalUsage', 'Login', 'Logout'].map((type) => [type, '2026-03-17T00:00:00.000+0000']),
    );
    const hours = files.filter(
      (file) => file['Interval'] === 'Hourly' && file['EventType'] === 'ApiTotalUsage',
    );
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)?.['LogDate']).toBe('2026-03-18T08:00:00.000+0000');
    for (const file of files) expect(Date.parse(String(file['CreatedDate']))).toBeLessThanOrEqual(NOON);
  });

  test('length and field names are those of the content', () => {
    for (const file of org.query(FILES)) {
      const text = content(file);
      expect([file['Id'], file['LogFileLength']]).toEqual([file['Id'], Buffer.byteLength(text)]);
      const header = (text.split('\n', 1)[0] ?? '').replaceAll('"', '');
      expect(file['LogFileFieldNames']).toBe(header);
      expect(String(file['LogFileFieldTypes']).split(',')).toHaveLength(header.split(',').length);
      expect(file['LogFile']).toBe(
        `/services/data/v67.0/sobjects/EventLogFile/${String(file['Id'])}/LogFile`,
      );
    }
  });

  test('a file that is not there has no content', () => {
    expect(org.store.eventLogs.render(1)).toBeUndefined();
  });

  test('the hours of a day hold what the day holds', () => {
    // Hours of both days around midnight are kept; those of yesterday are a part of yesterday's file.
    const all = new Set(csv(daily('Login')).map((row) => row['REQUEST_ID']));
    const hours = org.query(
      `${FILES} WHERE EventType = 'Login' AND Interval = 'Hourly' AND LogDate < 2026-03-18T00:00:00Z`,
    );
    const ofHours = hours.flatMap((file) => csv(file).map((row) => row['REQUEST_ID']));
    expect(ofHours.length).toBeGreaterThan(10);
    expect(ofHours.every((id) => all.has(id))).toBe(true);
  });
});

describe('Login', () => {
  test('one line per sign-in of the day, in the platform’s codes', () => {
    const rows = csv(daily('Login'));
    const from = '2026-03-17T00:00:00Z';
    expect(rows).toHaveLength(
      org.count(`LoginHistory WHERE LoginTime >= ${from} AND LoginTime < 2026-03-18T00:00:00Z`),
    );
    const logins = new Map(
      org
        .query(
          `SELECT LoginTime, UserId, SourceIp, Status FROM LoginHistory WHERE LoginTime >= ${from} AND LoginTime < 2026-03-18T00:00:00Z`,
        )
        .map((row) => [
          `${String(row['LoginTime']).slice(0, 19)} ${String(row['UserId'])} ${String(row['SourceIp'])}`,
          row,
        ]),
    );
    for (const row of rows) {
      expect(row['EVENT_TYPE']).toBe('Login');
      expect(row['TIMESTAMP']).toMatch(/^20260317\d{6}\.\d{3}$/);
      expect(row['ORGANIZATION_ID']).toMatch(/^00D\w{12}$/);
      expect(row['USER_ID']).toBe(toId15(row['USER_ID_DERIVED'] ?? ''));
      expect(row['USER_ID_DERIVED']).toHaveLength(18);
      expect(row['REQUEST_ID']).toMatch(/^[\w-]{22}$/);
      const login = logins.get(
        `${(row['TIMESTAMP_DERIVED'] ?? '').slice(0, 19)} ${row['USER_ID_DERIVED'] ?? ''} ${row['SOURCE_IP'] ?? ''}`,
      );
      expect([row, row['LOGIN_STATUS'] === 'LOGIN_NO_ERROR']).toEqual([row, login?.['Status'] === 'Success']);
    }
    expect(new Set(rows.map((row) => row['LOGIN_TYPE']))).toEqual(
      new Set(['A', '8', 'i', 'I', ...rows.map((row) => row['LOGIN_TYPE'])]),
    );
    expect(new Set(rows.map((row) => row['REQUEST_ID'])).size).toBe(rows.length);
  });
});

describe('Logout', () => {
  test('every logout ends a session that began with a sign-in, by the user or by running out', () => {
    const keys = new Map(csv(daily('Login')).map((row) => [row['LOGIN_KEY'], row]));
    const rows = csv(daily('Logout'));
    expect(rows.length).toBeGreaterThan(10);
    const known = rows.filter((row) => keys.has(row['LOGIN_KEY']));
    // The first two hours end sessions of the day before.
    expect(known.length / rows.length).toBeGreaterThan(0.9);
    for (const row of known) {
      const login = keys.get(row['LOGIN_KEY']);
      expect(row['USER_ID']).toBe(login?.['USER_ID']);
      expect(Date.parse(row['TIMESTAMP_DERIVED'] ?? '')).toBeGreaterThan(
        Date.parse(login?.['TIMESTAMP_DERIVED'] ?? ''),
      );
    }
    expect(new Set(rows.map((row) => row['USER_INITIATED_LOGOUT']))).toEqual(new Set(['0', '1']));
  });
});

describe('ApiTotalUsage', () => {
  test('calls of the company’s programs, most of which count against the limit', () => {
    const rows = csv(daily('ApiTotalUsage'));
    expect(rows.length).toBeGreaterThan(5000);
    expect(Object.keys(rows[0] ?? {})).toEqual(
      expect.arrayContaining([
        'CLIENT_NAME',
        'CONNECTED_APP_ID',
        'CONNECTED_APP_NAME',
        'COUNTS_AGAINST_API_LIMIT',
      ]),
    );
    const counted = rows.filter((row) => row['COUNTS_AGAINST_API_LIMIT'] === '1').length;
    expect(counted / rows.length).toBeGreaterThan(0.95);
    expect(counted).toBeLessThan(rows.length);
    const programs = new Set(
      org.query("SELECT Username FROM User WHERE Name LIKE '%Integration'").map((row) => row['Username']),
    );
    for (const row of rows.slice(0, 500)) {
      expect(programs.has(row['USER_NAME'] ?? '')).toBe(true);
      expect(row['USER_ID']).toMatch(/^005\w{12}$/);
      expect(row['API_FAMILY']).toMatch(/^(REST|SOAP|Bulk)$/);
      expect(row['COUNTS_AGAINST_API_LIMIT']).toMatch(/^[01]$/);
    }
    const app = (name: string): string | undefined =>
      rows.find((row) => row['CONNECTED_APP_NAME'] === name)?.['CONNECTED_APP_ID'];
    const [installed] = org.query("SELECT Id FROM ConnectedApplication WHERE Name = 'Nightly ETL'");
    expect(app('Nightly ETL')).toBe(toId15(String(installed?.['Id'])));
    // Not installed: known by its consumer only.
    expect(app('ERP Connector')).toMatch(/^888/);
    expect(rows.some((row) => row['API_FAMILY'] === 'SOAP' && row['CONNECTED_APP_ID'] === '')).toBe(true);
    const times = rows.map((row) => row['TIMESTAMP'] ?? '');
    expect(times).toEqual([...times].sort());
  });
});

test('a longer time brings older files back, under the ids they had', async () => {
  const one = await openStore({ users: 40 });
  const ids = (): unknown[] => one.query('SELECT Id FROM EventLogFile').map((file) => file['Id']);
  const before = ids();
  one.store.eventLogs.keep(30, NOON);
  const more = one.query(
    "SELECT Id, LogDate FROM EventLogFile WHERE EventType = 'Login' AND Interval = 'Daily' ORDER BY LogDate",
  );
  expect(more.length).toBeGreaterThan(20);
  expect(more[0]?.['LogDate']).toBe('2026-02-16T00:00:00.000+0000');
  expect(ids()).toEqual(expect.arrayContaining(before));
  one.store.eventLogs.keep(1, NOON);
  expect(ids()).toEqual(before);
  one.store.close();
});

test('as time goes on, new files appear and old ones go', async () => {
  const one = await openStore({ users: 40, live: true });
  one.store.feed.advance(NOON + DAY_MS);
  const days = one
    .query("SELECT LogDate FROM EventLogFile WHERE Interval = 'Daily'")
    .map((file) => file['LogDate']);
  expect(new Set(days)).toEqual(new Set(['2026-03-18T00:00:00.000+0000']));
  const hours = one.query(
    "SELECT LogDate FROM EventLogFile WHERE Interval = 'Hourly' AND EventType = 'ApiTotalUsage' ORDER BY LogDate",
  );
  expect(hours).toHaveLength(24);
  expect(hours.at(-1)?.['LogDate']).toBe('2026-03-19T08:00:00.000+0000');
  one.store.close();
});
