import type { QuotaSnapshot } from '../../shared/model/quota';
import { formatNumber, formatPercent } from './format';
import classes from './quota-meter.module.css';

interface QuotaMeterProps {
  quota: QuotaSnapshot;
  /** "mini": bar and percentage on one line. "full": with counts below. */
  size?: 'mini' | 'full';
}

/** Org-wide use of the daily API requests, with the line at which Seatwatch stops. */
export function QuotaMeter({ quota, size = 'mini' }: QuotaMeterProps) {
  const share = quota.max > 0 ? (quota.used / quota.max) * 100 : 0;
  const tone =
    share >= quota.thresholdPercent ? 'bad' : share >= quota.thresholdPercent * 0.85 ? 'warn' : 'ok';
  const words =
    `${formatNumber(quota.used)} of ${formatNumber(quota.max)} API requests used in the last 24 hours; ` +
    `Seatwatch stops at ${formatPercent(quota.thresholdPercent)}`;
  return (
    <div className={classes.meter} data-size={size} title={words}>
      <div
        className={classes.bar}
        role="meter"
        aria-label="Daily API requests used"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(share))}
        aria-valuetext={words}
      >
        <div className={classes.fill} data-tone={tone} style={{ width: `${Math.min(100, share)}%` }} />
        <div className={classes.line} style={{ left: `${Math.min(100, quota.thresholdPercent)}%` }} />
      </div>
      <div className={`${classes.text} sw-numbers`}>
        {size === 'mini' ? (
          `API ${formatPercent(share)}`
        ) : (
          <>
            <span>
              {formatNumber(quota.used)} of {formatNumber(quota.max)} ({formatPercent(share)})
            </span>
            <span>stops at {formatPercent(quota.thresholdPercent)}</span>
          </>
        )}
      </div>
    </div>
  );
}
