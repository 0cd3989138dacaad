/** A place sign-ins come from. Addresses are of the ranges reserved for documentation and benchmarks. */
export interface Place {
  countryIso: string;
  country: string;
  subdivision: string;
  city: string;
  postalCode: string;
  latitude: number;
  longitude: number;
  /** Hours from UTC, for working hours. */
  utcOffset: number;
  /** Share of people who live here; 0: only visitors and attackers. */
  weight: number;
}

const place = (
  countryIso: string,
  country: string,
  subdivision: string,
  city: string,
  postalCode: string,
  latitude: number,
  longitude: number,
  utcOffset: number,
  weight: number,
): Place => ({ countryIso, country, subdivision, city, postalCode, latitude, longitude, utcOffset, weight });

/** Position + 1 is the place's number. */
export const PLACES: readonly Place[] = [
  place('US', 'United States', 'Michigan', 'Detroit', '48226', 42.3314, -83.0458, -5, 26),
  place('US', 'United States', 'Illinois', 'Chicago', '60601', 41.8781, -87.6298, -6, 14),
  place('US', 'United States', 'Texas', 'Austin', '78701', 30.2672, -97.7431, -6, 12),
  place('CA', 'Canada', 'Ontario', 'Toronto', 'M5H', 43.6532, -79.3832, -5, 8),
  place('GB', 'United Kingdom', 'England', 'Birmingham', 'B1', 52.4862, -1.8904, 0, 9),
  place('DE', 'Germany', 'Bavaria', 'Munich', '80331', 48.1351, 11.582, 1, 10),
  place('FR', 'France', 'Auvergne-Rhone-Alpes', 'Lyon', '69001', 45.764, 4.8357, 1, 5),
  place('PL', 'Poland', 'Lesser Poland', 'Krakow', '30-001', 50.0647, 19.945, 1, 5),
  place('IN', 'India', 'Karnataka', 'Bengaluru', '560001', 12.9716, 77.5946, 5, 6),
  place('JP', 'Japan', 'Aichi', 'Nagoya', '450-0002', 35.1815, 136.9066, 9, 2),
  place('BR', 'Brazil', 'Sao Paulo', 'Sao Paulo', '01000', -23.5505, -46.6333, -3, 2),
  place('AU', 'Australia', 'Victoria', 'Melbourne', '3000', -37.8136, 144.9631, 10, 1),
  place('RO', 'Romania', 'Bucuresti', 'Bucharest', '010011', 44.4268, 26.1025, 2, 0),
  place('NG', 'Nigeria', 'Lagos', 'Lagos', '100001', 6.5244, 3.3792, 1, 0),
  place('VN', 'Vietnam', 'Ho Chi Minh', 'Ho Chi Minh City', '700000', 10.8231, 106.6297, 7, 0),
  place('NL', 'Netherlands', 'North Holland', 'Amsterdam', '1012', 52.3676, 4.9041, 1, 0),
];

/** Number (from 1) of the first place in a country. */
export function placeIn(countryIso: string): number {
  return PLACES.findIndex((p) => p.countryIso === countryIso) + 1;
}

const ip = (a: number, b: number, c: number, d: number): number => ((a * 256 + b) * 256 + c) * 256 + d;

/** Addresses as numbers. */
export const IPS = {
  /** One exit address per office, 203.0.113.0/24. */
  office: (placeNumber: number): number => ip(203, 0, 113, 10 + placeNumber),
  /** One per home, 198.18.0.0/15. */
  home: (n: number): number => ip(198, 18, 0, 0) + (n % 131_072),
  /** Servers of integrations, 198.51.100.0/24. */
  server: (n: number): number => ip(198, 51, 100, 1 + (n % 250)),
  /** Strangers, 192.0.2.0/24. */
  stranger: (n: number): number => ip(192, 0, 2, 1 + (n % 250)),
};

/** `203.0.113.11` of an address kept as a number. */
export function ipOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
