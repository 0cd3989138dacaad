import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectivityCheckId } from '../src/shared/model/connectivity';
import { type SubStepId, subStepsFor } from '../src/shared/model/setup';
import { jwtRig, type JwtRig } from './builders/jwt-rig';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let rig: JwtRig;
beforeEach(async () => {
  rig = await jwtRig();
});
afterEach(async () => {
  // Whatever happened: no key was logged or stored outside the vault.
  const { list } = rig.orgs;
  const seen = JSON.stringify([rig.log.lines, await list(), await rig.database.db.getSetup(rig.orgId)]);
  expect(seen).not.toContain('PRIVATE KEY');
  await rig.dispose();
});

const test = async () => {
  const report = await rig.connectivity.test(rig.orgId);
  return {
    ...report,
    check: (id: ConnectivityCheckId) => report.checks.find((check) => check.id === id),
  };
};
const step = async (id: SubStepId) => (await rig.orgs.setup(rig.orgId)).steps.find((one) => one.id === id);
const certificates = async () => (await rig.orgs.get(rig.orgId)).certificates;
const vault = () => [...rig.secrets.values.keys()].map((name) => name.replace(/^.*:/, '')).sort();

describe('signing in with a certificate', () => {
  it('works once it is uploaded, and ticks what that proves', async () => {
    const before = await test();
    expect(before.connected).toBe(false);
    expect(before.check('token')).toMatchObject({
      status: 'fail',
      code: 'invalid_grant',
      subStep: 'app.jwt-bearer',
    });
    expect(await step('app.jwt-bearer')).toMatchObject({ problem: /signature/ });

    await rig.upload();
    const report = await test();
    expect(report.connected).toBe(true);
    expect(report.check('certificate')).toMatchObject({
      status: 'pass',
      summary: 'The certificate is valid until 2028-06-30.',
      fix: '',
    });
    const { steps } = await rig.orgs.setup(rig.orgId);
    const done = steps.filter(({ doneBy }) => doneBy === 'app').map(({ id }) => id);
    expect(done).toEqual(
      expect.arrayContaining([
        'user.permission-set',
        'user.trusted-ranges',
        'app.certificate',
        'app.jwt-bearer',
        'app.consumer-key',
        'app.pre-authorize',
        'integration.test',
      ]),
    );
    for (const id of done) expect(subStepsFor('jwt-bearer')).toContain(id);
    expect(steps.filter(({ problem }) => problem !== null)).toEqual([]);
    expect((await rig.collector.collect(rig.orgId)).state).toBe('complete');
  });

  it('does not mind an answer without signature, nor tokens that are JWTs', async () => {
    await rig.upload();
    rig.demo.control({ jwtBearerSignature: false, jwtTokens: true });
    expect((await test()).connected).toBe(true);
  });

  it.each(['audience-invalid', 'audience-validation-failed'] as const)(
    'tries the org’s own address when the audience is refused (%s)',
    async (audienceError) => {
      await rig.upload();
      rig.demo.control({ sandbox: true, audienceError });
      expect((await test()).connected).toBe(true);
    },
  );

  it('keeps its assertions within three minutes', async () => {
    await rig.upload();
    rig.demo.control({ jwtMaxExpiry: true });
    expect((await test()).connected).toBe(true);
  });
});

describe('what Salesforce refuses', () => {
  it.each([
    ['invalid_app_access', { preauthorized: false }, 'app.pre-authorize'],
    ['unsupported_grant_type', { jwtBearerFlow: false }, 'app.jwt-bearer'],
    ['invalid_grant', { jwtBearerFlow: false, flowOffError: 'no-run-as-user' }, 'app.jwt-bearer'],
    ['invalid_grant', { ipRestricted: true }, 'user.ip-restrictions'],
    ['app_not_found', { appState: 'missing' }, 'app.my-domain'],
    ['invalid_client', { appState: 'uninstalled' }, 'app.create'],
    ['invalid_grant', { appScopes: ['full'] }, 'app.oauth'],
    ['inactive_org', { orgLocked: true }, null],
  ] as const)('%s after %j leads to its sub-step', async (code, command, subStep) => {
    await rig.upload();
    rig.demo.control({ ...command } as Parameters<typeof rig.demo.control>[0]);
    const report = await test();
    expect(report.connected).toBe(false);
    expect(report.check('token')).toMatchObject({ status: 'fail', code, subStep });
    expect(report.callsMade).toBe(0);
    if (subStep !== null) expect(await step(subStep)).toMatchObject({ doneBy: null, problem: /./ });
    // Nothing is written under steps that this org does not have.
    const used = new Set(subStepsFor('jwt-bearer'));
    for (const { id, problem } of (await rig.database.db.getSetup(rig.orgId)).steps) {
      if (!used.has(id)) expect(problem).toBeNull();
    }
  });

  it('a username nobody has', async () => {
    await rig.upload();
    await rig.orgs.update({ orgId: rig.orgId, jwtUsername: 'nobody@acme.example' });
    const report = await test();
    expect(report.check('token')).toMatchObject({ subStep: 'app.pre-authorize', fix: /misspelled username/ });
    await rig.orgs.update({ orgId: rig.orgId, jwtUsername: rig.demo.runAsUsername });
    expect((await test()).connected).toBe(true);
  });

  it.each([
    [-10 * MINUTE, /10 minutes behind/],
    [10 * MINUTE, /10 minutes ahead/],
  ])('a clock that is wrong by %i ms', async (wrongBy, words) => {
    await rig.upload();
    rig.demo.control({ jwtMaxExpiry: true });
    rig.setClockWrongBy(wrongBy);
    const report = await test();
    expect(report.check('token')).toMatchObject({ status: 'fail', summary: words, fix: /clock/ });
    rig.setClockWrongBy(wrongBy / 20);
    expect((await test()).connected).toBe(true);
  });
});

describe('the end of a certificate', () => {
  const untilEnd = 731 * DAY;

  it('is announced a month before', async () => {
    await rig.upload();
    rig.advance(untilEnd - 20.5 * DAY);
    const report = await test();
    expect(report.connected).toBe(true);
    expect(report.check('certificate')).toMatchObject({
      status: 'warn',
      code: 'CERTIFICATE_EXPIRING',
      summary: 'The certificate expires on 2028-06-30, in 20 days.',
      subStep: 'app.certificate',
    });
    expect(await step('app.certificate')).toMatchObject({ problem: /expires/ });
    expect(rig.log.lines.join('\n')).toMatch(/warn certificate expiring .*"daysLeft":20/);
  });

  it('is what is wrong first where Salesforce refuses it', async () => {
    await rig.upload();
    rig.advance(untilEnd + DAY);
    const report = await test();
    expect(report.connected).toBe(false);
    expect(report.check('token')).toMatchObject({
      code: 'invalid_grant',
      summary: /^The certificate expired on 2028-06-30; replace it in Salesforce\./,
      subStep: 'app.certificate',
    });
    expect(report.check('certificate')).toMatchObject({ status: 'fail', code: 'CERTIFICATE_EXPIRED' });
    const run = await rig.collector.collect(rig.orgId);
    expect(run).toMatchObject({ state: 'failed', error: { message: /^The certificate expired on/ } });
    // The way out.
    await rig.orgs.prepareKey(rig.orgId, { from: 'generate' });
    await rig.upload('next');
    expect((await test()).connected).toBe(true);
  });

  it('is a warning where Salesforce still takes it', async () => {
    await rig.upload();
    rig.demo.control({ acceptExpiredCertificates: true });
    rig.advance(untilEnd + DAY);
    const report = await test();
    expect(report.connected).toBe(true);
    expect(report.check('certificate')).toMatchObject({ status: 'warn', code: 'CERTIFICATE_EXPIRED' });
  });
});

describe('replacing a certificate', () => {
  it('goes on with the old one until the new one is uploaded, whenever that is', async () => {
    await rig.upload();
    const old = await certificates();
    const next = await rig.orgs.prepareKey(rig.orgId, { from: 'generate' });
    const report = await test();
    expect(report.connected).toBe(true);
    expect(report.check('certificate')).toMatchObject({ status: 'pass', summary: /waits to be uploaded/ });
    expect(await certificates()).toEqual({ current: old?.current, next });
    rig.restart();
    expect((await test()).connected).toBe(true);
    expect(await certificates()).toEqual({ current: old?.current, next });

    await rig.upload('next');
    // The token in hand would still be good, but every run and test signs in anew meanwhile.
    expect((await test()).connected).toBe(true);
    expect(await certificates()).toEqual({ current: next, next: null });
    expect(vault()).toEqual(['certificate', 'private-key']);
    // The token goes on being used: one login less, of which Salesforce allows so many.
    const logins = () => rig.demo.stats().requests['POST /services/oauth2/token'];
    const before = logins();
    expect((await test()).connected).toBe(true);
    expect(logins()).toBe(before);
    rig.restart();
    expect((await test()).connected).toBe(true);
  });

  it.each([
    ['old to new', 'before the token ends', ['current', 'next']],
    ['old to new and back to old', 'while the new one is not stored', ['current', 'next', 'current']],
  ] as const)('%s in the middle of a collection, %s', async (_, __, order) => {
    await rig.dispose();
    rig = await jwtRig({ logins: 9_000 });
    await rig.upload();
    const next = await rig.orgs.prepareKey(rig.orgId, { from: 'generate' });
    const pems = {
      current: await rig.orgs.certificate(rig.orgId, 'current'),
      next: await rig.orgs.certificate(rig.orgId, 'next'),
    };
    const goesBack = order.length > 2;
    if (goesBack) {
      // The vault cannot be written: both keys stay in use.
      rig.secrets.setPassword = () => Promise.reject(new Error('the disk is full'));
    }
    let queries = 0;
    const switched: string[] = [];
    rig.onRequest = (path) => {
      if (!/\/query|\/composite/.test(path)) return;
      queries += 1;
      // Apart, because a request whose fresh token ends as well is rightly given up.
      const which = order[(queries - 2) / 2];
      if (which === undefined) return;
      switched.push(which);
      rig.demo.control({ certificates: [pems[which]], expireTokens: true });
    };
    const run = await rig.collector.collect(rig.orgId);
    expect(run).toMatchObject({ state: 'complete', error: null });
    expect(switched).toEqual(order);
    if (goesBack) {
      expect(rig.log.lines.join('\n')).toContain('could not be made the current one');
      expect(await certificates()).toMatchObject({ next });
    } else {
      expect(await certificates()).toEqual({ current: next, next: null });
    }
    rig.onRequest = () => undefined;
    rig.restart();
    rig.demo.control({ expireTokens: true });
    expect((await test()).connected).toBe(true);
  });

  it('comes from another key for an app that has its certificate already', async () => {
    await rig.upload();
    const first = await certificates();
    await rig.orgs.prepareKey(rig.orgId, { from: 'generate' });
    await rig.orgs.discardNextKey(rig.orgId);
    expect(await certificates()).toEqual(first);
    expect((await test()).connected).toBe(true);
  });

  it('tells when Salesforce has neither', async () => {
    await rig.upload();
    const third = await rig.orgs.prepareKey(null, { from: 'generate' });
    expect(third.origin).toBe('generated');
    rig.demo.control({ certificates: [await rig.orgs.certificate(null)] });
    await rig.orgs.prepareKey(rig.orgId, { from: 'generate' });
    const report = await test();
    expect(report.check('token')).toMatchObject({
      summary: /neither/,
      subStep: 'app.jwt-bearer',
    });
    expect(vault()).toContain('next-private-key');
  });
});
