/** From when on something is suggested. EDIT HERE; each number with its reason. */
export const LIMITS = {
  /**
   * Days in which every success must be by a program. Salesforce keeps its login history six months: the
   * longest there is to look at, and jobs of each quarter are in it.
   */
  apiOnlyDays: 180,

  /** Days over which logins a month are averaged: three, so that a holiday does not make a rare user. */
  averageDays: 90,

  /** Sign-ins of at least so many days must be stored before anybody is called a rare user: one month. */
  leastDays: 30,

  /** People created since then are not judged: what they will need is not known yet. The days averaged over. */
  newDays: 90,

  /**
   * Logins per 30 days, at most, of somebody who might do with a platform license. Who works with leads, cases
   * or opportunities signs in every working day; twice a month is reading a report or approving something.
   */
  platformLogins: 2,

  /**
   * The same for a login-based license where prices are not entered. Salesforce's list prices make a member as
   * dear as 2.5 logins a month (Customer Community 5 and 2, Partner Community 25 and 10 dollars), so two logins
   * are cheaper and three are not. With both prices entered these decide.
   */
  externalLogins: 2,
} as const;

/** Days in a "month" of every average. */
export const MONTH_DAYS = 30;
