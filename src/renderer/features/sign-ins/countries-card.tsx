import { lazy, Suspense, useState } from 'react';
import type { CountryLogins } from '../../../shared/model/sign-in-map';
import { SectionCard } from '../../ui/chart-card';
import { formatCount } from '../../ui/format';
import type { Measure } from '../../ui/heat-map';
import { ShadeLegend } from '../../ui/shade-legend';
import { LoadingState } from '../../ui/states';
import { CountriesTable } from './countries-table';
import { countWords } from './country-words';
import classes from './sign-ins.module.css';

/** The shapes of the world are a hundred kilobytes: they come after the figures. */
const WorldMap = lazy(async () => ({ default: (await import('./world-map')).WorldMap }));

/** Salesforce names no place for addresses it does not know, nor for some apps; the map has no Antarctica. */
const offTheMap = ({ country }: CountryLogins): boolean => country === '' || country === 'AQ';

/** Where people sign in: a map and a table of the same countries. */
export function CountriesCard({
  countries,
  measure,
}: {
  countries: readonly CountryLogins[];
  measure: Measure;
}) {
  const [pointed, setPointed] = useState<string | null>(null);
  const most = Math.max(0, ...countries.filter((c) => !offTheMap(c)).map((country) => country[measure]));
  const known = countries.filter(({ country }) => country !== '');
  const unknown = countries.find(({ country }) => country === '');
  return (
    <SectionCard
      title="By country"
      description={
        <>
          {formatCount(known.length, 'country', 'countries')}, as Salesforce tells from the address. First and
          last are the days on which somebody got in from there, of all that is stored.
        </>
      }
    >
      <div className={classes.countries}>
        <div className={classes.mapSide}>
          <Suspense fallback={<LoadingState shape="spinner" label="Drawing the map" />}>
            <WorldMap
              countries={countries.filter((c) => !offTheMap(c))}
              measure={measure}
              pointed={pointed}
              onPoint={setPointed}
            />
          </Suspense>
          <ShadeLegend
            most={most}
            tone={measure === 'logins' ? 'main' : 'bad'}
            label={measure === 'logins' ? 'Sign-ins' : 'Failures'}
          />
          {unknown && (
            <p className={classes.unknown}>
              Not on the map, because Salesforce knows no country: {countWords(unknown)}.
            </p>
          )}
        </div>
        <CountriesTable countries={countries} pointed={pointed} onPoint={setPointed} />
      </div>
    </SectionCard>
  );
}
