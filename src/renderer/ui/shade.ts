/** What shades are a measure of: sign-ins or failures. */
export type ShadeTone = 'main' | 'bad';

const COLORS: Record<ShadeTone, string> = { main: 'var(--sw-series-main)', bad: 'var(--sw-series-bad)' };

/** The faintest shade of something, in percent: one is to be told from none. */
const LEAST = 20;

/** 0 to 1 on a scale of logarithms: a few stay visible beside a hundred thousand. */
export function logShare(value: number, most: number): number {
  if (value <= 0 || most <= 0) return 0;
  return Math.min(1, Math.log1p(value) / Math.log1p(most));
}

/** The color of a share of 0 to 1, between the surface and the tone; of 0 exactly: that of nothing. */
export function shade(share: number, tone: ShadeTone): string {
  if (share <= 0) return 'var(--sw-track)';
  const percent = LEAST + (100 - LEAST) * share;
  return `color-mix(in oklab, ${COLORS[tone]} ${percent.toFixed(1)}%, var(--sw-track))`;
}

/** Round numbers for a legend: 1, 10, 100 … and the most. */
export function ticks(most: number): number[] {
  const steps: number[] = [];
  // Not so close to the end that two labels would touch.
  for (let step = 1; step < most && logShare(step, most) < 0.82; step *= 10) steps.push(step);
  if (steps.length > 4) return [...steps.filter((_, i) => i % 2 === 0), most];
  return most > 0 ? [...steps, most] : [];
}
