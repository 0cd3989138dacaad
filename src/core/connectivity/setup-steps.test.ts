import { describe, expect, it } from 'vitest';
import { certificate } from '../../../test/builders/certificate';
import { ConnectivityCheckId, type ConnectivityCheck } from '../../shared/model/connectivity';
import { AppError } from '../../shared/model/errors';
import { AuthKind } from '../../shared/model/org';
import { type SubStepId, subStepsFor } from '../../shared/model/setup';
import { OAUTH_ROWS, oauthError } from '../salesforce/oauth-errors';
import { NO_FACTS, type Facts } from './facts';
import { stepChanges } from './setup-steps';
import { verdicts, type VerdictInput } from './verdicts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const DAY = 86_400_000;
const ending = (days: number) => certificate({ expiresAt: new Date(NOW + days * DAY).toISOString() });

function judge(changes: Partial<VerdictInput>, facts: Partial<Facts> = {}): ConnectivityCheck[] {
  return verdicts({
    facts: { ...NO_FACTS, ...facts },
    urlError: null,
    quota: { used: null, max: null, usedBefore: null, made: 0, inFlight: 0 },
    thresholdPercent: 75,
    auth: 'jwt-bearer',
    certificates: { current: ending(400), next: null },
    now: NOW,
    ...changes,
  });
}
const check = (checks: ConnectivityCheck[], id: ConnectivityCheckId) => checks.find((one) => one.id === id);
const granted: Partial<Facts> = { token: { ok: true, value: { userId: null } } };

describe('the check of the certificate', () => {
  it('is for orgs that sign in with one', () => {
    expect(judge({}).map(({ id }) => id)).toEqual(ConnectivityCheckId.options);
    const secret = judge({ auth: 'client-credentials', certificates: null });
    expect(secret.map(({ id }) => id)).toEqual(
      ConnectivityCheckId.options.filter((id) => id !== 'certificate'),
    );
  });

  it.each([
    [400, true, 'pass', null],
    [30.5, true, 'pass', null],
    [29.9, true, 'warn', 'CERTIFICATE_EXPIRING'],
    [0.1, true, 'warn', 'CERTIFICATE_EXPIRING'],
    [29.9, false, 'warn', 'CERTIFICATE_EXPIRING'],
    [0, false, 'fail', 'CERTIFICATE_EXPIRED'],
    [-5, false, 'fail', 'CERTIFICATE_EXPIRED'],
    [-5, true, 'warn', 'CERTIFICATE_EXPIRED'],
  ] as const)('with %d days left (token granted: %s) says %s', (days, good, status, code) => {
    for (const next of [null, ending(700)]) {
      const certificates = { current: ending(days), next };
      const found = check(judge({ certificates }, good ? granted : {}), 'certificate');
      expect(found).toMatchObject({ status, code });
      expect(found?.summary.includes('waits to be uploaded')).toBe(next !== null);
      if (status === 'pass') expect(found?.fix).toBe('');
      else expect(found).toMatchObject({ subStep: 'app.certificate', fix: next ? /^Upload/ : /^Begin/ });
    }
  });

  it('says so when nothing is known', () => {
    expect(check(judge({ certificates: null }), 'certificate')).toMatchObject({ status: 'unknown' });
  });
});

describe('sub-steps', () => {
  it.each(AuthKind.options)('of another way of signing in than %s are left alone', (auth) => {
    const used = new Set<SubStepId>(subStepsFor(auth));
    const all: ConnectivityCheck[] = ConnectivityCheckId.options.map((id) => ({
      id,
      status: 'pass',
      summary: '',
      fix: '',
      code: null,
      subStep: null,
    }));
    const proven = stepChanges(all, true, auth);
    expect(proven.filter(({ id }) => !used.has(id))).toEqual([]);
    // All but what only a person or a collection can know.
    expect(proven.map(({ id }) => id).sort()).toEqual(
      [...used].filter((id) => id !== 'integration.collect').sort(),
    );
    // A refusal that leads elsewhere is shown in the check, and under no step.
    for (const subStep of subStepsFor(auth === 'jwt-bearer' ? 'client-credentials' : 'jwt-bearer')) {
      const error = new AppError({ code: 'x', kind: 'credentials', message: 'm', fix: 'f', subStep });
      const checks = judge({ auth }, { token: { ok: false, error } });
      expect(check(checks, 'token')?.subStep).toBe(used.has(subStep) ? subStep : null);
      for (const { id } of stepChanges(checks, false, auth)) expect(used).toContain(id);
    }
  });

  it.each(AuthKind.options)('are never lost for a refusal of %s', (auth) => {
    for (const row of OAUTH_ROWS) {
      const code = [row.code ?? ''].flat()[0] ?? '';
      const answer = { status: [row.status ?? 400].flat()[0] ?? 400, code, text: row.text?.source ?? '' };
      const checks = judge({ auth }, { token: { ok: false, error: oauthError(answer, auth) } });
      expect(
        stepChanges(checks, false, auth).some(({ id, problem }) => id === 'integration.test' && problem),
      ).toBe(true);
    }
  });
});

it('nobody who signs in with a certificate is told of a run-as user', () => {
  const error = new AppError({
    code: 'x',
    kind: 'credentials',
    message: 'The run-as user.',
    fix: 'Run-as user.',
  });
  const facts: Partial<Facts> = {
    ...granted,
    organization: { ok: true, value: { OrganizationType: 'Enterprise Edition' } },
    runAs: { ok: true, value: { username: 'u', profile: 'p', license: 'Salesforce', licenseKey: 'SFDC' } },
    userLicense: { ok: false, error },
    userLogin: { ok: false, error },
    apiUserOnly: false,
    viewAllUsers: false,
    logins: 'own-only',
  };
  const words = (auth: AuthKind) => JSON.stringify(judge({ auth }, facts).map(({ summary }) => summary));
  expect(words('client-credentials')).toContain('run-as user');
  expect(words('jwt-bearer')).not.toContain('run-as');
});
