import type { Client } from '../../logins/event';

/** Logins of programs that name none carry these (Object Reference, LoginHistory). */
const NO_NAME = /^(n\/a|unknown|)$/i;

/** The app of a sign-in, by which findings are found and muted; null: it has no name. */
export const appNameOf = ({ application }: Client): string | null =>
  application === null || NO_NAME.test(application.trim()) ? null : application;
