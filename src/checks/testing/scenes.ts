import { DAY_MS } from '../logins/event';
import type { LoginWords } from './logins';

/** Midnight UTC of the Monday tests begin on. */
export const MONDAY = Date.UTC(2026, 0, 5);

/** So many days, hours and minutes after that Monday, epoch ms. */
export const at = (day: number, hour = 0, minute = 0): number =>
  MONDAY + day * DAY_MS + hour * 3_600_000 + minute * 60_000;

export const HAMBURG = { country: 'DE', city: 'Hamburg', latitude: 53.55, longitude: 9.99 } as const;
export const LIMA = { country: 'PE', city: 'Lima', latitude: -12.05, longitude: -77.04 } as const;

export const FIREFOX = { browser: 'Firefox 145', platform: 'Linux' } as const;
export const IPHONE = {
  loginType: 'Remote Access 2.0',
  browser: 'Salesforce/254.0',
  platform: 'iPhone',
  application: 'Salesforce for iOS',
  isUi: false,
  isMobile: true,
} as const;
export const PROGRAM = {
  loginType: 'Remote Access 2.0',
  browser: 'Unknown',
  platform: 'Unknown',
  application: 'Loader',
  isUi: false,
  isApi: true,
} as const;

/** The same sign-in every day, from day 0 up to and without `days`. */
export function everyDay(days: number, words: Partial<LoginWords> = {}, hour = 9): LoginWords[] {
  return Array.from({ length: days }, (_, day) => ({ at: at(day, hour), ...words }));
}

/** So many of something, `gap` ms apart, the first at `from`. */
export function burst(
  count: number,
  from: number,
  gap: number,
  words: (i: number) => Partial<LoginWords> = () => ({}),
): LoginWords[] {
  return Array.from({ length: count }, (_, i) => ({ at: from + i * gap, ...words(i) }));
}

export const WRONG = { status: 'Invalid Password' } as const;

/** A list of known addresses with one range. */
export const addressList = (purpose: 'office' | 'vpn' | 'carrier' | 'denied', cidr: string) => ({
  name: `Our ${purpose}`,
  purpose,
  ranges: [{ cidr, note: '' }],
});
