import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { found, somebody } from '../testing/logins';
import check from './access-from-dormant-account';

const START = Date.UTC(2026, 0, 1);
const at = (day: number): number => START + day * DAY_MS;

describe('access from a dormant account', () => {
  it('is a success after none for the days set', () => {
    const findings = found(check, { logins: [{ at: at(0) }, { at: at(30) }] });
    expect([...findings.keys()]).toEqual(['ada:2026-01-31']);
    expect([...findings.values()][0]).toMatchObject({
      severity: 'medium',
      userId: 'ada',
      evidence: { previousSuccessAt: '2026-01-01T00:00:00.000Z' },
    });
  });

  it('is none a millisecond earlier', () => {
    expect(found(check, { logins: [{ at: at(0) }, { at: at(30) - 1 }] }).size).toBe(0);
  });

  it('does not take failures for use', () => {
    const logins = [{ at: at(0) }, { at: at(20), status: 'Invalid Password' }, { at: at(31) }];
    expect(found(check, { logins }).size).toBe(1);
  });

  it('judges nobody before there is enough history', () => {
    const logins = [{ at: at(10), user: 'ada' }];
    expect(found(check, { logins, historySince: at(0) }).size).toBe(0);
    expect(found(check, { logins: [{ at: at(40) }], historySince: at(0) }).size).toBe(1);
  });

  it('leaves out young accounts, and first sign-ins of those created since', () => {
    const young = somebody('ada', { createdAt: at(35) });
    expect(found(check, { logins: [{ at: at(40) }], historySince: at(0), people: [young] }).size).toBe(0);
  });

  it('is worse for admins', () => {
    const people = [somebody('ada', { isAdmin: true })];
    const [finding] = found(check, { logins: [{ at: at(0) }, { at: at(40) }], people }).values();
    expect(finding?.severity).toBe('high');
  });
});
