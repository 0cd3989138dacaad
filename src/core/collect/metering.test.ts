import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/model/errors';
import type { StreamRun } from '../../shared/model/run';
import { QuotaPause } from '../quota/pause';
import { createMetering } from './metering';

const USERS = { name: 'users', title: 'Users' };
const LOGINS = { name: 'loginHistory', title: 'Login history' };
const PROFILES = { name: 'profiles', title: 'Profiles' };

function meter() {
  const seen = { calls: 0, bytes: 0, now: 0 };
  const stored: StreamRun[][] = [];
  const metering = createMetering({
    calls: () => seen.calls,
    bytes: () => seen.bytes,
    now: () => seen.now,
    store: (streams) => {
      stored.push(streams);
      return Promise.resolve();
    },
  });
  /** A request of so many bytes and milliseconds. */
  const request = (bytes: number, ms: number) => (): Promise<void> => {
    seen.calls += 1;
    seen.bytes += bytes;
    seen.now += ms;
    return Promise.resolve();
  };
  const line = (stream: string) => metering.streams().find((one) => one.stream === stream);
  return { metering, stored, request, line };
}

describe('metering', () => {
  it('has no line for what was not even asked', async () => {
    const { metering } = meter();
    await metering.during(USERS, 'composite', () => Promise.resolve(), [USERS, LOGINS]);
    expect(metering.streams()).toEqual([]);
  });

  it('books a shared request on the first stream and rows on each', async () => {
    const { metering, request, line } = meter();
    await metering.during(USERS, 'composite', request(900, 250), [USERS, LOGINS]);
    metering.rows(USERS, 120);
    metering.rows(LOGINS, 2_000);
    await metering.during(LOGINS, 'rest', request(500, 100));
    metering.rows(LOGINS, 7);
    metering.complete(LOGINS);
    expect(line('users')).toEqual({
      stream: 'users',
      title: 'Users',
      calls: 1,
      rows: 120,
      bytes: 900,
      seconds: 0.25,
      via: 'composite',
      complete: false,
      error: null,
    });
    expect(line('loginHistory')).toMatchObject({ calls: 1, rows: 2_007, bytes: 500, seconds: 0.1 });
    expect(line('loginHistory')).toMatchObject({ via: 'rest', complete: true });
    expect(metering.calls('loginHistory')).toBe(1);
  });

  it('keeps what went wrong until it was overcome; a pause is nobody’s fault', async () => {
    const { metering, line } = meter();
    const error = new AppError({ code: 'QUERY_TIMEOUT', kind: 'unreachable', message: 'Too slow.', fix: '' });
    const numbers = { used: 1, max: 2, line: 1, reserve: 0, made: 1, budget: null, madeToday: null };
    const pause = new QuotaPause('threshold', numbers);
    for (const thrown of [pause, error]) {
      await expect(metering.during(USERS, 'rest', () => Promise.reject(thrown))).rejects.toBe(thrown);
      expect(line('users')?.error ?? null).toEqual(
        thrown === pause ? null : { code: 'QUERY_TIMEOUT', message: 'Too slow.' },
      );
    }
    metering.complete(USERS);
    expect(line('users')).toMatchObject({ error: null, complete: true });
  });

  it('stores only what changed since the last time', async () => {
    const { metering, stored, request } = meter();
    await metering.during(USERS, 'composite', request(1, 1), [USERS, LOGINS]);
    metering.skipped(PROFILES);
    await metering.save();
    await metering.save();
    metering.failed(LOGINS, new Error('secret of the machine'));
    await metering.save();
    expect(stored.map((lines) => lines.map(({ stream }) => stream))).toEqual([
      ['users', 'loginHistory', 'profiles'],
      ['loginHistory'],
    ]);
    expect(stored[0]?.[2]).toMatchObject({ via: 'skipped', calls: 0, complete: false });
    expect(JSON.stringify(stored)).not.toContain('secret of the machine');
  });
});
