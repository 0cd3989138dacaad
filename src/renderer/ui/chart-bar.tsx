import './chart-colors.css';
import classes from './chart-bar.module.css';

export interface BarSegment {
  key: string;
  /** Words for the tooltip, e.g. "12 idle". */
  label: string;
  value: number;
  color: string;
}

interface SegmentBarProps {
  segments: readonly BarSegment[];
  /** What the full width stands for; default the sum. */
  max?: number;
  height?: number;
  /** Text alternative. Leave out where the numbers stand right beside the bar. */
  label?: string;
  /** A line across, in the unit of the segments. */
  mark?: number;
}

/** One horizontal bar made of parts. Never the only carrier of its numbers. */
export function SegmentBar({ segments, max, height = 8, label, mark }: SegmentBarProps) {
  const sum = segments.reduce((total, segment) => total + segment.value, 0);
  // More used than bought happens: the bar then stands for what is used.
  const full = Math.max(max ?? sum, sum);
  const share = (value: number) => `${full > 0 ? (value / full) * 100 : 0}%`;
  return (
    <div
      className={classes.bar}
      style={{ height }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <div className={classes.segments}>
        {segments
          .filter((segment) => segment.value > 0)
          .map((segment) => (
            <div
              key={segment.key}
              className={classes.segment}
              title={segment.label}
              style={{ width: share(segment.value), background: segment.color }}
            />
          ))}
      </div>
      {mark !== undefined && <div className={classes.mark} style={{ left: share(Math.min(mark, full)) }} />}
    </div>
  );
}
