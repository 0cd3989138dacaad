import './chart-colors.css';
import classes from './chart-gauge.module.css';

const WIDTH = 240;
const HEIGHT = 150;
const CENTER = { x: WIDTH / 2, y: 126 };
const RADIUS = 88;
const THICKNESS = 18;

export type GaugeTone = 'ok' | 'warn' | 'bad';

/** Near the line from 85% of it on. */
export function gaugeTone(percent: number, threshold: number): GaugeTone {
  if (percent >= threshold) return 'bad';
  return percent >= threshold * 0.85 ? 'warn' : 'ok';
}

interface GaugeProps {
  /** Accessible name, e.g. "Daily API requests used". */
  label: string;
  /** 0-100, more is drawn as 100. */
  percent: number;
  /** 0-100: where the line is. */
  threshold: number;
  /** In the middle, e.g. "42%". */
  value: string;
  /** Under the value. */
  caption: string;
  /** The whole state in words. */
  words: string;
}

/** A half ring with a line across it where Seatwatch stops. */
export function Gauge({ label, percent, threshold, value, caption, words }: GaugeProps) {
  const shown = clamp(percent);
  const line = clamp(threshold);
  const outer = at(line, RADIUS + THICKNESS / 2 + 5);
  const inner = at(line, RADIUS - THICKNESS / 2 - 5);
  const text = at(line, RADIUS + THICKNESS / 2 + 12);
  const anchor = line < 45 ? 'end' : line > 55 ? 'start' : 'middle';
  return (
    <div
      className={classes.gauge}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(shown)}
      aria-valuetext={words}
    >
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.svg} aria-hidden="true">
        <path d={arc(0, 100)} className={classes.track} strokeWidth={THICKNESS} />
        {shown > 0 && (
          <path
            d={arc(0, shown)}
            className={classes.fill}
            data-tone={gaugeTone(percent, threshold)}
            strokeWidth={THICKNESS}
          />
        )}
        <line x1={inner.x} y1={inner.y} x2={outer.x} y2={outer.y} className={classes.line} />
        <text x={text.x} y={text.y} textAnchor={anchor} className={classes.lineText}>
          {Math.round(line)}%
        </text>
        <text x={CENTER.x} y={CENTER.y - 18} textAnchor="middle" className={classes.value}>
          {value}
        </text>
        <text x={CENTER.x} y={CENTER.y + 4} textAnchor="middle" className={classes.caption}>
          {caption}
        </text>
      </svg>
    </div>
  );
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

/** A point on the half circle: 0 at the left end, 100 at the right end. */
function at(percent: number, radius: number): { x: number; y: number } {
  const angle = Math.PI * (1 - percent / 100);
  return { x: CENTER.x + radius * Math.cos(angle), y: CENTER.y - radius * Math.sin(angle) };
}

function arc(from: number, to: number): string {
  const start = at(from, RADIUS);
  const end = at(to, RADIUS);
  return `M ${start.x} ${start.y} A ${RADIUS} ${RADIUS} 0 0 1 ${end.x} ${end.y}`;
}
