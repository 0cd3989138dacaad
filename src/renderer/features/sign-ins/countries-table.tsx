import { useState } from 'react';
import type { CountryLogins } from '../../../shared/model/sign-in-map';
import { countryName } from '../../ui/country-names';
import { formatDay, formatNumber, NO_VALUE } from '../../ui/format';
import { ariaSort, SortHeader } from '../../ui/table-sort-header';
import { useGradually } from '../../ui/use-gradually';
import { type CountryColumn, type CountrySort, sortCountries } from './country-words';
import table from '../../ui/data-table.module.css';
import classes from './sign-ins.module.css';

interface CountriesTableProps {
  countries: readonly CountryLogins[];
  pointed: string | null;
  onPoint: (country: string | null) => void;
}

const COLUMNS: readonly { column: CountryColumn; label: string; align?: 'right' }[] = [
  { column: 'name', label: 'Country' },
  { column: 'logins', label: 'Sign-ins', align: 'right' },
  { column: 'failures', label: 'Failures', align: 'right' },
  { column: 'firstDay', label: 'First' },
  { column: 'lastDay', label: 'Last' },
];

const PART = 40;

/** The countries beside the map, with the first and the last day on which somebody got in from there. */
export function CountriesTable({ countries, pointed, onPoint }: CountriesTableProps) {
  const [sort, setSort] = useState<CountrySort>({ column: 'logins', descending: true });
  const sorted = sortCountries(countries, sort);
  const shown = sorted.slice(0, useGradually(sorted.length, PART));
  return (
    <div
      className={`${table.scroll ?? ''} ${classes.tableScroll ?? ''}`}
      data-framed
      tabIndex={0}
      role="region"
      aria-label="Countries, scrollable"
    >
      <table className={table.table} aria-label="Sign-ins by country" onMouseLeave={() => onPoint(null)}>
        <thead>
          <tr>
            {COLUMNS.map(({ column, label, align }) => {
              const direction = sort.column === column ? (sort.descending ? 'desc' : 'asc') : false;
              const descending = direction === false ? column !== 'name' : direction === 'asc';
              return (
                <th key={column} scope="col" aria-sort={ariaSort(direction)} data-align={align}>
                  <SortHeader
                    direction={direction}
                    align={align}
                    onSort={() => setSort({ column, descending })}
                  >
                    {label}
                  </SortHeader>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ country, logins, failures, firstDay, lastDay }) => (
            <tr
              key={country}
              className={classes.row}
              data-pointed={(pointed !== null && pointed === country) || undefined}
              onMouseEnter={() => onPoint(country)}
            >
              <th scope="row">{countryName(country)}</th>
              <td data-align="right">{formatNumber(logins)}</td>
              <td data-align="right">{formatNumber(failures)}</td>
              <td data-nowrap>{firstDay === null ? NO_VALUE : formatDay(firstDay, 'long')}</td>
              <td data-nowrap>{lastDay === null ? NO_VALUE : formatDay(lastDay, 'long')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
