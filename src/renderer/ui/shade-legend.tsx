import { formatCompact } from './format';
import { logShare, shade, type ShadeTone, ticks } from './shade';
import classes from './shade-legend.module.css';

const STOPS = [0.001, 0.2, 0.4, 0.6, 0.8, 1];

/** What the shades stand for. The scale is one of logarithms. */
export function ShadeLegend({ most, tone, label }: { most: number; tone: ShadeTone; label: string }) {
  if (most <= 0) return null;
  const gradient = STOPS.map((share) => `${shade(share, tone)} ${String(share * 100)}%`).join(', ');
  return (
    <div className={classes.legend}>
      <span>{label}</span>
      <span className={classes.none}>
        <span className={classes.swatch} style={{ background: shade(0, tone) }} aria-hidden="true" />
        None
      </span>
      <span className={classes.scale}>
        <span
          className={classes.bar}
          style={{ background: `linear-gradient(to right, ${gradient})` }}
          aria-hidden="true"
        />
        <span className={classes.ticks}>
          {ticks(most).map((tick) => (
            <span
              key={tick}
              className={classes.tick}
              data-end={tick === most || undefined}
              style={{ left: `${(logShare(tick, most) * 100).toFixed(1)}%` }}
            >
              {formatCompact(tick)}
            </span>
          ))}
        </span>
      </span>
    </div>
  );
}
