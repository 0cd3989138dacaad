import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import { collectRig, type CollectRig, type RigOptions } from './builders/collect-rig';

const HOUR = 3_600_000;
const TABLES = [
  'sf_user',
  'user_login',
  'user_license',
  'permission_set_license',
  'package_license',
  'profile',
  'permission_set_license_assignment',
  'user_package_license',
  'login_history',
];
/** Of the last month one page; of the months before three by REST, or one and eight result pages of a job. */
const LOGINS = 7_000;
const PAGE = 500;

let rig: CollectRig;

async function start(
  options: Parameters<typeof collectRig>[0] = {},
  rigOptions: RigOptions = {},
): Promise<CollectRig> {
  rig = await collectRig(
    { logins: LOGINS, ...options },
    { bulk: 'always', bulkPageSize: PAGE, ...rigOptions },
  );
  return rig;
}

afterEach(async () => {
  await rig.dispose();
});

const stored = (of: CollectRig = rig) => Object.fromEntries(TABLES.map((table) => [table, of.dump(table)]));

/** Requests the demo org has seen, by what they do to a job. */
function seen(): { create: number; poll: number; results: number; abort: number; rest: number } {
  const { requests } = rig.demo.stats();
  const count = (pattern: RegExp) =>
    Object.entries(requests).reduce((sum, [key, n]) => (pattern.test(key) ? sum + n : sum), 0);
  return {
    create: count(/^POST .*\/jobs\/query$/),
    poll: count(/^GET .*\/jobs\/query\/\*$/),
    results: count(/^GET .*\/jobs\/query\/\*\/results/),
    abort: count(/^PATCH .*\/jobs\/query\/\*$/),
    rest: count(/^GET .*v68\.0\/query\/\*$/),
  };
}

/** A fetch that does something just before the nth request (from 1) whose method and address match. */
function before(pattern: RegExp, nth: number, act: () => void): HttpFetch {
  let n = 0;
  return (url, init) => {
    if (pattern.test(`${init?.method ?? 'GET'} ${url}`) && (n += 1) === nth) act();
    return fetch(url, init);
  };
}

/** Each makes a company and collects it several times. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const RESULTS = /\/results\?/;
const POLL = /^GET .*\/jobs\/query\/\w+$/;
const CREATE = /^POST .*\/jobs\/query$/;

/** What REST alone stores. */
let want: Record<string, unknown[]>;

beforeAll(async () => {
  const other = await collectRig({ logins: LOGINS }, { bulk: 'never' });
  try {
    await other.collector.collect(other.orgId);
    want = stored(other);
  } finally {
    await other.dispose();
  }
});

describe('collecting through the Bulk API', () => {
  it('stores the same as through REST, for sign-ins and for tables read whole, in any order and dialect', async () => {
    const org = { users: 2_100, logins: 3_000 };
    const rest = await collectRig(org, { bulk: 'never' });
    let expected: Record<string, unknown[]>;
    try {
      await rest.collector.collect(rest.orgId);
      expected = stored(rest);
    } finally {
      await rest.dispose();
    }
    for (const bulkBareNulls of [false, true]) {
      await start(org);
      rig.demo.control({ bulkShuffles: true, bulkBareNulls });
      const run = await rig.collector.collect(rig.orgId);
      expect(run).toMatchObject({ state: 'complete', error: null });
      expect(seen().create).toBeGreaterThanOrEqual(3);
      expect(stored()).toEqual(expected);
      // A second run adds nothing, and looks only for what is new.
      rig.charged();
      const again = await rig.collector.collect(rig.orgId);
      expect(again.state).toBe('complete');
      expect(rig.charged()).toBeLessThanOrEqual(6);
      expect(stored()).toEqual(expected);
      if (!bulkBareNulls) await rig.dispose();
    }
  });

  it('reads many result pages, counts every request and says what it does', async () => {
    await start();
    rig.demo.control({ bulkJobMs: 20_000 });
    const activities = new Set<string>();
    const progress: number[] = [];
    const run = await rig.collector.collect(rig.orgId, {
      onProgress({ activity, rowsDone, rowsExpected }) {
        activities.add(activity);
        progress.push(rowsDone / (rowsExpected ?? Infinity));
      },
    });
    expect(run).toMatchObject({ state: 'complete', error: null });
    expect(run.apiCalls.made).toBe(rig.charged());
    const { create, poll, results, abort, rest } = seen();
    // By REST only the second page of profile metrics.
    expect({ create, abort, rest }).toEqual({ create: 1, abort: 0, rest: 1 });
    // Some 3,800 rows are left after the first page.
    expect(results).toBeGreaterThanOrEqual(8);
    // Half of 2 + 4 + 8 + 16 + 32 seconds at the least: few looks.
    expect(poll).toBe(5);
    // Besides: limits, 6 requests of first pages, one to count what comes late, the page of metrics, tokens,
    // trusted IP ranges through the Tooling API, 2 event log files.
    expect(run.apiCalls.made).toBe(13 + create + poll + results);
    expect([...activities].filter((words) => words.includes('bulk'))).toEqual(['Login history (bulk)']);
    expect(progress.at(-1)).toBe(1);
    expect(stored()).toEqual(want);
  });

  it('is chosen by itself for what REST would need many pages for, and only then', async () => {
    await start({ logins: 28_000 }, { bulk: 'planned', bulkPageSize: 50_000 });
    const run = await rig.collector.collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(run.rows['loginHistory']).toBe(28_000);
    // The months before; the last one and metrics have few pages.
    expect(seen()).toMatchObject({ create: 1, poll: 1, results: 1, rest: 4 });
    await rig.dispose();
    await start({}, { bulk: 'planned' });
    await rig.collector.collect(rig.orgId);
    expect(seen()).toMatchObject({ create: 0, rest: 3 });
  });
});

describe('where the Bulk API does not serve', () => {
  it.each([
    ['an object it does not take', { bulkUnsupported: ['LoginHistory'] }],
    [
      'the other code for it',
      { bulkUnsupported: ['LoginHistory'], bulkUnsupportedCode: 'API_ERROR' as const },
    ],
    ['a job that fails', { bulkFails: 'InvalidBatch : Failed to process query: QUERY_TIMEOUT' }],
    ['a used-up day of jobs', { bulkJobsByOthers: 10_000 }],
    ['a forbidden resource', { failNext: { match: 'POST /services/data/v68.0/jobs', status: 404 } }],
    [
      'a permission that is missing',
      {
        failNext: {
          match: '/jobs/query',
          status: 403,
          body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'no' }],
        },
      },
    ],
    ['a job that never ends', { bulkJobMs: 100 * HOUR }],
  ] as const)('REST takes over: %s', async (_, command) => {
    await start();
    rig.demo.control(command as Parameters<typeof rig.demo.control>[0]);
    const run = await rig.collector.collect(rig.orgId);
    expect(run).toMatchObject({ state: 'complete', error: null });
    expect(seen()).toMatchObject({ create: 1, results: 0, rest: 3 });
    expect(run.apiCalls.made).toBe(rig.charged());
    expect(stored()).toEqual(want);
    expect(seen().abort).toBe('bulkJobMs' in command ? 1 : 0);
  });

  it('a job deleted in the middle is followed by another', async () => {
    await start();
    const run = await rig
      .restart(
        before(RESULTS, 4, () => {
          rig.demo.control({ bulkJobs: 'delete' });
        }),
      )
      .collect(rig.orgId);
    expect(run).toMatchObject({ state: 'complete', error: null });
    expect(seen().create).toBe(2);
    expect(stored()).toEqual(want);
  });

  it('rows of a job given up say nothing about older ones still to come', async () => {
    await start();
    // The newest rows of all are among the first ones.
    rig.demo.control({ bulkShuffles: true });
    const forbidden = before(RESULTS, 6, () => {
      rig.demo.control({
        failNext: {
          match: '/results',
          status: 403,
          body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'no' }],
        },
      });
    });
    // limits, 3 composites, the counts, job, look, 6 result pages, and one page of REST
    const paused = await rig.restart(forbidden).collect(rig.orgId, { maxCalls: 14 });
    expect(paused.state).toBe('paused-budget');
    expect(seen()).toMatchObject({ create: 1, poll: 1, results: 6, rest: 1 });
    // Cursors are forgotten; what counts is the newest row up to which everything is stored.
    rig.advance(40 * HOUR);
    expect((await rig.restart().collect(rig.orgId)).state).toBe('complete');
    expect(stored()).toEqual(want);
  });
});

describe('going on where it stopped', () => {
  it.each([
    ['a look', POLL, 2],
    ['the first result page', RESULTS, 1],
    ['a later result page', RESULTS, 5],
  ])('at the budget, before %s: the same job, nothing twice', async (_, pattern, nth) => {
    await start();
    rig.demo.control({ bulkJobMs: 20_000 });
    // The budget is spent by the request before: counted in a run of its own.
    let calls = 0;
    let stop = 0;
    const counting: HttpFetch = (url, init) => {
      if (/\/v68\.0\//.test(url)) calls += 1;
      return fetch(url, init);
    };
    let matches = 0;
    await rig
      .restart((url, init) => {
        if (pattern.test(`${init?.method ?? 'GET'} ${url}`) && (matches += 1) === nth) stop = calls;
        return counting(url, init);
      })
      .collect(rig.orgId);
    await rig.dispose();

    await start();
    rig.demo.control({ bulkJobMs: 20_000 });
    const paused = await rig.collector.collect(rig.orgId, { maxCalls: stop });
    expect(paused).toMatchObject({ state: 'paused-budget', apiCalls: { made: stop } });
    const half = seen();
    const resumed = await rig.restart().collect(rig.orgId);
    expect(resumed.state).toBe('complete');
    expect(rig.charged()).toBe(stop + resumed.apiCalls.made);
    expect(seen().create).toBe(1);
    expect(seen().results).toBeLessThanOrEqual(half.results + 12);
    expect(stored()).toEqual(want);
  });

  it('at the quota, the next day', async () => {
    await start({ dailyLimit: 1_000 });
    rig.demo.control({ setUsed: 736 });
    const paused = await rig.collector.collect(rig.orgId);
    expect(paused.state).toBe('paused-quota');
    expect(rig.demo.stats().quota.used).toBeLessThanOrEqual(750);
    expect(seen().results).toBeGreaterThan(0);
    rig.advance(25 * HOUR);
    const resumed = await rig.restart().collect(rig.orgId);
    expect(resumed.state).toBe('complete');
    expect(seen().create).toBe(1);
    expect(stored()).toEqual(want);
  });

  it('with a new job when the old one is gone, or the place is too old', async () => {
    for (const late of [false, true]) {
      await start();
      await rig.collector.collect(rig.orgId, { maxCalls: 10 });
      expect(seen()).toMatchObject({ create: 1, results: 3 });
      if (late) rig.advance(40 * HOUR);
      else rig.demo.control({ bulkJobs: 'delete' });
      const resumed = await rig.restart().collect(rig.orgId);
      expect(resumed.state).toBe('complete');
      expect(seen().create).toBe(2);
      expect(stored()).toEqual(want);
      if (!late) await rig.dispose();
    }
  });

  it('after the line went down in the middle of a page', async () => {
    await start({}, { bulkPageSize: 6_000 });
    const dead: HttpFetch = async (url, init) => {
      const response = await fetch(url, init);
      if (!RESULTS.test(url)) return response;
      const whole = new Uint8Array(await response.arrayBuffer());
      let sent = false;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent) controller.error(new Error('net::ERR_INTERNET_DISCONNECTED'));
          else controller.enqueue(whole.subarray(0, Math.floor(whole.length * 0.9)));
          sent = true;
        },
      });
      const headers = new Headers(response.headers);
      headers.delete('content-encoding');
      return new Response(body, { headers });
    };
    const failed = await rig.restart(dead).collect(rig.orgId);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'NETWORK_UNREACHABLE' } });
    // The rows of the page that had arrived are kept already.
    expect(failed.rows['loginHistory']).toBeGreaterThan(2_000);
    expect(failed.rows['loginHistory']).toBeLessThan(LOGINS);
    const resumed = await rig.restart().collect(rig.orgId);
    expect(resumed.state).toBe('complete');
    expect(seen().create).toBe(1);
    expect(stored()).toEqual(want);
  });
});

describe('faults in the middle', () => {
  it.each([
    ['a server fault', { failNext: { match: '/results', status: 503 } }],
    ['a web page', { failNext: { match: '/results', status: 200, html: '<html>maintenance</html>' } }],
    ['an empty body', { failNext: { match: '/results', status: 200, html: '' } }],
    ['a connection that breaks before the answer', { failNext: { match: '/results', dropConnection: true } }],
    ['a connection that breaks in the answer', { serveTruncatedBody: true as const }],
    ['a token that ends', { expireTokens: true as const }],
  ])('%s: the page is read again, no row is lost or doubled', async (_, command) => {
    // Large pages, so that rows of the broken one are stored already.
    await start({}, { bulkPageSize: 2_500 });
    const run = await rig
      .restart(
        before(RESULTS, 2, () => {
          rig.demo.control(command);
        }),
      )
      .collect(rig.orgId);
    expect(run).toMatchObject({ state: 'complete', error: null });
    expect(seen().results).toBe(3);
    // A refused token costs nothing at the org; the client cannot know and counts it.
    const refused = 'expireTokens' in command ? 1 : 0;
    expect(run.apiCalls.made).toBe(rig.charged() + refused);
    expect(stored()).toEqual(want);
  });
});

describe('canceling', () => {
  it('ends a job that nobody will wait for', async () => {
    await start();
    rig.demo.control({ bulkJobMs: HOUR });
    const abort = new AbortController();
    const run = await rig
      .restart(
        before(POLL, 2, () => {
          abort.abort();
        }),
      )
      .collect(rig.orgId, { signal: abort.signal });
    expect(run.state).toBe('interrupted');
    expect(seen().abort).toBe(1);
    // The look under way was canceled before it left; the abort is the last request.
    expect(run.apiCalls.made).toBeGreaterThanOrEqual(rig.charged());
    rig.demo.control({ bulkJobMs: 0 });
    expect((await rig.restart().collect(rig.orgId)).state).toBe('complete');
    expect(seen().create).toBe(2);
    expect(stored()).toEqual(want);
  });

  it('leaves a finished job alone and goes on with its results', async () => {
    await start();
    const abort = new AbortController();
    const run = await rig
      .restart(
        before(RESULTS, 3, () => {
          abort.abort();
        }),
      )
      .collect(rig.orgId, { signal: abort.signal });
    expect(run.state).toBe('interrupted');
    expect(seen().abort).toBe(0);
    expect((await rig.restart().collect(rig.orgId)).state).toBe('complete');
    expect(seen().create).toBe(1);
    expect(stored()).toEqual(want);
  });

  it('does not spend more than the budget on it', async () => {
    await start();
    rig.demo.control({ bulkJobMs: HOUR });
    const abort = new AbortController();
    const run = await rig
      .restart(
        before(CREATE, 1, () => {
          setImmediate(() => {
            abort.abort();
          });
        }),
      )
      .collect(rig.orgId, { signal: abort.signal, maxCalls: 6 });
    expect(['interrupted', 'paused-budget']).toContain(run.state);
    expect(run.apiCalls.made).toBe(6);
    expect(seen().abort).toBe(0);
  });
});
