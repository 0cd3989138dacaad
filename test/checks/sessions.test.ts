import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import hints from '../../src/checks/threat/compromised-session-hints';
import parallel from '../../src/checks/threat/risky-parallel-sessions';
import { CheckScene, type StateVerdict } from '../builders/check-scene';
import { AS_OF, DAY, HOUR } from '../builders/db';
import * as rows from '../builders/db-records';
import { loginEvent, loginFile, session, verification } from '../builders/session-rows';

const MINUTE = 60_000;
const HOME = '93.184.216.34';
const AWAY = '45.33.32.156';
const PLACES = {
  berlin: { countryIso: 'DE', city: 'Berlin', latitude: 52.52, longitude: 13.4 },
  munich: { countryIso: 'DE', city: 'Munich', latitude: 48.14, longitude: 11.58 },
  lagos: { countryIso: 'NG', city: 'Lagos', latitude: 6.52, longitude: 3.38 },
  nigeria: { countryIso: 'NG', city: null, latitude: 9.08, longitude: 8.67 },
  unknown: { countryIso: null, city: null, latitude: null, longitude: null },
} as const;

let scene: CheckScene;
beforeEach(async () => {
  scene = await CheckScene.of([
    'users',
    'userLogins',
    'profiles',
    'permissionSets',
    'permissionSetAssignments',
    'loginHistory',
    'authSessions',
    'verificationHistory',
  ]);
  await scene.store('users', [rows.user('ada', { name: 'Ada' }), rows.user('bob', { name: 'Bob' })]);
});
afterEach(() => scene.dispose());

const severities = ({ drafts }: StateVerdict): Record<string, string> =>
  Object.fromEntries([...drafts].map(([key, { severity }]) => [key, severity]));

/** Sign-ins `at` hours before now, each with the session it began: s0, s1 … */
async function sessions(
  all: readonly {
    hours: number;
    place: keyof typeof PLACES;
    ip: string;
    user?: string;
    platform?: string;
    session?: Parameters<typeof session>[2];
  }[],
): Promise<void> {
  await scene.store(
    'loginHistory',
    all.map(({ hours, place, ip, user = 'ada', platform = 'Windows 10' }, i) =>
      rows.login(`l${i}`, user, AS_OF - hours * HOUR, { ...PLACES[place], sourceIp: ip, platform }),
    ),
  );
  await scene.store(
    'authSessions',
    all.map(({ hours, ip, user = 'ada', session: changes = {} }, i) => {
      const createdAt = AS_OF - hours * HOUR + 2_000;
      return session(`s${i}`, user, {
        ...{ createdAt, lastModifiedAt: AS_OF - MINUTE, sourceIp: ip, loginHistoryId: `l${i}` },
        ...changes,
      });
    }),
  );
}

describe('Risky Parallel Sessions', () => {
  const both = [
    { hours: 2, place: 'berlin', ip: HOME },
    { hours: 1, place: 'lagos', ip: AWAY },
  ] as const;

  /** Ada at home, so many days before now. */
  const habits = async (): Promise<void> => {
    const days = [5, 10, 20].map((day) =>
      rows.login(`h${day}`, 'ada', AS_OF - day * DAY, { ...PLACES.berlin, sourceIp: HOME }),
    );
    await scene.store('loginHistory', days);
  };

  it('finds a session where nobody can be so soon, in a country new to the user', async () => {
    await habits();
    await sessions(both);
    const verdict = scene.judge(parallel);
    expect([...verdict.drafts.values()]).toMatchObject([
      {
        ...{ key: 's1', userId: 'ada', ip: AWAY, severity: 'high' },
        summary: 'Ada has live sessions in Berlin, DE and in Lagos, NG, 5196 km apart.',
        evidence: { minutesApart: 60, canBeTraveled: false, countryIsNew: true, distanceKm: 5_196 },
      },
    ]);
    expect(verdict.population).toBe(1);
  });

  it('is no alarm where the country is not new, or nothing is known of the user', async () => {
    await sessions(both);
    expect(severities(scene.judge(parallel))).toEqual({ s1: 'medium' });
    await habits();
    await scene.store('loginHistory', [rows.login('trip', 'ada', AS_OF - 9 * DAY, PLACES.lagos)]);
    expect(severities(scene.judge(parallel))).toEqual({ s1: 'medium' });
  });

  it('says so quietly where there was time to travel, or one is a phone', async () => {
    await sessions([{ ...both[0], hours: 7 }, both[1]]);
    expect(severities(scene.judge(parallel))).toEqual({ s1: 'low' });
    await sessions([both[0], { ...both[1], platform: 'iPhone' }]);
    expect(severities(scene.judge(parallel))).toEqual({ s1: 'low' });
  });

  it('judges sessions that are alive, to the millisecond', async () => {
    const ends = (at: number) => ({ lastModifiedAt: at - 7_200_000, secondsValid: 7_200 });
    await sessions([both[0], { ...both[1], session: ends(AS_OF) }]);
    expect(scene.judge(parallel).drafts.size).toBe(0);
    await sessions([both[0], { ...both[1], session: ends(AS_OF + 1) }]);
    expect(scene.judge(parallel).drafts.size).toBe(1);
    // All that is known is that Salesforce listed it.
    await sessions([both[0], { ...both[1], session: { lastModifiedAt: null, secondsValid: null } }]);
    expect(scene.judge(parallel).drafts.size).toBe(1);
  });

  it('leaves out what is near, of two people, of programs, and what lists explain', async () => {
    await sessions([both[0], { ...both[1], place: 'munich' }]);
    expect(scene.judge(parallel, { minKm: 510 }).drafts.size).toBe(0);
    expect(scene.judge(parallel, { minKm: 500 }).drafts.size).toBe(1);
    await sessions([both[0], { ...both[1], user: 'bob' }]);
    expect(scene.judge(parallel).drafts.size).toBe(0);
    await sessions(both);
    for (const purpose of ['office', 'vpn', 'carrier'] as const) {
      const list = { everyOrg: false, name: purpose, purpose, by: 'me', at: AS_OF };
      const ranges = [{ cidr: `${AWAY}/32`, note: '' }];
      await scene.test.db.saveAddressList('org-1', { id: null, ...list, ranges });
      expect(scene.judge(parallel).drafts.size).toBe(0);
      const [saved] = await scene.test.db.addressLists('org-1');
      await scene.test.db.removeAddressList('org-1', saved?.id ?? 0);
    }
    await scene.store('profiles', [rows.profile()]);
    await scene.store('userLicenses', [
      rows.userLicense('license-1', { definitionKey: 'SFDC_INTEGRATION', name: 'Salesforce Integration' }),
    ]);
    expect(scene.judge(parallel).drafts.size).toBe(0);
  });

  it('takes sessions within others for one, and says which could not be placed', async () => {
    await sessions([both[0], { ...both[1], session: { parentId: 's0' } }]);
    expect(scene.judge(parallel).drafts.size).toBe(0);
    // The outer one has ended: the inner one stands for itself.
    await sessions([both[0], { ...both[1], session: { parentId: 'ended' } }]);
    expect(scene.judge(parallel).drafts.size).toBe(1);
    await sessions([both[0], { ...both[1], place: 'unknown' }]);
    const verdict = scene.judge(parallel);
    expect(verdict.drafts.size).toBe(0);
    expect(verdict.notes.join()).toContain('1 sessions of people with several could not be placed');
  });

  it('takes as much off the distance as a place without a city is unsure', async () => {
    await sessions([both[0], { ...both[1], place: 'nigeria' }]);
    const [draft] = scene.judge(parallel).drafts.values();
    expect(draft?.evidence['distanceKm']).toBe(3_349);
  });

  it('is not evaluated without sessions, and says when only its own are seen', async () => {
    const fresh = await CheckScene.of(['loginHistory']);
    expect(fresh.judge(parallel).notEvaluated).toContain('“Sessions” has not been collected yet');
    fresh.dispose();
    await scene.store('permissionSets', [rows.permissionSet('all', { permissions: ['ModifyAllData'] })]);
    await scene.store('permissionSetAssignments', [rows.permissionSetAssignment('bob', 'all')]);
    await sessions([both[0]]);
    expect(scene.judge(parallel).notes.join()).toContain('Only sessions of one user');
  });
});

describe('Compromised Session Hints', () => {
  it('finds a session elsewhere than its sign-in', async () => {
    await sessions([{ hours: 1, place: 'berlin', ip: HOME, session: { sourceIp: AWAY } }]);
    expect([...scene.judge(hints).drafts.values()]).toMatchObject([
      {
        ...{ key: 'session:s0', severity: 'medium', userId: 'ada', ip: AWAY },
        summary: `Ada had a session in another network than the sign-in it came from: ${HOME} and ${AWAY}.`,
        evidence: { signInIp: HOME, otherIp: AWAY, otherNetworkIsKnown: false },
      },
    ]);
  });

  it('finds an inner session by the sign-in of the outer one', async () => {
    await sessions([{ hours: 5, place: 'berlin', ip: HOME }]);
    const [outer] = [
      session('s0', 'ada', { createdAt: AS_OF - 5 * HOUR, loginHistoryId: 'l0', sourceIp: HOME }),
    ];
    const inner = session('s1', 'ada', { parentId: 's0', loginHistoryId: 'l0', sourceIp: AWAY });
    await scene.store('authSessions', [outer, inner]);
    expect(severities(scene.judge(hints))).toEqual({ 'session:s1': 'medium' });
  });

  it('finds verifications from another network than their sign-in', async () => {
    await sessions([{ hours: 1, place: 'berlin', ip: HOME }]);
    await scene.store('verificationHistory', [
      verification('v1', 'ada', { loginHistoryId: 'l0', sourceIp: AWAY }),
      verification('v2', 'ada', { loginHistoryId: 'l0', sourceIp: HOME }),
      verification('v3', 'ada', { loginHistoryId: null, sourceIp: AWAY }),
    ]);
    expect(severities(scene.judge(hints))).toEqual({ 'verification:v1': 'medium' });
  });

  it('finds a session key in two networks of the event log', async () => {
    await scene.store('eventLogFiles', [loginFile('file')]);
    const event = (line: number, sessionKey: string, sourceIp: string) =>
      loginEvent(line, { userId: 'bob', sessionKey, sourceIp });
    await scene.test.db.commitEventLog({
      ...{ orgId: 'org-1', fileId: 'file', first: true, apiUsage: [], rows: 4, at: AS_OF },
      loginEvents: [event(1, 'k1', HOME), event(2, 'k1', AWAY), event(3, 'k2', HOME), event(4, 'k2', HOME)],
    });
    expect(severities(scene.judge(hints))).toEqual({ 'event:k1': 'medium' });
  });

  it('is an alarm for administrators when nobody ever came from there, and quiet for phones', async () => {
    await scene.store('permissionSets', [rows.permissionSet('all', { permissions: ['ModifyAllData'] })]);
    await scene.store('permissionSetAssignments', [rows.permissionSetAssignment('ada', 'all')]);
    await sessions([{ hours: 1, place: 'berlin', ip: HOME, session: { sourceIp: AWAY } }]);
    expect(severities(scene.judge(hints))).toEqual({ 'session:s0': 'high' });
    // A neighbor in the same network.
    await scene.store('loginHistory', [rows.login('n', 'bob', AS_OF - DAY, { sourceIp: '45.33.32.9' })]);
    expect(severities(scene.judge(hints))).toEqual({ 'session:s0': 'medium' });
    await sessions([
      { hours: 2, place: 'berlin', ip: HOME, platform: 'Android', session: { sourceIp: AWAY } },
    ]);
    expect(severities(scene.judge(hints))).toEqual({ 'session:s0': 'low' });
  });

  it('leaves out one network, two families of addresses, lists, and what is old', async () => {
    const at = (sourceIp: string | null, hours = 1): Promise<void> =>
      sessions([{ hours, place: 'berlin', ip: HOME, session: { sourceIp } }]);
    for (const ip of ['93.184.216.99', '2606:2800:220:1::1', '10.1.2.3', 'Salesforce.com IP', null]) {
      await at(ip);
      expect(scene.judge(hints).drafts.size).toBe(0);
    }
    await at(AWAY, 7 * 24 + 1);
    expect(scene.judge(hints).drafts.size).toBe(0);
    expect(scene.judge(hints, { days: 8 }).drafts.size).toBe(1);
  });

  it('says what could not be compared, and is not evaluated without all of it', async () => {
    await scene.store('authSessions', []);
    expect(scene.judge(hints).notes.join()).toContain('Session keys of the event log are not compared');
    const fresh = await CheckScene.of(['loginHistory']);
    expect(fresh.judge(hints).notEvaluated).toContain('neither sessions nor verifications');
    fresh.dispose();
  });
});
