import type { IpHistory } from '../../logins/ip-history';

/** So many different people got in from an address: an office, a proxy or a school. They mistype, too. */
export const SHARED_PEOPLE = 5;

export const isShared = (history: IpHistory): boolean => history.people.length >= SHARED_PEOPLE;
