import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { found, type LoginWords, somebody } from '../testing/logins';
import check from './application-login-bypasses-sso';

const START = Date.UTC(2026, 0, 1);
const at = (day: number): number => START + day * DAY_MS;
const SSO = { loginType: 'SAML Idp Initiated SSO', isSso: true };
const sso = (day: number, words: Partial<LoginWords> = {}): LoginWords => ({
  at: at(day),
  client: SSO,
  ...words,
});

describe('a password sign-in of somebody who uses single sign-on', () => {
  it('is found after single sign-on was used, once per user, with the newest facts', () => {
    const findings = found(check, {
      logins: [sso(0), sso(1), { at: at(2), ip: '198.51.100.1' }, { at: at(3), ip: '198.51.100.2' }],
    });
    expect([...findings.keys()]).toEqual(['ada']);
    expect(findings.get('ada')).toMatchObject({
      severity: 'medium',
      userId: 'ada',
      ip: '198.51.100.2',
      firstAt: at(2),
      lastAt: at(3),
      occurrences: 2,
      summary: 'User ada uses single sign-on, but signed in with a Salesforce password.',
      evidence: { ssoLogins: 2, lastSsoAt: '2026-01-02T00:00:00.000Z', hasFederationId: false },
    });
  });

  it('is found of whoever has a federation id', () => {
    const people = [somebody('ada', { usesSso: true }), somebody('bob')];
    const logins = [
      { at: at(0), user: 'ada' },
      { at: at(0), user: 'bob' },
    ];
    expect([...found(check, { logins, people }).keys()]).toEqual(['ada']);
  });

  it('is none before single sign-on was ever used, nor when it failed', () => {
    expect(found(check, { logins: [{ at: at(0) }, sso(1)] }).size).toBe(0);
    expect(found(check, { logins: [sso(0), { at: at(1), status: 'Invalid Password' }] }).size).toBe(0);
  });

  it.each([
    ['the login page', { loginType: 'Application', loginSubType: 'UsernamePasswordUiLogin' }, true],
    ['the login page, no sub-type', { loginType: 'Application' }, true],
    ['a program with a password', { loginType: 'Other Apex API', apiType: 'SOAP Partner' }, true],
    [
      'the username-password flow',
      { loginType: 'Remote Access 2.0', loginSubType: 'OauthUsernamePassword' },
      true,
    ],
    ['a token', { loginType: 'Remote Access 2.0', loginSubType: 'OauthRefreshToken' }, false],
    ['a token without sub-type', { loginType: 'Remote Access 2.0' }, false],
    ['a certificate', { loginType: 'Certificate-based login' }, false],
    ['Lightning Login', { loginType: 'Lightning Login' }, false],
    ['an identity provider', { loginType: 'Application', isSso: true }, false],
  ])('%s: %j', (_, client, isPassword) => {
    expect(found(check, { logins: [sso(0), { at: at(1), client }] }).size).toBe(isPassword ? 1 : 0);
  });

  it('weighs less with a second factor; an empty method is unknown', () => {
    const severity = (authMethodReference: string | null) =>
      found(check, { logins: [sso(0), { at: at(1), client: { authMethodReference } }] }).get('ada')?.severity;
    expect(severity('pwd,mfa')).toBe('low');
    expect(severity('["pwd","otp"]')).toBe('low');
    expect(severity('pwd')).toBe('medium');
    expect(severity('')).toBe('medium');
    expect(severity(null)).toBe('medium');
    // A part of another word is none.
    expect(severity('hotpink')).toBe('medium');
  });

  it('leaves out programs, and administrators where that is set', () => {
    const of = (facts: Parameters<typeof somebody>[1], withAdmins = true) =>
      found(check, {
        logins: [sso(0), { at: at(1) }],
        people: [somebody('ada', facts)],
        values: { withAdmins },
      }).size;
    expect(of({ isIntegration: true })).toBe(0);
    expect(of({ isAdmin: true })).toBe(1);
    expect(of({ isAdmin: true }, false)).toBe(0);
  });
});
