import type { OrgSummary } from '../../../shared/model/org';
import type { QuotaSnapshot } from '../../../shared/model/quota';
import { SectionCard } from '../../ui/chart-card';
import { Gauge } from '../../ui/chart-gauge';
import { formatNumber, formatPercent } from '../../ui/format';
import { Note } from '../../ui/note';
import { RelativeTime, Time } from '../../ui/time';
import { quotaFigures } from './usage-figures';
import classes from './usage.module.css';

interface QuotaCardProps {
  quota: QuotaSnapshot;
  org: Pick<OrgSummary, 'state' | 'resumeAt'>;
}

/** The org's daily API requests: how far, where Seatwatch stops, and whose requests they are. */
export function QuotaCard({ quota, org }: QuotaCardProps) {
  const figures = quotaFigures(quota);
  const percent = formatPercent(figures.percent);
  const threshold = formatPercent(figures.threshold);
  const rows: [string, number][] = [
    ['Used', figures.used],
    ['Remaining', figures.remaining],
    ['Maximum', figures.max],
    ['Left until the line', figures.untilLine],
    ['Made by Seatwatch', figures.own],
    ['Made by others', figures.others],
  ];
  return (
    <SectionCard
      title="Daily API requests"
      description={
        <>
          The org’s use in the 24 hours before <Time iso={quota.at} />
        </>
      }
    >
      {org.state === 'paused-quota' && (
        <div className={classes.note}>
          <Note tone="warning" title="Collection is paused">
            The org has used {threshold} or more of its daily API requests.{' '}
            {org.resumeAt ? (
              <>
                Seatwatch goes on by itself <RelativeTime iso={org.resumeAt} /> (<Time iso={org.resumeAt} />)
                while it is running.
              </>
            ) : (
              'Seatwatch goes on by itself when requests are free again.'
            )}
          </Note>
        </div>
      )}
      <div className={classes.quota}>
        <Gauge
          label="Daily API requests used"
          percent={figures.percent}
          threshold={figures.threshold}
          value={percent}
          caption={`of ${formatNumber(figures.max)}`}
          words={`${formatNumber(figures.used)} of ${formatNumber(figures.max)} requests used, ${percent}. Seatwatch stops at ${threshold}.`}
        />
        <dl className={classes.figures}>
          {rows.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{formatNumber(value)}</dd>
            </div>
          ))}
        </dl>
        <p className={classes.explanation}>
          Salesforce counts the API requests of all users and integrations of the org together, over a rolling
          24 hours. When they reach the line at {threshold} ({formatNumber(figures.line)} requests), Seatwatch
          pauses its collection, so that your other integrations keep the rest. What was collected stays, and
          the collection goes on the next day by itself while Seatwatch is running.
        </p>
      </div>
    </SectionCard>
  );
}
