import { describe, expect, it } from 'vitest';
import { runOf } from '../../../test/builders/run';
import { AppError } from '../../shared/model/errors';
import type { RunSummary } from '../../shared/model/run';
import type { Checkpoint } from '../ports';
import { createFieldAccess } from './field-access';
import { formatPlace } from './place';
import { continuedSince, forwardJustRead, justRead, limitsKnown, planBack, planStream } from './plan';
import { countQuery, streamQuery } from './soql';
import { STREAMS } from './streams';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;
const done: Checkpoint = {
  watermark: NOW - 24 * HOUR,
  cursor: null,
  pass: NOW - 24 * HOUR,
  complete: true,
  updatedAt: NOW - 24 * HOUR,
};
const all = (stream: (typeof STREAMS)[keyof typeof STREAMS]) => createFieldAccess({}).fields(stream);

describe('planning a stream', () => {
  const plan = (stream: (typeof STREAMS)[keyof typeof STREAMS], checkpoint?: Checkpoint, storedRows = 0) =>
    planStream({ stream, checkpoint, fields: all(stream), storedRows, now: NOW });

  it('reads everything the first time', () => {
    expect(plan(STREAMS.users)).toMatchObject({ cursor: null, since: null, pass: NOW });
  });

  it('reads logins on from the newest', () => {
    expect(plan(STREAMS.loginHistory, done)).toMatchObject({ since: done.watermark, verifyCount: false });
  });

  it('reads small tables whole and asks big ones for changes', () => {
    expect(plan(STREAMS.users, done, 2_000)).toMatchObject({ since: null, pass: NOW });
    expect(plan(STREAMS.users, done, 2_001)).toMatchObject({
      since: done.watermark,
      verifyCount: true,
      pass: done.pass,
    });
    expect(plan(STREAMS.profiles, done, 5_000)).toMatchObject({ since: null });
    expect(plan(STREAMS.users, { ...done, pass: NOW - 8 * 24 * HOUR }, 5_000)).toMatchObject({ since: null });
  });

  it('reads big tables whole again, once, after a pass by a clock that was far ahead', () => {
    const ahead = { ...done, pass: NOW + 365 * 24 * HOUR };
    expect(plan(STREAMS.users, ahead, 5_000)).toMatchObject({ since: null, pass: NOW });
    expect(plan(STREAMS.users, { ...done, pass: NOW }, 5_000)).toMatchObject({ since: done.watermark });
    // A clock put back by an hour is nothing to mind.
    expect(plan(STREAMS.users, { ...done, pass: NOW + HOUR }, 5_000)).toMatchObject({
      since: done.watermark,
      pass: NOW + HOUR,
    });
  });

  it('continues a pass by its cursor unless that is too old', () => {
    const open: Checkpoint = { ...done, cursor: '/c', complete: false, pass: 5, updatedAt: NOW - 35 * HOUR };
    expect(plan(STREAMS.users, open, 5_000)).toMatchObject({ cursor: '/c', pass: 5 });
    expect(plan(STREAMS.users, { ...open, updatedAt: NOW - 37 * HOUR })).toMatchObject({
      cursor: null,
      pass: NOW,
    });
    // A clock that was set back says nothing about the cursor's age.
    expect(plan(STREAMS.users, { ...open, updatedAt: NOW + HOUR })).toMatchObject({ cursor: null });
  });

  it('reads sign-ins of the last month first, and what came before backwards', () => {
    const both = (checkpoint?: Checkpoint) => {
      const input = {
        stream: STREAMS.loginHistory,
        checkpoint,
        fields: all(STREAMS.loginHistory),
        storedRows: 0,
        now: NOW,
      };
      const forward = planStream(input);
      return [forward, planBack(input, forward)] as const;
    };
    const from = NOW - 30 * 24 * HOUR;
    const [first, history] = both();
    expect(first).toMatchObject({ cursor: null, since: from, until: null, watermark: null });
    // No hour is read twice: every query looks back by an hour.
    expect(history).toMatchObject({ cursor: null, since: null, until: from - HOUR });
    // All stored: only what is new.
    expect(both(done)).toEqual([expect.objectContaining({ since: done.watermark }), null]);
    // In the middle: both go on where they stopped, a cursor too old is asked for anew from there.
    const back = (at: number) => ({ until: 77, cursor: '/b', at });
    const place = { cursor: '/f', cursorAt: NOW - HOUR, doneAt: null, upTo: null };
    const open = { ...done, complete: false, cursor: formatPlace({ ...place, back: back(NOW - HOUR) }) };
    expect(both(open)).toEqual([
      expect.objectContaining({ cursor: '/f' }),
      expect.objectContaining({ cursor: '/b', until: 77 }),
    ]);
    const old = { ...open, cursor: formatPlace({ ...place, back: back(NOW - 40 * HOUR) }) };
    expect(both(old)[1]).toMatchObject({ cursor: null, until: 77 });
    // Nothing stored yet of the last month: it begins where the history ends.
    const lost = {
      ...open,
      watermark: null,
      cursor: formatPlace({ ...place, cursor: null, back: back(NOW) }),
    };
    expect(both(lost)[0]).toMatchObject({ cursor: null, since: 77 + HOUR });
    // A pass begun before there was such an order is read to its end as it was begun.
    const plain = { ...done, complete: false, watermark: null, cursor: '/c', updatedAt: NOW - HOUR };
    expect(both(plain)).toEqual([expect.objectContaining({ cursor: '/c' }), null]);
  });

  it('numbers passes upwards even when the clock goes back', () => {
    expect(plan(STREAMS.profiles, { ...done, pass: NOW + 5 }).pass).toBe(NOW + 6);
  });
});

describe('queries', () => {
  it('look back an hour, in order, for logins', () => {
    const soql = streamQuery(STREAMS.loginHistory, ['Id', 'LoginTime'], NOW);
    expect(soql).toBe(
      'SELECT Id, LoginTime FROM LoginHistory WHERE LoginTime >= 2026-01-15T11:00:00.000Z ORDER BY LoginTime ASC, Id ASC',
    );
  });

  it('go backwards with the newest first, and keep the stream’s own condition', () => {
    expect(streamQuery(STREAMS.loginHistory, ['Id', 'LoginTime'], null, NOW)).toBe(
      'SELECT Id, LoginTime FROM LoginHistory WHERE LoginTime < 2026-01-15T12:00:00.000Z ORDER BY LoginTime DESC, Id DESC',
    );
    const files = streamQuery(STREAMS.eventLogFiles, ['Id', 'CreatedDate'], NOW);
    expect(files).toMatch(/ WHERE EventType IN .* AND CreatedDate >= 2026-01-15T11:00:00.000Z ORDER BY/);
    expect(countQuery(STREAMS.eventLogFiles)).toMatch(
      /^SELECT COUNT\(\) FROM EventLogFile WHERE EventType IN/,
    );
    const condition = { ...STREAMS.users, where: 'IsActive = true' };
    expect(streamQuery(condition, ['Id', 'SystemModstamp', 'LastLoginDate'], NOW)).toContain(
      'WHERE IsActive = true AND (SystemModstamp >= 2026-01-15T11:00:00.000Z OR LastLoginDate >= 2026-01-15T11:00:00.000Z)',
    );
  });

  it('ask for changed users by both clocks, or the one that may be read', () => {
    expect(streamQuery(STREAMS.users, ['Id', 'SystemModstamp', 'LastLoginDate'], NOW)).toContain(
      'WHERE SystemModstamp >= 2026-01-15T11:00:00.000Z OR LastLoginDate >= 2026-01-15T11:00:00.000Z',
    );
    expect(streamQuery(STREAMS.users, ['Id', 'SystemModstamp'], NOW)).not.toContain('LastLoginDate');
  });

  it('fit an address: with headers, Salesforce takes 16,384 bytes', () => {
    for (const stream of Object.values(STREAMS))
      expect(encodeURIComponent(streamQuery(stream, all(stream), NOW)).length).toBeLessThan(12_000);
  });

  it('never ask for tokens, secrets or keys', () => {
    // Whether somebody holds a permission named after secrets is another matter.
    for (const stream of Object.values(STREAMS))
      for (const field of all(stream))
        if (!field.startsWith('Permissions'))
          expect(field).not.toMatch(/(Access|Request|Delete)Token|Secret|SharedKey/);
  });

  it('never filter by what Salesforce cannot filter by', () => {
    for (const stream of Object.values(STREAMS))
      expect(streamQuery(stream, all(stream), NOW)).not.toMatch(/WHERE.*(Status|Application|Browser)/);
  });
});

describe('fields that are refused', () => {
  const refusal = (message: string) =>
    new AppError({ code: 'INVALID_FIELD', kind: 'credentials', message, fix: 'x' });

  it.each([
    ["No such column 'NetworkId' on entity 'LoginHistory'.", ['NetworkId']],
    ["no such column 'networkid' ON entity 'loginhistory'", ['NetworkId']],
    ["No such column 'City' on entity 'LoginGeo'", ['LoginGeo.City']],
    [
      "No such column 'LoginGeoId' on entity 'LoginHistory'",
      ['LoginGeo.City', 'LoginGeo.Latitude', 'LoginGeo.Longitude'],
    ],
    [
      "Didn't understand relationship 'LoginGeo' in field path",
      ['LoginGeo.City', 'LoginGeo.Latitude', 'LoginGeo.Longitude'],
    ],
    ["No such column 'UserId' on entity 'LoginHistory'", []],
    ['something else', []],
  ])('%s', (message, dropped) => {
    const access = createFieldAccess({});
    expect(access.refuse(STREAMS.loginHistory, refusal(message))).toEqual(dropped);
    expect(access.dropped('LoginHistory')).toEqual(dropped);
    for (const field of dropped) expect(access.fields(STREAMS.loginHistory)).not.toContain(field);
  });

  it('are compared with a description, parents by their relationship', () => {
    const access = createFieldAccess({ User: ['Country'] });
    const field = (name: string, relationshipName?: string) => ({ name, type: 'string', relationshipName });
    const dropped = access.compare(STREAMS.loginHistory, {
      name: 'LoginHistory',
      fields: ['Id', 'UserId', 'LoginTime', 'Status'].map((name) => field(name)),
    });
    expect(dropped).toContain('LoginGeo.City');
    expect(access.fields(STREAMS.loginHistory)).toEqual(['Id', 'UserId', 'LoginTime', 'Status']);
    const geo = createFieldAccess({});
    geo.compare(STREAMS.loginHistory, { name: 'LoginHistory', fields: [field('LoginGeoId', 'LoginGeo')] });
    expect(geo.fields(STREAMS.loginHistory)).toContain('LoginGeo.City');
    expect(access.fields(STREAMS.users)).not.toContain('Country');
  });
});

describe('mapping', () => {
  it('reads either datetime dialect and 15-character ids, and leaves out what makes no row', () => {
    const record = {
      Id: '0Ya000000000001',
      UserId: '005000000000001AAA',
      LoginTime: '2026-01-15T12:00:00.000+0000',
      LoginGeo: { City: 'Oslo', Latitude: '59.9', Longitude: 10.7 },
      ApiVersion: 68,
    };
    const row = STREAMS.loginHistory.map(record);
    expect(row).toMatchObject({
      loginTime: NOW,
      city: 'Oslo',
      latitude: 59.9,
      longitude: 10.7,
      apiVersion: '68',
      status: null,
    });
    expect(row?.id).toHaveLength(18);
    expect(STREAMS.loginHistory.map({ ...record, LoginGeo: null })?.city).toBeNull();
    expect(STREAMS.loginHistory.map({ ...record, LoginTime: 'soon' })).toBeNull();
    expect(STREAMS.users.map({})).toBeNull();
  });
});

describe('going on with a collection that was stopped', () => {
  const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
  const earlier = (state: RunSummary['state'], hours: number, orgMax: number | null = 1_000) => ({
    ...runOf(state, 3),
    startedAt: at(hours - 0.1),
    endedAt: at(hours),
    apiCalls: { ...runOf(state, 3).apiCalls, orgMax },
  });

  it('knows when it began', () => {
    expect(continuedSince([])).toBeNull();
    expect(continuedSince([earlier('complete', -1), earlier('failed', -2)])).toBeNull();
    const chain = [earlier('paused-budget', -1), earlier('failed', -2), earlier('complete', -3)];
    expect(continuedSince(chain)).toBe(NOW - 2.1 * HOUR);
  });

  it('does not read again what was read to its end within the hour', () => {
    const fresh = { ...done, updatedAt: NOW - 0.5 * HOUR };
    expect(justRead(fresh, NOW - HOUR, NOW)).toBe(true);
    expect(justRead(fresh, null, NOW)).toBe(false);
    expect(justRead(undefined, NOW - HOUR, NOW)).toBe(false);
    expect(justRead({ ...fresh, complete: false }, NOW - HOUR, NOW)).toBe(false);
    // By the collection before, too long ago, or by a clock that has been put back since.
    expect(justRead(fresh, NOW - 0.4 * HOUR, NOW)).toBe(false);
    expect(justRead({ ...fresh, updatedAt: NOW - 2 * HOUR }, NOW - 3 * HOUR, NOW)).toBe(false);
    expect(justRead({ ...fresh, updatedAt: NOW + HOUR }, NOW - HOUR, NOW)).toBe(false);
  });

  it('does not look for new sign-ins again while it reads the history', () => {
    const place = { cursor: null, cursorAt: 0, upTo: null, back: { until: 1, cursor: null, at: NOW } };
    const at = (doneAt: number | null, cursor: string | null = null) => ({
      ...done,
      complete: false,
      cursor: formatPlace({ ...place, cursor, doneAt }),
    });
    expect(forwardJustRead(at(NOW - 0.5 * HOUR), NOW - HOUR, NOW)).toBe(true);
    expect(forwardJustRead(at(NOW - 0.5 * HOUR), null, NOW)).toBe(false);
    expect(forwardJustRead(at(NOW - 2 * HOUR), NOW - 3 * HOUR, NOW)).toBe(false);
    expect(forwardJustRead(at(null), NOW - HOUR, NOW)).toBe(false);
    expect(forwardJustRead(at(NOW - 0.5 * HOUR, '/on'), NOW - HOUR, NOW)).toBe(false);
    expect(forwardJustRead(undefined, NOW - HOUR, NOW)).toBe(false);
  });

  it('does not ask for the limits again when a budget was spent within the hour', () => {
    expect(limitsKnown([earlier('paused-budget', -0.5)], NOW)).toBe(true);
    expect(limitsKnown([earlier('paused-budget', -0.5, null)], NOW)).toBe(false);
    expect(limitsKnown([earlier('paused-budget', -2)], NOW)).toBe(false);
    expect(limitsKnown([earlier('paused-quota', -0.5)], NOW)).toBe(false);
    expect(limitsKnown([], NOW)).toBe(false);
  });
});
