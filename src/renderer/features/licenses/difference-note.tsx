import type { LicenseTableRow } from '../../../shared/model/licenses';
import { Hint } from '../../ui/chart-hint';
import { formatDay, formatNumber, formatTime, NO_VALUE } from '../../ui/format';
import { useZone } from '../../ui/time';
import { isUnlisted } from './license-groups';
import { explainDifference } from './license-words';
import classes from './licenses.module.css';

/** Active users who hold it, as counted here; where Salesforce's number differs, why that may be. */
export function AssignedCell({ row }: { row: LicenseTableRow }) {
  const zone = useZone();
  const moment = (iso: string) =>
    // A day without a time of day stays that day in every zone.
    iso.length === 10 ? formatDay(iso, 'long') : formatTime(iso, { zone });
  const difference = explainDifference(row, moment);
  return (
    <span className={classes.assigned}>
      {difference && (
        <Hint about={`difference of ${row.name}`}>
          {difference.counts} {difference.why.join(' ')}
        </Hint>
      )}
      {isUnlisted(row) ? NO_VALUE : formatNumber(row.assignedActive)}
    </span>
  );
}
