import type { ParameterInfo, ParameterValue, ParameterValues } from '../../../shared/model/checks';
import { formatNumber } from '../../ui/format';

/** What is typed: a number field may be empty, or hold what is no number yet. */
export type DraftValue = ParameterValue | '';
export type Draft = Readonly<Record<string, DraftValue>>;

/** Whether two values are the same; the order of a list does not matter. */
export function sameValue(a: DraftValue | undefined, b: DraftValue | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
  }
  return a === b;
}

/** Parameters that differ from what they are compared with. */
export function differing(parameters: readonly ParameterInfo[], draft: Draft, from: Draft): ParameterInfo[] {
  return parameters.filter(({ id }) => !sameValue(draft[id], from[id]));
}

export function defaultsOf(parameters: readonly ParameterInfo[]): ParameterValues {
  return Object.fromEntries(parameters.map(({ id, default: value }) => [id, value]));
}

/** Why a value cannot be used; null: it can. */
export function parameterProblem(parameter: ParameterInfo, value: DraftValue | undefined): string | null {
  if (parameter.kind !== 'number') return null;
  const { min, max } = parameter;
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'Enter a number.';
  const isLow = min !== null && value < min;
  const isHigh = max !== null && value > max;
  if (!isLow && !isHigh) return null;
  const range = rangeWords(parameter);
  return `Must be ${range.charAt(0).toLowerCase()}${range.slice(1)}.`;
}

/** The draft as values; null while something in it cannot be used. */
export function valuesOf(parameters: readonly ParameterInfo[], draft: Draft): ParameterValues | null {
  const values: ParameterValues = {};
  for (const parameter of parameters) {
    const value = draft[parameter.id];
    if (value === undefined || value === '' || parameterProblem(parameter, value) !== null) return null;
    values[parameter.id] = value;
  }
  return values;
}

/** "1 to 3,650 days", "At least 1 sign-in". '' for what has no range. */
export function rangeWords({ min, max, unit }: Pick<ParameterInfo, 'min' | 'max' | 'unit'>): string {
  const of = unit === '' ? '' : ` ${unit}`;
  if (min !== null && max !== null) return `${formatNumber(min)} to ${formatNumber(max)}${of}`;
  if (min !== null) return `At least ${formatNumber(min)}${of}`;
  if (max !== null) return `At most ${formatNumber(max)}${of}`;
  return '';
}

/** "90 days", "On", "Security key, Built-in authenticator". */
export function valueWords(parameter: ParameterInfo, value: ParameterValue): string {
  if (typeof value === 'number') return `${formatNumber(value)} ${parameter.unit}`.trim();
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  if (value.length === 0) return 'None';
  return value
    .map((one) => parameter.choices.find((choice) => choice.value === one)?.label ?? one)
    .join(', ');
}
