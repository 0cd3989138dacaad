import type { Parameter } from '../../parameters';
import { number } from '../../parameters';

// Settings that several checks have, in the same words everywhere.

/** Days of stored logins before anything is compared with them. */
export const historyDays = (days: number): Parameter<number> =>
  number({
    title: 'History needed',
    help: 'Logins of the first days after the stored login history begins are only learned from, not judged.',
    default: days,
    unit: 'days',
    min: 0,
    max: 365,
  });

/** Days of age before an account is judged: everything is new to a new account. */
export const youngDays = (days: number): Parameter<number> =>
  number({ title: 'Leave out accounts younger than', default: days, unit: 'days', min: 0, max: 365 });

/** Days after which something not met any more counts as new again. */
export const forgetDays = (days: number): Parameter<number> =>
  number({ title: 'New again after', default: days, unit: 'days', min: 7, max: 365 });

/** Successes before a person's habits are known. */
export const habitLogins = (logins: number): Parameter<number> =>
  number({
    title: 'Successful logins needed before',
    help: 'Who has signed in less often has no habits yet.',
    default: logins,
    unit: 'logins',
    min: 1,
    max: 10_000,
  });
