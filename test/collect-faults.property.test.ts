import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import type { ControlCommand, FailRule } from '../src/demo-org';
import { collectRig, type CollectRig } from './builders/collect-rig';
import { rounds } from './builders/rounds';

const HOUR = 3_600_000;
const TABLES = ['sf_user', 'user_login', 'user_license', 'profile', 'user_package_license', 'login_history'];
const ORG = { users: 40, logins: 5_200, dailyLimit: 1_000 };

const stored = (rig: CollectRig) => Object.fromEntries(TABLES.map((table) => [table, rig.dump(table)]));

/** What an undisturbed collection stores. */
let want: Record<string, unknown[]>;

beforeAll(async () => {
  const rig = await collectRig(ORG, { bulk: 'never' });
  try {
    expect(await rig.collector.collect(rig.orgId)).toMatchObject({ state: 'complete', error: null });
    want = stored(rig);
  } finally {
    await rig.dispose();
  }
}, 120_000);

interface Fault {
  command: ControlCommand;
  /** Only a mistake of the client can cause it, so that an error "report this" is right. */
  mistake?: true;
}

const fail = (rule: fc.Arbitrary<FailRule>) => rule.map((failNext): Fault => ({ command: { failNext } }));
const refusal = (status: number, errorCode: string, message = ''): FailRule => ({
  status,
  body: [{ errorCode, message }],
});
const fixed = (command: ControlCommand) => fc.constant<Fault>({ command });

/** Whatever may happen to a request without anybody's fault, and a few mistakes. */
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fail(
    fc.record(
      {
        status: fc.constantFrom(406, 420, 429, 500, 502, 503, 504),
        html: fc.constantFrom('', '<html><h1>Maintenance</h1></html>'),
        retryAfter: fc.constantFrom(0, 1, 30, 7_200),
        delayMs: fc.nat(10),
        times: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: ['status'] },
    ),
  ),
  fail(fc.constantFrom('', '<!doctype html>', '{"totalSize":').map((html) => ({ status: 200, html }))),
  fail(fc.constant({ dropConnection: true })),
  fail(
    fc.constantFrom(
      refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
      refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
      refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'),
      refusal(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'),
      refusal(400, 'UNABLE_TO_LOCK_ROW'),
      refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator'),
      refusal(410, 'UNSUPPORTED_API_VERSION'),
    ),
  ),
  fc
    .constantFrom(404, 405, 409, 412, 414, 415, 428, 431)
    .map((status): Fault => ({ command: { failNext: { status } }, mistake: true })),
  fc.constantFrom(1, 2).chain((n) => fixed({ serveTruncatedBody: n })),
  fixed({ expireTokens: true }),
  fixed({ bulkJobs: 'delete' }),
  fixed({ bulkJobs: 'abort' }),
  fixed({ bulkFails: 'InternalServerError' }),
  fixed({ setUsed: 748 }),
);

/** Codes for what nobody has an explanation for. */
const unexplained = (code: string): boolean => code === 'UNEXPECTED' || /^HTTP_\d+$/.test(code);

it('random faults never produce an unknown error, a lost row or a second charge', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 22 }), fault), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.constantFrom(null, null, null, 1, 3, 7),
      async (faults, bulk, maxCalls) => {
        const rig = await collectRig(ORG, { bulk: bulk ? 'always' : 'never', bulkPageSize: 700 });
        try {
          rig.demo.control({ bulkJobMs: 3_000, bulkShuffles: true });
          rig.charged();
          let requests = 0;
          /** Refused for their token before anybody could be charged; we count them all the same. */
          let uncharged = 0;
          const disturbed: HttpFetch = async (url, init) => {
            requests += 1;
            for (const [at, { command }] of faults) if (at === requests) rig.demo.control(command);
            const response = await fetch(url, init);
            if (/\/services\/data\/v/.test(url) && response.headers.get('sforce-limit-info') === null)
              uncharged += 1;
            return response;
          };
          const collector = rig.restart(disturbed);
          const mistakes = faults.some(([, { mistake }]) => mistake === true);
          let made = 0;
          let state = '';
          // Every fault ends one run at most; the budget may end many.
          for (let runs = 0; runs < 60 && state !== 'complete'; runs += 1) {
            const run = await collector.collect(rig.orgId, maxCalls === null ? {} : { maxCalls });
            state = run.state;
            made += run.apiCalls.made;
            if (run.error !== null) {
              expect(run.error.fix).not.toBe('');
              if (!mistakes) expect(run.error.code).not.toSatisfy(unexplained);
              expect(run.error.code).not.toBe('UNEXPECTED');
            }
            if (state === 'paused-quota') {
              rig.advance(25 * HOUR);
              rig.demo.control({ setUsed: 0 });
            }
          }
          expect(state).toBe('complete');
          expect(made - uncharged).toBe(rig.charged());
          expect(rig.log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
          expect(rig.log.lines.join('\n')).not.toContain(rig.demo.consumerSecret);
          // A complete run may have found a table refused; the next one, undisturbed, has it all.
          rig.demo.control({ clearFaults: true, setUsed: 0 });
          expect(await rig.restart().collect(rig.orgId)).toMatchObject({ state: 'complete', error: null });
          expect(stored(rig)).toEqual(want);
        } finally {
          await rig.dispose();
        }
      },
    ),
    // Each try is several collections: shrinking would take minutes.
    { numRuns: rounds(5), endOnFailure: true },
  );
}, 300_000);
