import { DESTINATIONS, HOMES, type City, type Located, at, inCountry } from './geography';
import { type Dice, numberOf } from './random';

// The addresses people sign in from, and where Salesforce believes those to be: often right, and not always.

export interface Source {
  ip: string;
  place: Located;
}

const NOWHERE: Located = { countryIso: null, city: null, latitude: null, longitude: null };

const CITIES: readonly City[] = [...Object.values(HOMES), ...DESTINATIONS];
const numberOfCity = new Map(CITIES.map((city, i) => [city.name, i]));
const cityNumber = (city: City): number => numberOfCity.get(city.name) ?? 200 + (numberOf(city.name) % 50);

export interface Office {
  city: City;
  /** Everybody in it comes from these. */
  addresses: readonly string[];
  /** On the list of known addresses; somebody always forgets one. */
  isListed: boolean;
}

const office = (city: City, n: number, isListed = true): Office => ({
  city,
  addresses: [`193.17.${n}.10`, `193.17.${n}.11`, ...(n % 2 === 0 ? [`2a0d:5600:${n}::a`] : [])],
  isListed,
});

export const OFFICES: readonly Office[] = [
  office(HOMES.hamburg, 1),
  office(HOMES.berlin, 2),
  office(HOMES.munich, 3, false),
  office(HOMES.london, 4),
  office(HOMES.paris, 5, false),
  office(HOMES.newYork, 6),
  office(HOMES.chicago, 7),
  office(HOMES.bangalore, 8),
  office(HOMES.singapore, 9),
];

export const LISTED_VPN = ['164.90.1.0/24', '164.90.2.0/24'];
export const LISTED_CARRIER = ['31.0.0.0/12'];
/** Denied, as an admin may have entered it. */
export const DENIED = ['45.155.205.0/24'];

/** One line in eight; it keeps its prefix longer than IPv4 lines keep their address. */
export const hasIpv6 = (person: number): boolean => person % 8 === 3;

/** People who change the address of their line every so often; `lease` counts the changes. */
export function homeSource(person: number, city: City, lease: number): Source {
  const key = numberOf(`${person}:${lease}`) >>> 0;
  const n = cityNumber(city);
  const ip = hasIpv6(person)
    ? `2a02:8${(n % 256).toString(16).padStart(3, '0')}:${(person % 65_536).toString(16)}:${((key % 65_535) + 1).toString(16)}::1`
    : `${62 + (n % 28)}.${((person * 7) % 64) + 64 * (Math.floor(n / 28) % 4)}.${key % 256}.${((key >>> 8) % 254) + 1}`;
  const luck = (key >>> 16) % 1000;
  if (luck < 25) return { ip, place: inCountry(city.country) };
  if (luck < 40) return { ip, place: at(otherCityOf(city, key)) };
  if (luck < 43) return { ip, place: inCountry(NEIGHBORS[city.country] ?? city.country) };
  return { ip, place: at(city) };
}

/** Which country geolocation takes an address for that it is wrong about. */
const NEIGHBORS: Readonly<Record<string, string>> = { DE: 'NL', FR: 'DE', US: 'CA', GB: 'NL' };

function otherCityOf(city: City, key: number): City {
  const others = Object.values(HOMES).filter(
    (other) => other.country === city.country && other.name !== city.name,
  );
  return others[key % Math.max(1, others.length)] ?? city;
}

/**
 * A phone's address: of whatever gateway the carrier sends it through, which may be at the other end of the
 * country. A phone abroad mostly still comes out at home.
 */
export function carrierSource(dice: Dice, country: string, carrier: number): Source {
  const gateways = CITIES.filter((city) => city.country === country);
  const g = dice.int(0, Math.max(0, gateways.length - 1));
  const n = numberOf(country) >>> 0;
  const ip = `31.${(n % 8) + (carrier % 2 === 0 ? 0 : 16)}.${((n >>> 4) % 16) * 16 + g}.${dice.int(1, 254)}`;
  const gateway = gateways[g];
  return { ip, place: gateway === undefined || dice.chance(0.15) ? inCountry(country) : at(gateway) };
}

export const officeSource = (office: Office, dice: Dice): Source => ({
  ip: dice.pick(office.addresses),
  place: at(office.city),
});

/** Hotels, guests of other companies, cafés. */
export const guestSource = (city: City, spot: number): Source => ({
  ip: `185.${cityNumber(city)}.${spot % 256}.${((spot * 13) % 254) + 1}`,
  place: at(city),
});

/** The company's own VPN: comes out in one of two places, both known. */
export const companyVpn = (city: City, dice: Dice): Source =>
  city.country === 'US'
    ? { ip: `164.90.2.${dice.int(2, 20)}`, place: { ...at(HOMES.newYork), city: 'Ashburn' } }
    : { ip: `164.90.1.${dice.int(2, 20)}`, place: at(HOMES.frankfurt) };

/** A VPN of one department that nobody has entered as known; its people use it every day. */
export const departmentVpn = (dice: Dice): Source => ({
  ip: `165.22.7.${dice.int(2, 9)}`,
  place: { countryIso: 'NL', city: 'Amsterdam', latitude: 52.37, longitude: 4.9 },
});

const EXITS: readonly Located[] = [
  { countryIso: 'NL', city: 'Amsterdam', latitude: 52.37, longitude: 4.9 },
  { countryIso: 'US', city: 'New York', latitude: 40.71, longitude: -74.01 },
  { countryIso: 'GB', city: 'London', latitude: 51.51, longitude: -0.13 },
  { countryIso: 'CH', city: 'Zurich', latitude: 47.38, longitude: 8.54 },
];

/** What people buy for themselves: another country at every other connection. */
export function consumerVpn(dice: Dice, provider: number): Source {
  const exit = dice.int(0, EXITS.length - 1);
  return { ip: `146.70.${(provider % 8) * 8 + exit}.${dice.int(2, 250)}`, place: EXITS[exit] ?? NOWHERE };
}

/** Internet on board: the line of a satellite company, wherever the plane is. */
export const inFlight = (dice: Dice): Source => ({
  ip: `207.188.9.${dice.int(2, 250)}`,
  place: { countryIso: 'US', city: 'Reston', latitude: 38.95, longitude: -77.35 },
});

/** Once in a while nothing is known of the place, or the country only. */
export function blurred(source: Source, dice: Dice): Source {
  const luck = dice.next();
  if (luck < 0.003) return { ip: source.ip, place: NOWHERE };
  if (luck < 0.008 && source.place.countryIso !== null)
    return { ip: source.ip, place: inCountry(source.place.countryIso) };
  return source;
}

/** An address of the attacker's, in a network nobody else is in. */
export const attackerSource = (attack: number, city: City, n = 0): Source => ({
  ip: `45.${100 + (attack % 50)}.${(attack * 7 + Math.floor(n / 200)) % 256}.${(n % 200) + 10}`,
  place: at(city),
});
