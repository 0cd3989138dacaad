import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import rateLimit from '../../src/checks/posture/rate-limit-alert';
import certificates from '../../src/checks/posture/upcoming-app-key-certificate-expiration';
import { certificate } from '../builders/certificate';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY, HOUR } from '../builders/db';
import * as rows from '../builders/db-records';

let scene: CheckScene;
beforeEach(async () => {
  scene = await CheckScene.of(['users', 'eventLogFiles']);
});
afterEach(() => scene.dispose());

const API = 'DailyApiRequests';

describe('Rate Limit Alert', () => {
  const { limit, use } = {
    limit: (name: string, at: number, used: number, max = 1_000) =>
      scene.test.db.recordLimits('org-1', at, [{ name, max, remaining: max - used }]),
    use: (at: number, used: number, max = 1_000) => scene.test.db.recordUsage('org-1', at, used, max),
  };
  const severity = () => scene.judge(rateLimit).drafts.get(API)?.severity ?? null;

  it.each([
    [799, null],
    [800, 'medium'],
    [949, 'medium'],
    [950, 'high'],
    [1_200, 'high'],
  ])('%i of 1000: %s', async (used, expected) => {
    await use(AS_OF, used);
    expect(severity()).toBe(expected);
  });

  it('tells the highest use of the days looked at, and the newest', async () => {
    await use(AS_OF - 7 * DAY, 999);
    await use(AS_OF - 2 * DAY, 910);
    await limit(API, AS_OF - 2 * DAY + HOUR, 940);
    await use(AS_OF, 120);
    await use(AS_OF + HOUR, 999);
    const { drafts, population } = scene.judge(rateLimit);
    expect(population).toBe(1);
    expect(drafts.get(API)).toMatchObject({
      severity: 'medium',
      summary: 'DailyApiRequests: 94 % of the allowance was used (940 of 1000).',
      evidence: {
        percent: 94,
        used: 940,
        max: 1_000,
        at: new Date(AS_OF - 2 * DAY + HOUR).toISOString(),
        latestUsed: 120,
        latestAt: new Date(AS_OF).toISOString(),
      },
    });
  });

  it('looks at other allowances of programs, not at every limit, and does not round up', async () => {
    await limit('DailyBulkV2QueryJobs', AS_OF, 9_499, 10_000);
    await limit('DataStorageMB', AS_OF, 1_000);
    await limit('DailyStreamingApiEvents', AS_OF, 0, 0);
    const { drafts, population } = scene.judge(rateLimit);
    expect([...drafts.keys()]).toEqual(['DailyBulkV2QueryJobs']);
    expect(drafts.get('DailyBulkV2QueryJobs')).toMatchObject({
      severity: 'medium',
      evidence: { percent: 94.9 },
    });
    expect(population).toBe(1);
    expect([...scene.judge(rateLimit, { limits: ['DataStorageMB'] }).drafts.keys()]).toEqual([
      'DataStorageMB',
    ]);
  });

  it('names who calls most, on the day of the peak or the newest before it', async () => {
    await scene.store('users', [rows.user('robot'), rows.user('ada')]);
    await use(AS_OF, 900);
    await scene.test.db.addOwnCalls('org-1', AS_OF - 2 * HOUR, 14);
    expect(scene.judge(rateLimit).drafts.get(API)?.evidence).toMatchObject({ callersOf: null, topUsers: [] });
    await scene.store('eventLogFiles', [
      {
        id: 'f',
        eventType: 'ApiTotalUsage',
        logDate: AS_OF - DAY,
        interval: 'Daily',
        sequence: 0,
        length: 1,
        createdAt: AS_OF,
      },
    ]);
    const usage = (userId: string, app: string, client: string, counted: number, daysAgo = 1) => ({
      day: Math.floor(AS_OF / DAY) - daysAgo,
      userId,
      clientName: client,
      connectedAppId: '',
      connectedAppName: app,
      apiFamily: 'REST',
      apiVersion: '67.0',
      requests: counted + 5,
      counted,
    });
    await scene.test.db.commitEventLog({
      orgId: 'org-1',
      fileId: 'f',
      first: true,
      rows: 1,
      at: AS_OF,
      loginEvents: [],
      apiUsage: [
        usage('robot', 'ETL', 'jsforce', 600),
        usage('ada', '', 'DataLoader', 40),
        usage('ghost', '', '', 7),
        usage('ada', 'ETL', '', 9_000, 2),
      ],
    });
    expect(scene.judge(rateLimit).drafts.get(API)?.evidence).toMatchObject({
      callersOf: '2026-06-29',
      callersTotal: 647,
      topUsers: ['robot@acme.test: 600', 'ada@acme.test: 40', 'ghost: 7'],
      topClients: ['ETL: 600', 'DataLoader: 40', 'unknown: 7'],
      ownCalls: 14,
    });
  });

  it('is not evaluated before any use was seen', () => {
    expect(scene.judge(rateLimit).notEvaluated).toMatch(/^no use of these allowances was seen in the 7 days/);
  });

  it('without event log files says that it cannot tell who', async () => {
    const other = await CheckScene.of();
    await other.test.db.recordUsage('org-1', AS_OF, 900, 1_000);
    const { drafts, notes } = other.judge(rateLimit);
    expect(drafts.size).toBe(1);
    expect(notes.join('\n')).toContain('Who uses the API is not known.');
    other.dispose();
  });
});

describe('Upcoming App Key/Certificate Expiration', () => {
  async function set(current: number, next: number | null = null): Promise<void> {
    const of = (expiresAt: number) => certificate({ expiresAt: new Date(expiresAt).toISOString() });
    await scene.test.db.updateOrg('org-1', {
      certificates: { current: of(current), next: next === null ? null : of(next) },
    });
  }

  it.each([
    [30 * DAY + 1, null],
    [30 * DAY, 'medium'],
    [7 * DAY + 1, 'medium'],
    [7 * DAY, 'high'],
    [-DAY, 'high'],
  ])('%i ms before the end: %s', async (left, severity) => {
    await set(AS_OF + left);
    const { drafts, population } = scene.judge(certificates);
    expect([...drafts.values()].map((draft) => draft.severity)).toEqual(severity === null ? [] : [severity]);
    expect(population).toBe(1);
  });

  it('is about the same certificate when the next becomes the current one', async () => {
    await set(AS_OF + 3 * DAY, AS_OF + 20 * DAY);
    const { drafts, population, notes } = scene.judge(certificates);
    expect(population).toBe(2);
    expect(notes.join()).toContain('cannot be read through the API');
    expect([...drafts.keys()]).toEqual(['2026-07-03T12:00:00.000Z', '2026-07-20T12:00:00.000Z']);
    expect([...drafts.values()][0]).toMatchObject({
      summary: 'The certificate with which Seatwatch signs in runs out on 2026-07-03.',
      firstAt: AS_OF - 27 * DAY,
      evidence: { certificate: 'current', replacementExpiresAt: '2026-07-20T12:00:00.000Z' },
    });
    await set(AS_OF + 20 * DAY);
    expect([...scene.judge(certificates).drafts.keys()]).toEqual(['2026-07-20T12:00:00.000Z']);
    expect([...scene.judge(certificates, {}, AS_OF + 21 * DAY).drafts.values()][0]?.summary).toContain(
      'ran out',
    );
  });

  it('is not evaluated where Seatwatch signs in without one', () => {
    expect(scene.judge(certificates)).toMatchObject({ population: null });
    expect(scene.judge(certificates).notEvaluated).toContain('without a certificate');
  });
});
