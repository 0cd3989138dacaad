import { describe, expect, it } from 'vitest';
import type { CountryLogins } from '../../../shared/model/sign-in-map';
import { mapSummary, sortCountries } from './country-words';

const country = (code: string, logins: number, failures: number, lastDay: string | null): CountryLogins => ({
  country: code,
  logins,
  failures,
  firstDay: lastDay,
  lastDay,
});
const COUNTRIES = [
  country('DE', 10, 2, '2026-06-01'),
  country('US', 90, 0, '2026-06-03'),
  country('KP', 0, 7, null),
  country('AT', 10, 1, '2026-06-02'),
  country('', 1, 0, '2026-05-02'),
];
const codes = (countries: CountryLogins[]) => countries.map((each) => each.country);

describe('countries', () => {
  it('are sorted by any column, those without a day last', () => {
    const sorted = (column: Parameters<typeof sortCountries>[1]['column'], descending: boolean) =>
      codes(sortCountries(COUNTRIES, { column, descending }));
    expect(sorted('logins', true)).toEqual(['US', 'AT', 'DE', '', 'KP']);
    expect(sorted('failures', true)).toEqual(['KP', 'DE', 'AT', 'US', '']);
    expect(sorted('name', false)).toEqual(['AT', 'DE', 'KP', 'US', '']);
    expect(sorted('lastDay', true)).toEqual(['US', 'AT', 'DE', '', 'KP']);
    expect(sorted('lastDay', false)).toEqual(['', 'DE', 'AT', 'US', 'KP']);
  });

  it('are told in a sentence', () => {
    expect(mapSummary(COUNTRIES, 'failures')).toBe(
      'Failures by country, 3 countries. Most: North Korea 7, Germany 2, Austria 1.',
    );
    expect(mapSummary([], 'logins')).toBe('Sign-ins by country: none.');
  });
});
