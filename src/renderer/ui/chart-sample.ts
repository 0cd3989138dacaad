/** The most points a chart gets: more cannot be told apart and only cost time. */
export const MAX_POINTS = 300;

/**
 * Thins out a series that is in order of time. Of each group of neighbors the one with the highest value stays,
 * so that a peak that touched the limit is never lost; the first and the last point always stay.
 */
export function samplePeaks<T>(points: readonly T[], value: (point: T) => number, max = MAX_POINTS): T[] {
  if (points.length <= max) return [...points];
  const first = points[0] as T;
  const last = points[points.length - 1] as T;
  const inner = points.slice(1, -1);
  const groups = max - 2;
  const sampled: T[] = [];
  for (let group = 0; group < groups; group++) {
    const from = Math.floor((group * inner.length) / groups);
    const to = Math.floor(((group + 1) * inner.length) / groups);
    let peak = inner[from] as T;
    for (const point of inner.slice(from + 1, to)) {
      if (value(point) > value(peak)) peak = point;
    }
    sampled.push(peak);
  }
  return [first, ...sampled, last];
}

/** Round numbers from 0 to the first one above `peak`, in three to five steps. */
export function niceScale(peak: number): number[] {
  const target = Math.max(1, peak * 1.02);
  const rough = target / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((size) => size >= rough) ?? rough,
  );
  const whole = Number.isInteger(step) ? step : Math.ceil(step);
  return Array.from({ length: Math.ceil(target / whole) + 1 }, (_, index) => index * whole);
}
