import { ApiError } from '../errors';

/** `@{ref.records[0].Id}` */
const REFERENCE = /@\{([A-Za-z]\w*)((?:\.\w+|\[\d+\])*)\}/g;

const unknown = (path: string, name: string): ApiError =>
  new ApiError(
    400,
    'PROCESSING_HALTED',
    `Invalid reference specified. No value for ${name}${path} found in ${name}`,
  );

/**
 * Puts values of earlier subrequests' bodies into a text of a later one (Composite Resource, Using Reference
 * IDs). Throws PROCESSING_HALTED for a reference that leads nowhere.
 */
export function resolveText(text: string, bodies: ReadonlyMap<string, unknown>): string {
  return text.replace(REFERENCE, (_, name: string, path: string) => {
    const value = follow(bodies.get(name), path);
    if (
      value === null ||
      (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    )
      throw unknown(path, name);
    return String(value);
  });
}

/** The same for every text inside a JSON value. */
export function resolveValue(value: unknown, bodies: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') return resolveText(value, bodies);
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, bodies));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveValue(item, bodies)]));
}

function follow(body: unknown, path: string): unknown {
  let at = body;
  for (const [, name, index] of path.matchAll(/\.(\w+)|\[(\d+)\]/g)) {
    if (typeof at !== 'object' || at === null) return undefined;
    // Own properties only: `constructor` and the like are no data.
    const key = name ?? index ?? '';
    at = Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined;
  }
  return at;
}
