const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const SAMPLE = new RegExp(
  `^(${NAME})(?:\\{((?:${LABEL}(?:,${LABEL})*)?)\\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?|[+-]Inf|NaN)$`,
);
const META = new RegExp(`^# (TYPE|HELP|UNIT) (${NAME}) (.*)$`);

const unescape = (text: string): string =>
  text.replace(/\\(["\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));

/**
 * A strict reader of OpenMetrics 1.0 text (github.com/prometheus/OpenMetrics), as far as counters and gauges go.
 * Throws for whatever is not allowed; returns a look-up by name and exactly these labels.
 */
export function parseOpenMetrics(
  text: string,
): (name: string, labels: Record<string, string>) => number | undefined {
  if (!text.endsWith('# EOF\n')) throw new Error('It does not end with "# EOF" and a line break.');
  const values = new Map<string, number>();
  const types = new Map<string, string>();
  let family: string | null = null;
  const closed = new Set<string>();
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const meta = META.exec(line);
    if (meta !== null) {
      const [, kind, name = '', rest = ''] = meta;
      if (name !== family) {
        if (closed.has(name)) throw new Error(`${name} stands in two places.`);
        if (family !== null) closed.add(family);
        family = name;
      }
      if (kind === 'TYPE') {
        if (types.has(name) || !['counter', 'gauge'].includes(rest)) throw new Error(line);
        types.set(name, rest);
      }
      continue;
    }
    const sample = SAMPLE.exec(line);
    if (sample === null) throw new Error(`This is no sample: ${line}`);
    const [, name = '', labels = '', value = ''] = sample;
    const type = types.get(family ?? '');
    if (name !== (type === 'counter' ? `${family ?? ''}_total` : family))
      throw new Error(`Out of place: ${line}`);
    const pairs = [...labels.matchAll(new RegExp(`(${NAME})="((?:[^"\\\\]|\\\\.)*)"`, 'g'))].map(
      ([, label = '', said = '']) => [label, unescape(said)] as const,
    );
    if (new Set(pairs.map(([label]) => label)).size !== pairs.length) throw new Error(`Twice: ${line}`);
    const key = keyOf(name, Object.fromEntries(pairs));
    if (values.has(key)) throw new Error(`Twice: ${line}`);
    if (type === 'counter' && Number(value) < 0) throw new Error(`Below zero: ${line}`);
    values.set(key, Number(value));
  }
  return (name, labels) => values.get(keyOf(name, labels));
}

const keyOf = (name: string, labels: Record<string, string>): string =>
  JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => a.localeCompare(b))]);
