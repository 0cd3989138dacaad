import type { z } from 'zod';

export function toJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** Null also for what another version wrote and this one cannot read: such columns hold what can be had again. */
export function fromJson<T extends z.ZodType>(schema: T, text: string | null): z.output<T> | null {
  if (text === null) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
