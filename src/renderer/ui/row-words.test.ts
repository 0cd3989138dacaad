import { expect, it } from 'vitest';
import { rowFacts } from './row-words';

it('puts tables that are one thing to a person into one line', () => {
  expect(rowFacts({ auth_session: 3, oauth_token: 2, sf_user: 1 })).toEqual([
    { name: 'User records', rows: 1 },
    { name: 'Sessions and connected apps', rows: 5 },
  ]);
});

it('counts as logins what every other page counts as logins', () => {
  expect(rowFacts({ loginHistory: 133, verificationHistory: 32, loginEvents: 4 })).toEqual([
    { name: 'Logins', rows: 133 },
    { name: 'Login events', rows: 4 },
    { name: 'Identity verifications', rows: 32 },
  ]);
  expect(rowFacts({ login: 1800, login_event: 42, verification_history: 7 })).toEqual([
    { name: 'Logins', rows: 1800 },
    { name: 'Login events', rows: 42 },
    { name: 'Identity verifications', rows: 7 },
  ]);
});

it('knows a table by either spelling, and spells out one it does not know', () => {
  expect(rowFacts({ loginHistory: 2, somethingNew: 3, another_new_one: 4 })).toEqual([
    { name: 'Logins', rows: 2 },
    { name: 'Something new', rows: 3 },
    { name: 'Another new one', rows: 4 },
  ]);
});

it('calls what merging adds as the rest of the program does', () => {
  expect(rowFacts({ licenseMetrics: 9, limitSamples: 3, ownCalls: 1, samlSsoConfigs: 2 })).toEqual([
    { name: 'License counts by day', rows: 9 },
    { name: 'Readings of limits and API use', rows: 4 },
    { name: 'SAML single sign-on settings', rows: 2 },
  ]);
});

it('leaves out what there is none of', () => {
  expect(rowFacts({ finding: 0, login: 0 })).toEqual([]);
});
