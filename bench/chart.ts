/** Horizontal bars of one quantity. */
export interface Panel {
  title: string;
  /** Written behind each value. */
  unit: string;
  bars: { label: string; value: number; ours: boolean }[];
  /** The most that is wanted: a line across the bars. */
  limit?: number;
}

const WIDTH = 760;
const LABEL = 290;
const VALUE = 90;
const BAR = 20;
const STEP = 28;
const HEAD = 34;
const GAP = 18;
const OURS = '#1864ab';
const OTHERS = '#adb5bd';
const LIMIT = '#c92a2a';

/** An SVG with one panel below the other; readable on light and dark pages alike. */
export function barChart(panels: readonly Panel[]): string {
  let y = 0;
  const parts: string[] = [];
  for (const panel of panels) {
    parts.push(`<text x="12" y="${y + 22}" font-weight="600">${escaped(panel.title)}</text>`);
    y += HEAD;
    const most = Math.max(panel.limit ?? 0, ...panel.bars.map(({ value }) => value)) || 1;
    const room = WIDTH - LABEL - VALUE;
    const length = (value: number): number => Math.max(1, Math.round((value / most) * room));
    const top = y;
    for (const { label, value, ours } of panel.bars) {
      parts.push(
        `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${escaped(label)}</text>`,
        `<rect x="${LABEL}" y="${y}" width="${length(value)}" height="${BAR}" rx="2" fill="${ours ? OURS : OTHERS}"/>`,
        `<text x="${LABEL + length(value) + 6}" y="${y + 15}">${escaped(`${value.toLocaleString('en-US')} ${panel.unit}`)}</text>`,
      );
      y += STEP;
    }
    if (panel.limit !== undefined) {
      const x = LABEL + length(panel.limit);
      parts.push(
        `<line x1="${x}" x2="${x}" y1="${top - 4}" y2="${y - 4}" stroke="${LIMIT}" stroke-dasharray="4 3"/>`,
        `<text x="${x}" y="${top - 8}" text-anchor="end" fill="${LIMIT}">at most ${panel.limit.toLocaleString('en-US')} ${escaped(panel.unit)}</text>`,
      );
    }
    y += GAP;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, sans-serif" font-size="13" fill="#212529">`,
    `<rect width="${WIDTH}" height="${y}" rx="6" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
