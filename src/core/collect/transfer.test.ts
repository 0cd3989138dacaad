import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseTransfer } from './transfer';

const choose = (rows: number, bulkRows = rows, bulkPageSize = 50_000) =>
  chooseTransfer({ stream: 'users', restRows: rows, bulkRows, bulkPageSize });

describe('REST or Bulk', () => {
  it.each([
    [0, 'rest', 0],
    [2_000, 'rest', 1],
    [18_000, 'rest', 9],
    [18_001, 'bulk', 10],
    [50_000, 'bulk', 25],
    [500_000, 'bulk', 250],
  ] as const)('%i rows: %s instead of %i REST pages', (rows, via, restCalls) => {
    expect(choose(rows)).toMatchObject({ via, restCalls });
  });

  it('expects a job, four looks and its pages', () => {
    expect(choose(500_000).bulkCalls).toBe(1 + 4 + 10);
    expect(choose(500_001).bulkCalls).toBe(1 + 4 + 11);
  });

  it('stays with REST near the end of a large table, and with small result pages', () => {
    expect(choose(20_000, 500_000).via).toBe('rest');
    expect(choose(40_000, 40_000, 2_000).via).toBe('rest');
  });

  it('never chooses Bulk where it is expected to cost more, and never polls away what it saves', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000_000),
        fc.nat(5_000_000),
        fc.integer({ min: 1, max: 250_000 }),
        (restRows, more, bulkPageSize) => {
          const choice = chooseTransfer({
            stream: 'users',
            restRows,
            bulkRows: restRows + more,
            bulkPageSize,
          });
          if (choice.via === 'bulk') expect(choice.bulkCalls).toBeLessThan(choice.restCalls);
          expect(choice.polls).toBeGreaterThanOrEqual(10);
          expect(choice.polls).toBeLessThanOrEqual(60);
        },
      ),
    );
  });
});
