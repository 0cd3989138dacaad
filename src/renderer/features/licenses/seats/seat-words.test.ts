import { describe, expect, it } from 'vitest';
import { makeSeat } from '../../../../../test/builders/seat-row';
import { IdleRule } from '../../../../shared/model/idle-rule';
import { accessWords, integrationWords } from '../../../ui/person-words';
import { amountWords, seatsWorth, thresholdOf, whyIdle } from './seat-words';

const rule = IdleRule.parse({ inactiveDays: 90, externalDays: 365, integrationDays: 30 });

describe('why a seat is idle', () => {
  it.each([
    [
      { reason: 'user-deactivated' as const },
      'The user is deactivated and cannot log in, but still holds this license.',
    ],
    [{ reason: 'frozen' as const }, 'The user is frozen and cannot log in, but still holds this license.'],
    [{}, 'The user has never logged in. New users have 7 days of grace.'],
    [
      { detail: 'only-failed-logins' as const, failedLogins30d: 3 },
      'Nobody ever got in with this name; 3 logins failed in the last 30 days. New users have 7 days of grace.',
    ],
    [
      { detail: 'only-failed-logins' as const },
      'Nobody ever got in with this name: every login failed. New users have 7 days of grace.',
    ],
    [
      { detail: 'no-api-use' as const, isIntegration: true },
      'An integration user that never used an API. New users have 7 days of grace.',
    ],
    [{ reason: 'inactive' as const, daysIdle: 91 }, 'The last login was 91 days ago, the limit is 90 days.'],
    [
      { reason: 'inactive' as const, daysIdle: 400, isExternal: true, detail: 'external-rule' as const },
      'An external user with a limit of their own: the last login was 400 days ago, the limit is 365 days.',
    ],
    [
      { reason: 'inactive' as const, daysIdle: 45, isIntegration: true, detail: 'no-api-use' as const },
      'An integration user, judged by use through an API: the last was 45 days ago, the limit is 30 days.',
    ],
    [
      { reason: 'inactive' as const, daysIdle: 45, isIntegration: true },
      'An integration user with a limit of its own: the last login was 45 days ago, the limit is 30 days.',
    ],
  ])('%j', (change, words) => {
    expect(whyIdle(makeSeat('a', change), rule)).toBe(words);
  });

  it('names the threshold that judged', () => {
    const plain = IdleRule.parse({ inactiveDays: 60 });
    expect(thresholdOf({ isExternal: true, isIntegration: true }, plain)).toBe(60);
    expect(thresholdOf({ isExternal: true, isIntegration: true }, rule)).toBe(30);
    expect(thresholdOf({ isExternal: true, isIntegration: false }, rule)).toBe(365);
    expect(thresholdOf({ isExternal: false, isIntegration: false }, rule)).toBe(90);
  });
});

it('writes what seats cost', () => {
  expect(amountWords([])).toBeNull();
  expect(
    amountWords([
      { currency: 'USD', amount: 1200.4 },
      { currency: 'EUR', amount: 300 },
    ]),
  ).toBe('$1,200 and €300');
  expect(seatsWorth(1, null)).toBe('1 seat');
  expect(seatsWorth(12, [{ currency: 'USD', amount: 99 }])).toBe('12 seats, $99 per year');
});

it('writes ways of signing in in one order, whatever is stored', () => {
  expect(accessWords('api mobile ui')).toBe('UI, Mobile, API');
  expect(accessWords(['sso'])).toBe('SSO');
  expect(accessWords('')).toBe('');
  expect(accessWords('carrier-pigeon')).toBe('');
});

it('says what somebody is taken for', () => {
  const of = (
    isIntegration: boolean,
    mark: 'integration' | 'person' | null,
    signs: ('name' | 'license')[] = [],
  ) => integrationWords({ isIntegration, mark, integrationSigns: signs });
  expect(of(true, 'integration')).toBe('Integration user, as you said');
  expect(of(false, 'person', ['license'])).toBe('Person, as you said');
  expect(of(true, null, ['license'])).toBe('Integration user');
  expect(of(false, null, ['name'])).toBe('Person, with signs of an integration user');
  expect(of(false, null)).toBe('Person');
});
