import type { LoginContext, LoginEvent, Place } from '../../logins/event';

export { counted } from '../../../shared/model/counted';

/** Lists in evidence end here; beside them stands how many there are. */
const MOST = 20;

/** The first twenty, sorted: the same people give the same evidence. */
export const shown = (list: readonly string[]): string[] => [...list].sort().slice(0, MOST);

export const nameOf = (context: LoginContext, userId: string): string =>
  context.person(userId)?.name ?? userId;

/** Usernames, or ids of those who are not among the users read. */
export const usernamesOf = (context: LoginContext, userIds: readonly string[]): string[] =>
  shown(userIds.map((id) => context.person(id)?.username ?? id));

/** "Hamburg, DE", "DE", "an unknown place". */
export function placeWords({ city, country }: Pick<Place, 'city' | 'country'>): string {
  if (country === null) return city ?? 'an unknown place';
  return city === null ? country : `${city}, ${country}`;
}

/** Facts of a login that most findings name. Their words: `LOGIN_EVIDENCE`. */
export const loginFacts = ({ ip, place, client }: LoginEvent) => ({
  ip: ip?.address ?? null,
  country: place.country,
  city: place.city,
  loginType: client.loginType,
  application: client.application,
  browser: client.browser,
  platform: client.platform,
});

export const LOGIN_EVIDENCE = {
  ip: 'Address of the sign-in',
  country: 'Its country, as Salesforce places it (ISO code); null: not placed',
  city: 'Its city; null: only the country is known, or not even that',
  loginType: 'LoginType',
  application: 'Application',
  browser: 'Browser',
  platform: 'Platform',
} as const;
