import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import uninstalled from '../../src/checks/posture/unauthorized-or-uninstalled-oauth-apps-in-use';
import unused from '../../src/checks/posture/unused-application-for-a-user';
import inventory from '../../src/checks/posture/workload-identities-inventory';
import type { StreamRecords } from '../../src/core/collect/records';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY, type StreamName } from '../builders/db';
import * as rows from '../builders/db-records';

const READ: StreamName[] = [
  'users',
  'permissionSets',
  'permissionSetAssignments',
  'connectedApplications',
  'externalClientApplications',
  'externalClientPolicies',
  'oauthTokens',
  'loginHistory',
  'eventLogFiles',
];

let scene: CheckScene;
beforeEach(async () => {
  scene = await CheckScene.of(READ);
  await scene.store('users', [
    rows.user('ada'),
    rows.user('bob'),
    rows.user('boss'),
    rows.user('robot'),
    rows.user('gone', { isActive: false }),
  ]);
  await scene.store('permissionSets', [
    rows.permissionSet('admin', { permissions: ['ModifyAllData'] }),
    rows.permissionSet('api', { permissions: ['ApiUserOnly'] }),
  ]);
  await scene.store('permissionSetAssignments', [
    rows.permissionSetAssignment('boss', 'admin'),
    rows.permissionSetAssignment('robot', 'api'),
  ]);
});
afterEach(() => scene.dispose());

const token = (
  userId: string,
  appName: string,
  lastUsedAt: number | null,
  changes: Partial<StreamRecords['oauthTokens']> = {},
) =>
  rows.oauthToken(userId, {
    id: `${userId}::${appName}`,
    appName,
    lastUsedAt,
    createdAt: AS_OF - 300 * DAY,
    ...changes,
  });
const connected = (
  name: string,
  adminApprovedOnly: boolean | null,
): StreamRecords['connectedApplications'] => ({
  id: `0H4-${name}`,
  name,
  adminApprovedOnly,
  refreshTokenValidityPeriod: null,
  startUrl: null,
  createdAt: AS_OF - 500 * DAY,
});
async function external(name: string, policy: string | null): Promise<void> {
  await scene.store('externalClientApplications', [
    {
      id: `0xI-${name}`,
      developerName: name.replaceAll(' ', '_'),
      label: name,
      distributionState: 'Local',
      namespacePrefix: null,
      createdAt: null,
    },
  ]);
  await scene.store(
    'externalClientPolicies',
    policy === null
      ? []
      : [
          {
            id: `policy-${name}`,
            externalClientApplicationId: `0xI-${name}`,
            permittedUsersPolicyType: policy,
          },
        ],
  );
}

/** As after a run in which Salesforce showed the run-as user its own tokens only. */
async function ownTokens(): Promise<void> {
  const runId = await scene.test.db.startRun('org-1', AS_OF, 75, 'manual');
  await scene.test.db.saveStreamRuns(runId, [
    {
      stream: 'oauthTokens',
      title: 'OAuth connected apps',
      calls: 1,
      rows: 1,
      bytes: 1,
      seconds: 1,
      via: 'rest',
      complete: true,
      error: { code: 'OWN_ROWS_ONLY', message: 'Own rows.' },
    },
  ]);
}

const severities = (drafts: Map<string, { severity: string }>) =>
  Object.fromEntries([...drafts].map(([key, { severity }]) => [key, severity]));

describe('Unused Application for a User', () => {
  it('finds tokens not used for the days set, and never', async () => {
    await scene.store('oauthTokens', [
      token('ada', 'Old', AS_OF - 90 * DAY),
      token('ada', 'Nearly old', AS_OF - 90 * DAY + 1),
      token('bob', 'Never', null, { createdAt: AS_OF - 90 * DAY }),
      token('bob', 'Not yet', null, { createdAt: AS_OF - 90 * DAY + 1 }),
      token('bob', 'Who knows', null, { createdAt: null }),
      token('boss', 'Old', AS_OF - 200 * DAY, { tokens: 3, useCount: 7 }),
      token('gone', 'Old', AS_OF - 200 * DAY),
      token('ada', 'SALESFORCE for iOS', AS_OF - 200 * DAY),
    ]);
    const { drafts, population, notes } = scene.judge(unused);
    expect(severities(drafts)).toEqual({ 'ada::Old': 'low', 'bob::Never': 'low', 'boss::Old': 'medium' });
    expect(population).toBe(6);
    expect(notes).toEqual(['1 of them have neither a date of use nor of creation, and are not judged.']);
    expect(drafts.get('boss::Old')).toMatchObject({
      userId: 'boss',
      app: 'Old',
      firstAt: AS_OF - 110 * DAY,
      summary: 'User boss has not used Old since 2025-12-12.',
      evidence: { tokens: 3, useCount: 7, lastUsedAt: '2025-12-12T12:00:00.000Z', isAdmin: true },
    });
    expect(drafts.get('bob::Never')?.summary).toBe(
      'User bob let in Never on 2026-04-01 and has never used it.',
    );
    expect(scene.judge(unused, { days: 201, ignored: [] }).drafts.size).toBe(0);
    expect([...scene.judge(unused, { ignored: [' OLD '] }).drafts.keys()].sort()).toEqual([
      'ada::SALESFORCE for iOS',
      'bob::Never',
    ]);
  });

  it('says nothing about an org whose tokens it was not shown', async () => {
    await scene.store('oauthTokens', [token('ada', 'Old', AS_OF - 90 * DAY)]);
    await ownTokens();
    const verdict = scene.judge(unused);
    expect(verdict.notEvaluated).toMatch(/own OAuth tokens.*“Customize Application”/);
    expect(verdict.drafts.size).toBe(0);
  });
});

describe('Unauthorized or uninstalled OAuth apps in use', () => {
  it('finds tokens of apps that nobody installed', async () => {
    await scene.store('connectedApplications', [connected('ETL', true)]);
    await external('Payroll Sync', 'AdminApprovedPreAuthorized');
    await scene.store('oauthTokens', [
      token('ada', 'ETL', AS_OF),
      token('ada', 'Payroll Sync', AS_OF),
      token('bob', 'payroll_sync', AS_OF),
      token('ada', 'Salesforce for Android', AS_OF),
      token('ada', 'Data Loader', AS_OF - 90 * DAY + 1),
      token('bob', 'Data Loader', AS_OF - 200 * DAY, { tokens: 2, useCount: null }),
      token('ada', 'Left behind', AS_OF - 90 * DAY),
      token('boss', 'Helper', AS_OF - DAY),
      token('gone', 'Of somebody gone', AS_OF - DAY),
    ]);
    const { drafts, population, notes } = scene.judge(uninstalled);
    expect(severities(drafts)).toEqual({
      'not-installed:data loader': 'medium',
      'not-installed:left behind': 'low',
      'not-installed:helper': 'high',
    });
    expect([population, notes]).toEqual([5, []]);
    expect(drafts.get('not-installed:data loader')).toMatchObject({
      app: 'Data Loader',
      summary: 'Data Loader is not installed, but holds tokens of 2 users.',
      evidence: {
        problem: 'not installed',
        users: ['ada@acme.test', 'bob@acme.test'],
        userCount: 2,
        tokens: 3,
        useCount: 1,
        lastUsedAt: new Date(AS_OF - 90 * DAY + 1).toISOString(),
      },
    });
    expect(drafts.get('not-installed:helper')?.summary).toMatch(/1 user, 1 administrator among them\.$/);
  });

  it('finds installed apps that every user may let in', async () => {
    await scene.store('connectedApplications', [
      connected('Open', false),
      connected('Closed', true),
      connected('Unclear', null),
      connected('Salesforce for iOS', false),
    ]);
    await external('Intranet', 'AllSelfAuthorized');
    await scene.store('oauthTokens', [token('boss', 'OPEN', AS_OF)]);
    const { drafts, population, notes } = scene.judge(uninstalled);
    expect(severities(drafts)).toEqual({
      'self-authorized:0H4-Open': 'medium',
      'self-authorized:0xI-Intranet': 'low',
    });
    expect(population).toBe(4);
    expect(notes).toEqual(['Of 1 installed app the policy is not known.']);
    expect(drafts.get('self-authorized:0xI-Intranet')).toMatchObject({
      summary: 'Every user may let in Intranet without an admin; nobody has so far.',
      evidence: { kind: 'External client app', policy: 'All users may self-authorize', userCount: 0 },
    });
  });

  it('does not call an external client app uninstalled that nobody let it see', async () => {
    scene.dispose();
    scene = await CheckScene.of(READ.filter((name) => name !== 'externalClientApplications'));
    await scene.store('users', [rows.user('ada')]);
    await scene.store('connectedApplications', [connected('Open', false)]);
    await scene.store('oauthTokens', [token('ada', 'Payroll Sync', AS_OF)]);
    const { drafts, population, notes } = scene.judge(uninstalled);
    expect([...drafts.keys()]).toEqual(['self-authorized:0H4-Open']);
    expect(population).toBe(1);
    expect(notes.join('\n')).toMatch(/1 app that holds tokens is no connected app/);
  });

  it('is not evaluated without connected apps, tokens, or everybody’s tokens', async () => {
    await ownTokens();
    expect(scene.judge(uninstalled).notEvaluated).toMatch(/Customize Application/);
    for (const missing of ['connectedApplications', 'oauthTokens'] as const) {
      const other = await CheckScene.of(READ.filter((name) => name !== missing));
      expect(other.judge(uninstalled).notEvaluated).toMatch(/has not been collected yet/);
      other.dispose();
    }
  });
});

describe('Workload identities inventory', () => {
  async function requests(userId: string, app: string, n: number, appId = ''): Promise<void> {
    const fileId = `file-${userId}-${app}${appId}`;
    await scene.store(
      'eventLogFiles',
      [
        {
          id: fileId,
          eventType: 'ApiTotalUsage',
          logDate: AS_OF - DAY,
          interval: 'Daily',
          sequence: 0,
          length: 1,
          createdAt: AS_OF,
        },
      ],
      { endOfPass: false },
    );
    await scene.test.db.commitEventLog({
      orgId: 'org-1',
      fileId,
      first: true,
      rows: 1,
      at: AS_OF,
      loginEvents: [],
      apiUsage: [
        {
          day: Math.floor((AS_OF - DAY) / DAY),
          userId,
          clientName: '',
          connectedAppId: appId,
          connectedAppName: app,
          apiFamily: 'REST',
          apiVersion: '67.0',
          requests: n,
          counted: n,
        },
      ],
    });
  }

  it('lists every app with its users, policy and use', async () => {
    await scene.store('connectedApplications', [connected('ETL', true), connected('Asleep', false)]);
    await external('Intranet', 'AllSelfAuthorized');
    await scene.store('oauthTokens', [
      token('robot', 'ETL', AS_OF - 5 * DAY),
      token('ada', 'Intranet', AS_OF - DAY),
      token('boss', 'Intranet', AS_OF - 2 * DAY),
    ]);
    await scene.store('loginHistory', [
      rows.login('l1', 'robot', AS_OF - 3 * DAY, { application: 'ETL', loginType: 'Remote Access 2.0' }),
      rows.login('l2', 'robot', AS_OF - 2 * DAY, { application: 'ETL', status: 'Invalid Password' }),
      rows.login('l3', 'robot', AS_OF - 40 * DAY, { application: 'ETL', loginType: 'Remote Access 2.0' }),
    ]);
    await requests('robot', 'ETL', 500);
    const { drafts, population, notes } = scene.judge(inventory);
    expect(severities(drafts)).toEqual({ '0H4-ETL': 'info', '0H4-Asleep': 'low', '0xI-Intranet': 'medium' });
    expect(population).toBe(3);
    expect(notes.join('\n')).toContain('run-as user');
    expect(drafts.get('0H4-ETL')).toMatchObject({
      app: 'ETL',
      firstAt: AS_OF - 500 * DAY,
      evidence: {
        kind: 'Connected app',
        policy: 'Admin approved users are pre-authorized',
        users: ['robot@acme.test'],
        programs: ['robot@acme.test'],
        runsAs: ['robot@acme.test'],
        runsAsCount: 1,
        logins: 1,
        requests: 500,
        lastUsedAt: '2026-06-29T00:00:00.000Z',
      },
    });
    expect(drafts.get('0H4-Asleep')).toMatchObject({
      summary: 'Asleep (connected app) holds no tokens, every user may let it in.',
      evidence: { logins: 0, requests: null, lastUsedAt: null },
    });
    expect(drafts.get('0xI-Intranet')).toMatchObject({
      summary:
        'Intranet (external client app) holds tokens of 2 users, every user may let it in, and it works with administrative permissions.',
      evidence: { admins: ['boss@acme.test'], adminCount: 1 },
    });
  });

  it('knows an administrator by the requests alone, and an app by its id in either length', async () => {
    await scene.store('connectedApplications', [{ ...connected('ETL', true), id: '0H4000000000001AAA' }]);
    await requests('boss', '', 5, '0H4000000000001');
    expect(scene.judge(inventory).drafts.get('0H4000000000001AAA')).toMatchObject({
      severity: 'low',
      evidence: { runsAs: ['boss@acme.test'], requests: 5 },
    });
  });

  it('does without tokens, and says so; without apps it is not evaluated', async () => {
    await ownTokens();
    expect(scene.judge(inventory).notes.join('\n')).toContain('Customize Application');
    const other = await CheckScene.of(['users']);
    expect(other.judge(inventory).notEvaluated).toMatch(/“Connected apps” has not been collected yet/);
    other.dispose();
  });
});
