import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type IdleRule } from '../../../shared/model/idle-rule';
import { definitionOf, parseDays } from './idle-words';

const say = (change: Partial<IdleRule> = {}, onLeave: number | null = null) =>
  definitionOf({ ...DEFAULT_POLICY, inactiveDays: 90, includeFree: false, ...change }, onLeave);

describe('the definition of idle', () => {
  it('is said in a sentence or two', () => {
    expect(say({}, 3)).toBe(
      'Idle: no login for 90 days or longer; never logged in 7 days after creation; frozen; deactivated. Integration users by API use only. 3 people on leave left out.',
    );
    expect(say({ integration: 'any-login', graceDays: 0 }, 0)).toBe(
      'Idle: no login for 90 days or longer; never logged in; frozen; deactivated.',
    );
  });

  it('names every part that makes a difference', () => {
    expect(say({ externalDays: 365 })).toContain('External users: no login for 365 days or longer.');
    expect(say({ integrationDays: 180 })).toContain('Integration users by API use only, after 180 days.');
    expect(say({ integration: 'any-login', integrationDays: 180 })).toContain(
      'Integration users: no login for 180 days or longer.',
    );
    expect(say({ newUserDays: 1 })).toContain('Nobody created within the last 1 day.');
    expect(say({ exceptions: false }, 3)).toContain('People on leave are not left out.');
    expect(say({}, 1)).toContain('1 person on leave left out.');
  });
});

it('reads days as typed', () => {
  expect(['45', ' 7 ', 3650, '0', '', 'x', 3651, 1.5].map((value) => parseDays(value))).toEqual([
    45,
    7,
    3650,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect([parseDays(0, 0, 365), parseDays('366', 0, 365)]).toEqual([0, null]);
});
