import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { Settings } from '../../shared/model/settings';

/**
 * Makes sure that a settings file, if there is one, holds a JSON object. A broken one is kept aside (its name is
 * returned) and removed, so that the program starts with its defaults.
 */
export function setBrokenFileAside(file: string, now: number): string | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  if (isJsonObject(text)) return null;
  const aside = `${file}.broken-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
  copyFileSync(file, aside);
  rmSync(file);
  return aside;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Field by field: one bad value costs that setting, not all of them. */
export function readSettings(stored: Readonly<Record<string, unknown>>): {
  settings: Settings;
  ignored: string[];
} {
  const good: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const [name, schema] of Object.entries(Settings.shape)) {
    if (stored[name] === undefined) continue;
    const parsed = schema.safeParse(stored[name]);
    if (parsed.success) good[name] = parsed.data;
    else ignored.push(name);
  }
  return { settings: Settings.parse(good), ignored };
}
