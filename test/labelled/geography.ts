import { DAY, HOUR } from '../builders/db';

// Where people are, as far as sign-ins tell: cities with coordinates (of public gazetteers, rounded) and clocks.

export interface City {
  name: string;
  country: string;
  latitude: number;
  longitude: number;
  /** Hours ahead of UTC in winter. */
  offset: number;
  summer: 'EU' | 'US' | null;
}

const city = (
  name: string,
  country: string,
  latitude: number,
  longitude: number,
  offset: number,
  summer: City['summer'] = null,
): City => ({ name, country, latitude, longitude, offset, summer });

/** Where the company's people live. */
export const HOMES = {
  hamburg: city('Hamburg', 'DE', 53.55, 9.99, 1, 'EU'),
  berlin: city('Berlin', 'DE', 52.52, 13.4, 1, 'EU'),
  munich: city('Munich', 'DE', 48.14, 11.58, 1, 'EU'),
  frankfurt: city('Frankfurt am Main', 'DE', 50.11, 8.68, 1, 'EU'),
  london: city('London', 'GB', 51.51, -0.13, 0, 'EU'),
  manchester: city('Manchester', 'GB', 53.48, -2.24, 0, 'EU'),
  paris: city('Paris', 'FR', 48.86, 2.35, 1, 'EU'),
  lyon: city('Lyon', 'FR', 45.76, 4.84, 1, 'EU'),
  newYork: city('New York', 'US', 40.71, -74.01, -5, 'US'),
  chicago: city('Chicago', 'US', 41.88, -87.63, -6, 'US'),
  austin: city('Austin', 'US', 30.27, -97.74, -6, 'US'),
  seattle: city('Seattle', 'US', 47.61, -122.33, -8, 'US'),
  bangalore: city('Bengaluru', 'IN', 12.97, 77.59, 5.5),
  singapore: city('Singapore', 'SG', 1.35, 103.82, 8),
  sydney: city('Sydney', 'AU', -33.87, 151.21, 10),
} as const;

/** Where they travel as well, on business or on holiday. */
export const DESTINATIONS: readonly City[] = [
  city('Madrid', 'ES', 40.42, -3.7, 1, 'EU'),
  city('Palma', 'ES', 39.57, 2.65, 1, 'EU'),
  city('Milan', 'IT', 45.46, 9.19, 1, 'EU'),
  city('Vienna', 'AT', 48.21, 16.37, 1, 'EU'),
  city('Zurich', 'CH', 47.38, 8.54, 1, 'EU'),
  city('Amsterdam', 'NL', 52.37, 4.9, 1, 'EU'),
  city('Copenhagen', 'DK', 55.68, 12.57, 1, 'EU'),
  city('Warsaw', 'PL', 52.23, 21.01, 1, 'EU'),
  city('Dubai', 'AE', 25.2, 55.27, 4),
  city('Tokyo', 'JP', 35.68, 139.69, 9),
  city('Toronto', 'CA', 43.65, -79.38, -5, 'US'),
  city('San Francisco', 'US', 37.77, -122.42, -8, 'US'),
  city('Las Vegas', 'US', 36.17, -115.14, -8, 'US'),
  city('Boston', 'US', 42.36, -71.06, -5, 'US'),
];

/** Where nobody of the company goes: attacks come from here. */
export const FAR = {
  lagos: city('Lagos', 'NG', 6.52, 3.38, 1),
  hanoi: city('Hanoi', 'VN', 21.03, 105.85, 7),
  bucharest: city('Bucharest', 'RO', 44.43, 26.1, 2, 'EU'),
  kyiv: city('Kyiv', 'UA', 50.45, 30.52, 2, 'EU'),
  jakarta: city('Jakarta', 'ID', -6.21, 106.85, 7),
  saoPaulo: city('São Paulo', 'BR', -23.55, -46.63, -3),
  istanbul: city('Istanbul', 'TR', 41.01, 28.98, 3),
  pyongyang: city('Pyongyang', 'KP', 39.02, 125.75, 9),
  tehran: city('Tehran', 'IR', 35.69, 51.39, 3.5),
  hongKong: city('Hong Kong', 'HK', 22.32, 114.17, 8),
  capeTown: city('Cape Town', 'ZA', -33.92, 18.42, 2),
  lima: city('Lima', 'PE', -12.05, -77.04, -5),
  manila: city('Manila', 'PH', 14.6, 120.98, 8),
  almaty: city('Almaty', 'KZ', 43.24, 76.89, 5),
  tunis: city('Tunis', 'TN', 36.81, 10.18, 1),
} as const;

/** What geolocation says that knows the country only (centroids). */
export const CENTROIDS: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  DE: [51.3, 9.49],
  GB: [51.5, -0.12],
  FR: [48.86, 2.34],
  US: [37.75, -97.82],
  IN: [21.99, 79],
  SG: [1.37, 103.8],
  AU: [-33.49, 143.21],
  CA: [43.63, -79.37],
  NL: [52.38, 4.9],
};

/** What an address says of its place; null where it says nothing. */
export interface Located {
  countryIso: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
}

export const at = ({ country, name, latitude, longitude }: City): Located => ({
  countryIso: country,
  city: name,
  latitude,
  longitude,
});

export function inCountry(country: string): Located {
  const [latitude = null, longitude = null] = CENTROIDS[country] ?? [];
  return { countryIso: country, city: null, latitude, longitude };
}

const SUMMER_2026 = { EU: Date.UTC(2026, 2, 29, 1), US: Date.UTC(2026, 2, 8, 9) };

/** What has to be added to UTC for the city's clock, ms. */
export function clockOffset({ offset, summer }: City, moment: number): number {
  return (offset + (summer !== null && moment >= SUMMER_2026[summer] ? 1 : 0)) * HOUR;
}

/** Moment at which the city's clock shows so many hours on that day. */
export function localTime(city: City, day: number, hours: number): number {
  return Math.round(day * DAY + hours * HOUR - clockOffset(city, day * DAY + 12 * HOUR));
}

const RADIUS_KM = 6371;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

/** Haversine, km: the data set's own, so that it does not lean on what it tests. */
export function kilometers(a: City, b: City): number {
  const h =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(rad(b.longitude - a.longitude) / 2) ** 2;
  return 2 * RADIUS_KM * Math.asin(Math.sqrt(h));
}

/** Hours from door to door: by train or car when near, otherwise with the time at two airports. */
export function travelHours(a: City, b: City): number {
  const km = kilometers(a, b);
  return km < 350 ? km / 110 + 0.5 : km / 820 + 3.5;
}
