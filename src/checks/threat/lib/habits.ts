import { DAY_MS, type LoginContext, type LoginEvent } from '../../logins/event';
import { isOwnAddress } from '../../logins/places';
import type { Seen } from '../../logins/seen';
import { deviceOf, type PastLogin, type UserHistory } from '../../logins/user-history';

/** What of a login its user had used before, on an earlier day; what is not known counts as used before. */
export interface Habits {
  readonly network: boolean;
  readonly device: boolean;
  readonly country: boolean;
}

type Traits = Pick<PastLogin, 'at' | 'network' | 'device' | 'country'>;

/**
 * Whether network, device and country of a login were used before. Not "before this login" but a day earlier:
 * whoever has broken in does not become a regular with the second visit.
 */
export function habitsOf(login: LoginEvent, history: UserHistory): Habits {
  const { at, ip, client, place } = login;
  // The company's own addresses are nobody's novelty.
  const network = ip === null || isOwnAddress(ip) ? null : ip.network;
  return habitsOfTraits({ at, network, device: deviceOf(client), country: place.country }, history);
}

/** The same of a login that is part of the history by now. */
export function habitsOfTraits({ at, network, device, country }: Traits, history: UserHistory): Habits {
  return {
    network: isUsual(history.networks, network, at),
    device: isUsual(history.devices, device, at),
    country: isUsual(history.countries, country, at),
  };
}

function isUsual(seen: Seen<string>, value: string | null, at: number): boolean {
  if (value === null) return true;
  const firstAt = seen.firstAt(value);
  return firstAt !== null && firstAt <= at - DAY_MS;
}

/** Whether an account is too young for habits. Of somebody who is not among the users read it is not known. */
export function isYoung(context: LoginContext, userId: string, at: number, days: number): boolean {
  const person = context.person(userId);
  return person !== null && at - person.createdAt < days * DAY_MS;
}
