import { describe, expect, it } from 'vitest';
import { budgetRemark, CALL_BUDGET, KEEP_LOGINS, purgeWords, readDraft, removesMore } from './rule-words';

describe('the fields of the rules', () => {
  it('are empty for no limit', () => {
    expect(readDraft(CALL_BUDGET, '')).toEqual({ ok: true, value: null });
    expect(readDraft(KEEP_LOGINS, '  ')).toEqual({ ok: true, value: null });
  });

  it('take whole numbers within bounds, and say what those are', () => {
    expect(readDraft(CALL_BUDGET, 5)).toEqual({ ok: true, value: 5 });
    expect(readDraft(CALL_BUDGET, '1200')).toEqual({ ok: true, value: 1_200 });
    expect(readDraft(KEEP_LOGINS, 180)).toEqual({ ok: true, value: 180 });
    for (const draft of [0, 4, 5.5, -10, '-', 'many', 10_000_001])
      expect(readDraft(CALL_BUDGET, draft)).toEqual({ ok: false, problem: CALL_BUDGET.problem });
    for (const draft of [0, 179, 180.5, 36_501]) expect(readDraft(KEEP_LOGINS, draft).ok).toBe(false);
  });

  it('name a budget that never counts', () => {
    expect(budgetRemark(100, null)).toBeNull();
    expect(budgetRemark(100, 500)).toBeNull();
    expect(budgetRemark(500, 100)).toContain('24-hour budget');
  });
});

describe('keeping logins for a shorter time', () => {
  it('is what removes some', () => {
    expect(removesMore(null, 365)).toBe(true);
    expect(removesMore(365, 180)).toBe(true);
    expect(removesMore(180, 365)).toBe(false);
    expect(removesMore(365, null)).toBe(false);
    expect(removesMore(365, 365)).toBe(false);
  });

  it('says how many now, and what happens from then on', () => {
    const before = '2025-06-01T00:00:00.000Z';
    expect(purgeWords({ logins: 12_345, before }, 365, 'utc')).toMatch(
      /^12,345 logins from before .*2025.* will be removed .* older than 365 days\.$/,
    );
    expect(purgeWords({ logins: 0, before }, 365, 'utc')).toContain('No login is older than 365 days');
  });
});
