import type { CheckInfo } from './checks';

/** "Upcoming App Key/Certificate Expiration" → "upcoming-app-key-certificate-expiration": how a check's id is made. */
export function kebab(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** What a check is found by: its id, its title, and the other names it is known by; all as ids. */
export const namesOfCheck = ({ id, title, alsoKnownAs }: CheckInfo): string[] => [
  ...new Set([id, kebab(title), ...alsoKnownAs.map(kebab)]),
];
