/// <reference types="vite/client" />
import { kebab, namesOfCheck } from '../shared/model/check-names';
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
const byName = new Map(
  CHECKS.flatMap((check) => namesOfCheck(check.info).map((name) => [name, check] as const)),
);

/** By id, or by its title or another name it is known by. Null: there is none. */
export const findCheck = (name: string): Check | null => byId.get(name) ?? byName.get(kebab(name)) ?? null;
