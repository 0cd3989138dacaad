import { describe, expect, it } from 'vitest';
import { found, somebody } from '../testing/logins';
import check from './service-account-successful-sign-in';

const AT = Date.UTC(2026, 0, 1);
const API = { loginType: 'Remote Access 2.0', isUi: false, isApi: true };
const robot = (facts: Parameters<typeof somebody>[1] = {}) =>
  somebody('robot', { isIntegration: true, ...facts });
const logins = [{ at: AT, user: 'robot' }];

describe('a service account in the user interface', () => {
  it('is found, worse with administrative permissions', () => {
    expect(found(check, { logins, people: [robot()] }).get('robot')).toMatchObject({
      severity: 'medium',
      userId: 'robot',
      summary: 'User robot, an integration user, signed in to the user interface.',
      evidence: { browser: 'Chrome 131', isApiOnly: false },
    });
    expect(found(check, { logins, people: [robot({ isAdmin: true })] }).get('robot')?.severity).toBe('high');
  });

  it('is found on a phone', () => {
    const client = { isUi: false, isMobile: true };
    const [finding] = found(check, {
      logins: [{ at: AT, user: 'robot', client }],
      people: [robot()],
    }).values();
    expect(finding?.summary).toContain('a phone app');
  });

  it('is one finding however often', () => {
    const often = Array.from({ length: 5 }, (_, i) => ({ at: AT + i, user: 'robot' }));
    const findings = found(check, { logins: often, people: [robot()] });
    expect(findings.size).toBe(1);
    expect(findings.get('robot')?.occurrences).toBe(5);
  });

  it('is none through the API, as a person, or without success', () => {
    expect(found(check, { logins: [{ at: AT, user: 'robot', client: API }], people: [robot()] }).size).toBe(
      0,
    );
    expect(found(check, { logins: [{ at: AT }], people: [somebody('ada')] }).size).toBe(0);
    expect(found(check, { logins, people: [] }).size).toBe(0);
    const failed = [{ at: AT, user: 'robot', status: 'Failed: API-only user' }];
    expect(found(check, { logins: failed, people: [robot({ isApiOnly: true })] }).size).toBe(0);
  });
});
