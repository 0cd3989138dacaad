import { describe, expect, it } from 'vitest';
import { createEventLogContent } from './event-log-lines';

const LOG_DATE = Date.UTC(2026, 0, 31);
const DAY = LOG_DATE / 86_400_000;

function read(eventType: string, lines: Record<string, string>[]) {
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const content = createEventLogContent({ eventType, logDate: LOG_DATE }, columns);
  for (const line of lines) content.add(columns.map((name) => line[name] ?? ''));
  return { ...content.take(true), lines: content.lines() };
}

describe('lines of the event type ApiTotalUsage', () => {
  const call = {
    TIMESTAMP_DERIVED: '2026-01-31T10:00:00.000Z',
    USER_ID: '005000000000001',
    CLIENT_NAME: 'Seatwatch',
    CONNECTED_APP_ID: '',
    CONNECTED_APP_NAME: '',
    API_FAMILY: 'REST',
    API_VERSION: '67.0',
    COUNTS_AGAINST_API_LIMIT: '1',
  };

  it('are counted by day, user and client', () => {
    const { apiUsage, lines } = read('ApiTotalUsage', [
      call,
      { ...call, COUNTS_AGAINST_API_LIMIT: '0' },
      { ...call, CLIENT_NAME: 'Data Loader', COUNTS_AGAINST_API_LIMIT: 'true' },
      { ...call, TIMESTAMP_DERIVED: '2026-02-01T00:00:00.000Z' },
    ]);
    expect(lines).toBe(4);
    expect(
      apiUsage.map(({ day, clientName, requests, counted }) => [day, clientName, requests, counted]),
    ).toEqual([
      [DAY, 'Seatwatch', 2, 1],
      [DAY, 'Data Loader', 1, 1],
      [DAY + 1, 'Seatwatch', 1, 1],
    ]);
    expect(apiUsage[0]?.userId).toBe('005000000000001AAA');
  });

  it('do not run together where values meet', () => {
    const { apiUsage } = read('ApiTotalUsage', [
      { ...call, CONNECTED_APP_ID: 'a', CONNECTED_APP_NAME: 'b c' },
      { ...call, CONNECTED_APP_ID: 'a b', CONNECTED_APP_NAME: 'c' },
    ]);
    expect(apiUsage).toHaveLength(2);
  });
});

describe('lines of the event type Login', () => {
  it('become rows, with what the file has of them', () => {
    const { loginEvents } = read('Login', [
      {
        TIMESTAMP: '20260131112259.555',
        USER_ID: '005000000000001',
        USER_ID_DERIVED: '005000000000001AAA',
        CLIENT_IP: '192.0.2.7',
      },
      { TIMESTAMP: 'odd', USER_ID: 'odd', SOURCE_IP: '192.0.2.8', CLIENT_IP: '10.0.0.1' },
    ]);
    expect(loginEvents).toMatchObject([
      {
        line: 1,
        at: Date.UTC(2026, 0, 31, 11, 22, 59, 555),
        userId: '005000000000001AAA',
        sourceIp: '192.0.2.7',
      },
      { line: 2, at: LOG_DATE, userId: null, sourceIp: '192.0.2.8', loginStatus: null },
    ]);
  });

  it('are handed over in stretches', () => {
    const content = createEventLogContent({ eventType: 'Login', logDate: LOG_DATE }, ['USER_NAME']);
    for (let i = 0; i < 4_999; i += 1) content.add(['ada']);
    expect(content.take(false).loginEvents).toEqual([]);
    content.add(['ada']);
    expect(content.take(false).loginEvents).toHaveLength(5_000);
    expect(content.take(true).loginEvents).toEqual([]);
    expect(content.lines()).toBe(5_000);
  });
});

it('no other event type is read', () => {
  expect(() => read('Logout', [])).toThrow(RangeError);
});
