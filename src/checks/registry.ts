/// <reference types="vite/client" />
import type { Check } from './define';

// Whatever lies in posture/ and threat/ is a check: adding one is adding its file.
const files = import.meta.glob<Check>(['./posture/*.ts', './threat/*.ts', '!./**/*.test.ts'], {
  eager: true,
  import: 'default',
});

/** Every check, in the order of their titles. */
export const CHECKS: readonly Check[] = Object.values(files).sort((a, b) =>
  a.info.title.localeCompare(b.info.title, 'en'),
);

const byId = new Map(CHECKS.map((check) => [check.info.id, check]));
const byAlias = new Map(
  CHECKS.flatMap((check) => check.info.alsoKnownAs.map((name) => [kebab(name), check] as const)),
);

/** By id, or by another name it is known by (as an id). Null: there is none. */
export const findCheck = (id: string): Check | null => byId.get(id) ?? byAlias.get(kebab(id)) ?? null;

/** "Upcoming App Key/Certificate Expiration" → "upcoming-app-key-certificate-expiration". */
export function kebab(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
