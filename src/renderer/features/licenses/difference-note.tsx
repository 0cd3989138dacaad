import type { LicenseTableRow } from '../../../shared/model/licenses';
import { Hint } from '../../ui/chart-hint';
import { formatNumber } from '../../ui/format';
import { explainDifference } from './license-words';
import classes from './licenses.module.css';

/** Salesforce's number of used seats; where ours differs, ours too and why. */
export function UsedCell({ row }: { row: LicenseTableRow }) {
  const difference = explainDifference(row);
  return (
    <>
      {formatNumber(row.used)}
      {difference && (
        <span className={classes.difference}>
          {formatNumber(row.assignedActive)} counted
          <Hint about={`Difference of ${row.name}`}>
            {difference.counts} {difference.why}
          </Hint>
        </span>
      )}
    </>
  );
}
