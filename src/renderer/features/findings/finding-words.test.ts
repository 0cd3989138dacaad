import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostureScore } from '../../../shared/model/checks';
import { evidenceLabel, factsOf, isAddress } from './evidence-words';
import { aboutWords, untilWords } from './finding-words';
import { changeText, costOf, evaluationWords, scoreChange, scoreText, sumsOf } from './score-words';
import { untilChoice, untilMoment, untilProblem, UNTIL_CHOICES } from './until';

describe('evidence', () => {
  const value = (evidence: Parameters<typeof factsOf>[0], words = {}) => factsOf(evidence, words)[0]?.value;

  it('is told in the words and the order of the definition; what it does not name comes last', () => {
    const words = { at: 'The sign-in', ip: 'Address of the sign-in' };
    const facts = factsOf({ extraThing: 1, ip: '203.0.113.4', at: '2026-11-02T10:00:00Z' }, words);
    expect(facts.map(({ label }) => label)).toEqual(['The sign-in', 'Address of the sign-in', 'Extra thing']);
  });

  it('says what a missing value means', () => {
    expect(evidenceLabel('The success before it; null: none since the login history begins')).toEqual({
      label: 'The success before it',
      whenNull: 'None since the login history begins',
    });
    expect(evidenceLabel('Its country')).toEqual({ label: 'Its country', whenNull: null });
    expect(value({ at: null }, { at: 'Last use; null: never' })).toEqual({ kind: 'none', text: 'Never' });
    expect(value({ at: null })).toEqual({ kind: 'none', text: 'Not known' });
  });

  it('knows moments, addresses, countries, and what only looks like them', () => {
    expect(value({ at: '2026-11-02T10:00:00.123Z' })).toEqual({
      kind: 'moment',
      iso: '2026-11-02T10:00:00.123Z',
    });
    expect(value({ ip: '2001:db8::1' })).toEqual({ kind: 'address', text: '2001:db8::1' });
    expect(value({ country: 'BR' })).toEqual({ kind: 'text', text: 'Brazil (BR)' });
    expect(value({ countries: ['BR', 'Brazil'] })).toMatchObject({
      items: [{ text: 'Brazil (BR)' }, { text: 'Brazil' }],
    });
    expect(value({ loginType: 'BR' })).toEqual({ kind: 'text', text: 'BR' });
    expect(['10.0.0.1', '::1', '1', '10.0', '203.0.113.0/24', '10:15', ''].map(isAddress)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('tells a total with its list', () => {
    expect(
      factsOf({ users: ['a', 'b'], usersTotal: 46 }, { users: 'Users', usersTotal: 'How many' }),
    ).toEqual([
      {
        key: 'users',
        label: 'Users',
        value: {
          kind: 'list',
          items: [
            { kind: 'text', text: 'a' },
            { kind: 'text', text: 'b' },
          ],
          total: 46,
        },
      },
    ]);
    expect(factsOf({ usersTotal: 46 }, {})).toHaveLength(1);
  });

  it('takes whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (evidence) => {
        const facts = factsOf(evidence as Parameters<typeof factsOf>[0], {});
        const totals = Object.keys(evidence).filter((key) =>
          Object.keys(evidence).some((list) => key === `${list}Total` && Array.isArray(evidence[list])),
        );
        expect(facts).toHaveLength(Object.keys(evidence).length - totals.length);
      }),
    );
  });
});

describe('until when', () => {
  const now = new Date('2026-11-22T22:30:00Z');

  it('includes the last day', () => {
    expect(untilMoment({ choice: '30', date: '' }, 'utc', now)).toBe('2026-12-22T23:59:59.999Z');
    expect(untilMoment({ choice: 'date', date: '2027-01-31' }, 'utc', now)).toBe('2027-01-31T23:59:59.999Z');
    expect(untilMoment({ choice: 'forever', date: '2027-01-31' }, 'utc', now)).toBeNull();
  });

  it('must be a day to come', () => {
    expect(untilProblem({ choice: 'date', date: '' }, 'utc', now)).toBe('Choose a date.');
    expect(untilProblem({ choice: 'date', date: '2026-11-21' }, 'utc', now)).toBe('This day is over.');
    expect(untilProblem({ choice: 'date', date: '2026-11-22' }, 'utc', now)).toBeNull();
    expect(untilProblem({ choice: '90', date: 'nonsense' }, 'utc', now)).toBeNull();
    expect(UNTIL_CHOICES.map(untilChoice)).toEqual([...UNTIL_CHOICES]);
  });

  it('is said', () => {
    expect(untilWords(null, 'utc')).toBe('for good');
    expect(untilWords('2027-02-03T23:59:59.999Z', 'utc')).toBe('until Feb 3, 2027');
  });
});

describe('the score', () => {
  const part = (weight: number, passing: number) => ({
    check: 'a',
    title: 'A',
    weight,
    population: 100,
    affected: Math.round(100 * (1 - passing)),
    passing,
  });
  const parts = [part(5, 0.5), part(10, 1), part(1, 0)];

  it('loses what its parts cost', () => {
    const { passing, weights } = sumsOf(parts);
    const score = (100 * passing) / weights;
    const lost = parts.reduce((sum, one) => sum + costOf(one, parts), 0);
    expect(score + lost).toBeCloseTo(100);
    expect(costOf(part(1, 0), [])).toBe(0);
  });

  it('is 100 only when nothing is open', () => {
    expect(scoreText(99.99)).toBe('99.9');
    expect(scoreText(100)).toBe('100');
    expect(scoreText(0)).toBe('0');
  });

  it('is compared with 30 days before', () => {
    const day = (n: number, score: number): PostureScore['trend'][number] => ({
      day: new Date(Date.UTC(2026, 9, n)).toISOString().slice(0, 10),
      score,
    });
    expect(scoreChange([day(1, 10), day(5, 70), day(35, 72.44)])).toEqual({ by: 2.4, since: '2026-10-05' });
    expect(scoreChange([day(1, 10)])).toBeNull();
    expect(scoreChange([])).toBeNull();
    expect([2.4, -1, 0].map(changeText)).toEqual(['+2.4', '−1', 'no change']);
  });
});

it('says what an evaluation did, and what it could not do', () => {
  const summary = {
    orgId: 'o',
    evaluatedAt: '2026-11-22T09:00:00Z',
    scope: 'all-history' as const,
    logins: 1200,
    millis: 350,
    found: 1,
    resolved: 0,
    open: { critical: 0, high: 0, medium: 1, low: 0, info: 0 },
    notEvaluated: 2,
    newCritical: [],
    newCriticalCount: 0,
  };
  expect(evaluationWords(summary)).toBe(
    '1 finding new, 0 findings resolved, over all history, 1,200 sign-ins in 350 ms. 2 checks could not be evaluated.',
  );
});

it('names whom a finding is about', () => {
  const nobody = { userId: null, name: null, username: null, ip: null, app: null };
  expect(aboutWords(nobody)).toEqual({ main: 'The org', more: null });
  expect(aboutWords({ ...nobody, ip: '::1', app: 'Loader' })).toEqual({ main: 'Loader', more: '::1' });
  expect(aboutWords({ ...nobody, userId: '005', username: 'a@b' })).toEqual({ main: 'a@b', more: null });
});
