import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../logins/event';
import { found } from '../testing/logins';
import { at, burst, WRONG } from '../testing/scenes';
import check from './user-lock-out-risk';

const wrong = (count: number, from = at(0)) => burst(count, from, MINUTE_MS, () => WRONG);
const KEY = 'ada:2026-01-05';

describe('user lock out risk', () => {
  it('warns at the share of the attempts, and is worse at the limit', () => {
    expect(found(check, { logins: wrong(6) }).size).toBe(0);
    expect(found(check, { logins: wrong(7) }).get(KEY)).toMatchObject({
      severity: 'low',
      occurrences: 1,
      evidence: { wrongInRow: 7, limit: 10, locked: false, lastSuccessAt: null },
    });
    expect(found(check, { logins: wrong(9) }).get(KEY)?.severity).toBe('low');
    expect(found(check, { logins: wrong(10) }).get(KEY)?.severity).toBe('medium');
  });

  it('begins anew after a success', () => {
    expect(found(check, { logins: [...wrong(6), { at: at(1) }, ...wrong(6, at(2))] }).size).toBe(0);
  });

  it('counts neither the mistakes at an identity provider nor rules at work', () => {
    for (const status of ['Failed: SAML Assertion Invalid', 'Restricted IP', 'Multi-factor required'])
      expect(found(check, { logins: wrong(20).map((login) => ({ ...login, status })) }).size).toBe(0);
  });

  it('follows the org’s own limit', () => {
    expect(found(check, { logins: wrong(3), values: { limit: 3 } }).get(KEY)?.severity).toBe('medium');
    expect(found(check, { logins: wrong(3), values: { limit: 5 } }).size).toBe(0);
    expect(found(check, { logins: wrong(4), values: { limit: 5 } }).get(KEY)?.severity).toBe('low');
  });

  it('is certain when Salesforce has locked somebody', () => {
    const logins = [{ at: at(0), status: 'Password Lockout' }];
    expect(found(check, { logins }).get(KEY)).toMatchObject({
      severity: 'medium',
      evidence: { locked: true, wrongInRow: 0 },
    });
  });
});
