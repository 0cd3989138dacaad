import type { CountryLogins } from '../../../shared/model/sign-in-map';
import { countryName } from '../../ui/country-names';
import { formatCount } from '../../ui/format';
import type { Measure } from '../../ui/heat-map';

/** "1,204 sign-ins, 3 failures". */
export const countWords = ({ logins, failures }: Pick<CountryLogins, 'logins' | 'failures'>): string =>
  `${formatCount(logins, 'sign-in')}, ${formatCount(failures, 'failure')}`;

/** What the map shows, in one sentence for those who do not see it. */
export function mapSummary(countries: readonly CountryLogins[], measure: Measure): string {
  const counted = sortCountries(
    countries.filter((country) => country[measure] > 0),
    { column: measure, descending: true },
  );
  const what = measure === 'logins' ? 'Sign-ins' : 'Failures';
  if (counted.length === 0) return `${what} by country: none.`;
  const first = counted
    .slice(0, 3)
    .map((country) => `${countryName(country.country)} ${String(country[measure])}`)
    .join(', ');
  return `${what} by country, ${formatCount(counted.length, 'country', 'countries')}. Most: ${first}.`;
}

export type CountryColumn = 'name' | 'logins' | 'failures' | 'firstDay' | 'lastDay';

export interface CountrySort {
  column: CountryColumn;
  descending: boolean;
}

/** Sorted copies; countries without a day come last, and of equal ones those with more sign-ins first. */
export function sortCountries(
  countries: readonly CountryLogins[],
  { column, descending }: CountrySort,
): CountryLogins[] {
  const sign = descending ? -1 : 1;
  return [...countries].sort((a, b) => compare(a, b, column, sign) || b.logins - a.logins || byName(a, b));
}

const byName = (a: CountryLogins, b: CountryLogins): number =>
  countryName(a.country).localeCompare(countryName(b.country));

function compare(a: CountryLogins, b: CountryLogins, column: CountryColumn, sign: number): number {
  if (column === 'name') return sign * byName(a, b);
  if (column === 'logins' || column === 'failures') return sign * (a[column] - b[column]);
  const [left, right] = [a[column], b[column]];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return sign * left.localeCompare(right);
}
