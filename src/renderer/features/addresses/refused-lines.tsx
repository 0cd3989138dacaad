import type { AddressImport } from '../../../shared/model/addresses';
import { formatCount, formatNumber } from '../../ui/format';
import { Note } from '../../ui/note';
import table from '../../ui/data-table.module.css';
import classes from './addresses.module.css';

/** A wrong file has as many as it has lines. */
const SHOWN = 50;

/** Lines that are no addresses, and why. */
export function RefusedLines({ title, lines }: { title: string; lines: AddressImport['refused'] }) {
  return (
    <Note tone="warning" title={title}>
      <div
        className={`${table.scroll ?? ''} ${classes.refused ?? ''}`}
        tabIndex={0}
        role="region"
        aria-label={title}
      >
        <table className={table.table} aria-label={title}>
          <thead>
            <tr>
              <th scope="col" data-align="right">
                Line
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, SHOWN).map(({ line, text, why }) => (
              <tr key={line}>
                <td data-align="right">{formatNumber(line)}</td>
                <td>
                  {why}
                  {!why.includes(text) && <span className={table.detail}>{text}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > SHOWN && `And ${formatCount(lines.length - SHOWN, 'line')} more.`}
    </Note>
  );
}
