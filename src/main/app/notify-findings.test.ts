import { describe, expect, it, vi } from 'vitest';
import { type EvaluationSummary, NO_COUNTS } from '../../shared/model/checks';
import type { Notifier } from './notifier';
import { findingsNotice, notifyOfFindings } from './notify-findings';

const critical = (id: number) => ({
  id,
  check: 'password-spray',
  title: 'Password Spray',
  summary: `192.0.2.${String(id)} tried ${String(id)} users.`,
});

function summary(count: number): EvaluationSummary {
  return {
    orgId: 'org-1',
    evaluatedAt: '2026-03-01T10:00:00.000Z',
    scope: 'new-data',
    logins: 10,
    millis: 5,
    found: count,
    resolved: 0,
    open: { ...NO_COUNTS, critical: count },
    notEvaluated: 0,
    newCritical: Array.from({ length: Math.min(count, 20) }, (_, index) => critical(index + 1)),
    newCriticalCount: count,
  };
}

describe('notices of findings', () => {
  it('name a new critical one', () => {
    expect(findingsNotice(summary(1), 'Acme')).toEqual({
      title: 'Acme: a new critical finding',
      body: 'Password Spray: 192.0.2.1 tried 1 users.',
    });
  });

  it('are one for many, with the first and how many more there are', () => {
    expect(findingsNotice(summary(3), 'Acme')?.body.split('\n')).toHaveLength(3);
    const many = findingsNotice(summary(1_234), 'Acme');
    expect(many?.title).toBe('Acme: 1,234 new critical findings');
    expect(many?.body.split('\n')).toEqual([
      'Password Spray: 192.0.2.1 tried 1 users.',
      'Password Spray: 192.0.2.2 tried 2 users.',
      'Password Spray: 192.0.2.3 tried 3 users.',
      '… and 1,231 more.',
    ]);
  });

  it('are not made of what was known, is no more, or is less than critical', () => {
    const quiet = { ...summary(0), found: 7, resolved: 3, open: { ...NO_COUNTS, critical: 4, high: 9 } };
    expect(findingsNotice(quiet, 'Acme')).toBeNull();
    const notify = vi.fn<Notifier>();
    notifyOfFindings(quiet, 'Acme', { notify, open: () => undefined });
    expect(notify).not.toHaveBeenCalled();
  });

  it('open the findings of their org', () => {
    const notify = vi.fn<Notifier>();
    const open = vi.fn();
    notifyOfFindings(summary(2), 'Acme', { notify, open });
    expect(notify).toHaveBeenCalledTimes(1);
    expect(open).not.toHaveBeenCalled();
    notify.mock.lastCall?.[1]();
    expect(open).toHaveBeenCalledExactlyOnceWith('org-1');
  });
});
