/** How large a company the database is filled with. */
export interface Size {
  users: number;
  logins: number;
  /** Rows per committed page. */
  pageRows?: number;
  /** Share of sign-ins that are from where, and with what, one always signs in; the others are at random. */
  usual?: number;
}

export const HISTORY_DAYS = 180;

export const userId = (i: number): string => `005${String(i).padStart(15, '0')}`;
export const loginId = (i: number): string => `0Ya${String(i).padStart(15, '0')}`;
export const range = (count: number, first = 0): number[] =>
  Array.from({ length: count }, (_, i) => first + i);
