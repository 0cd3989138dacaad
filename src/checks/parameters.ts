import type { ParameterInfo, ParameterValue, ParameterValues } from '../shared/model/checks';

// What an admin can set about a check. The type of the value follows from the builder, so that a check that
// declares `days: number({…})` gets `params.days: number`.

export interface Parameter<V extends ParameterValue> {
  readonly info: Omit<ParameterInfo, 'id'>;
  /** Only says the type of the value. */
  readonly value?: V;
}

export type Parameters = Readonly<
  Record<string, Parameter<never> | Parameter<number> | Parameter<boolean> | Parameter<string[]>>
>;

export type ValuesOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer V> ? V : never;
};

interface Words {
  title: string;
  help?: string;
}

/** A number with a unit ("days", "km/h", "%", "logins"). Both ends of the range are allowed. */
export function number(
  words: Words & { default: number; unit: string; min: number; max: number; step?: number },
): Parameter<number> {
  const { title, help = null, default: value, unit, min, max, step = 1 } = words;
  return { info: { title, help, unit, kind: 'number', default: value, min, max, step, choices: [] } };
}

export function flag(words: Words & { default: boolean }): Parameter<boolean> {
  const { title, help = null, default: value } = words;
  return {
    info: {
      title,
      help,
      unit: '',
      kind: 'flag',
      default: value,
      min: null,
      max: null,
      step: null,
      choices: [],
    },
  };
}

/** Texts: chosen from `choices`, or free where there are none. */
export function list(
  words: Words & { default: readonly string[]; choices?: readonly { value: string; label: string }[] },
): Parameter<string[]> {
  const { title, help = null, default: value, choices = [] } = words;
  return {
    info: {
      title,
      help,
      unit: '',
      kind: 'list',
      default: [...value],
      min: null,
      max: null,
      step: null,
      choices: [...choices],
    },
  };
}

/** The first value that cannot be used, in words; null: all can. */
export function problemWith(parameters: readonly ParameterInfo[], values: ParameterValues): string | null {
  for (const [id, value] of Object.entries(values)) {
    const info = parameters.find((parameter) => parameter.id === id);
    if (info === undefined) return `There is no setting “${id}”.`;
    const { title, kind, min, max, unit, choices } = info;
    if (kind === 'number') {
      if (typeof value !== 'number' || !Number.isFinite(value)) return `“${title}” must be a number.`;
      if ((min !== null && value < min) || (max !== null && value > max))
        return `“${title}” must be between ${String(min)} and ${String(max)}${unit === '' ? '' : ` ${unit}`}.`;
    } else if (kind === 'flag') {
      if (typeof value !== 'boolean') return `“${title}” can only be on or off.`;
    } else {
      if (!Array.isArray(value)) return `“${title}” must be a list.`;
      const stranger =
        choices.length === 0 ? undefined : value.find((text) => !choices.some((c) => c.value === text));
      if (stranger !== undefined) return `“${stranger}” is none of the choices of “${title}”.`;
    }
  }
  return null;
}

/** All values: those given, the defaults for the others. */
export function withDefaults(parameters: readonly ParameterInfo[], values: ParameterValues): ParameterValues {
  return Object.fromEntries(parameters.map(({ id, default: value }) => [id, values[id] ?? value]));
}

/** Only those that are not the defaults, in the order of the definition. */
export function changedOnly(parameters: readonly ParameterInfo[], values: ParameterValues): ParameterValues {
  return Object.fromEntries(
    parameters
      .filter(
        ({ id, default: value }) => id in values && JSON.stringify(values[id]) !== JSON.stringify(value),
      )
      .map(({ id }) => [id, values[id] as ParameterValue]),
  );
}
