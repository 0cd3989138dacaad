import { counted } from '../../../../shared/model/counted';
import { annualPrice, monthlyPrice } from '../../../../shared/model/prices';
import type { StoredLicense } from '../../stored-licenses';
import { IN_USE } from '../judging';
import { averagedDays, isNew, licenseOf, monthlyLogins, paidUserSeat } from './facts';
import type { KindOfSuggestion } from './kind';
import { LIMITS } from './limits';
import { rounded } from './words';

/** Both prices, in one currency: then they decide, and nobody's rule of thumb. */
function prices(from: StoredLicense, to: StoredLicense): { member: number; login: number } | null {
  if (from.price === null || to.price === null || from.price.currency !== to.price.currency) return null;
  // The price of a login-based license is that of one login a month.
  return { member: annualPrice(from.price), login: annualPrice(to.price) };
}

/** What a member costs more per year than the logins made; null: too many logins, or not cheaper. */
function judgeLogins(
  from: StoredLicense,
  to: StoredLicense,
  logins: number,
): { saving: number | null } | null {
  const known = prices(from, to);
  if (known === null) return logins <= LIMITS.externalLogins ? { saving: null } : null;
  const saving = known.member - known.login * logins;
  return saving > 0 ? { saving } : null;
}

/** An external user paid per member who signs in so rarely that paying each login is cheaper. */
export const LOGIN_BASED: KindOfSuggestion = {
  kind: 'login-based-license',

  obstacle: (facts) =>
    facts.daysStored < LIMITS.leastDays
      ? `Sign-ins of ${counted(facts.daysStored, 'day')} are stored; ${String(LIMITS.leastDays)} are needed to tell how often somebody signs in.`
      : null,

  find(facts, take) {
    const { people, judged, usage, siblings } = facts;
    if (siblings.size === 0) return;
    for (let person = 0; person < people.count; person++) {
      if (judged.verdicts[person] !== IN_USE || (usage.logins90[person] ?? 0) === 0) continue;
      if (isNew(facts, person)) continue;
      const seat = paidUserSeat(facts, person);
      if (seat === null) continue;
      const from = licenseOf(facts, seat);
      const to = siblings.get(from.id);
      const found = to === undefined ? null : judgeLogins(from, to, monthlyLogins(facts, person));
      if (found !== null) take(seat, found.saving);
    }
  },

  target: (facts, seat) => facts.siblings.get(licenseOf(facts, seat).id) ?? null,

  explain(facts, seat) {
    const from = licenseOf(facts, seat);
    const to = facts.siblings.get(from.id) ?? null;
    const person = facts.people.holdings.persons[seat] ?? 0;
    const logins = monthlyLogins(facts, person);
    const evidence = [
      `${counted(facts.usage.logins90[person] ?? 0, 'sign-in')} in the last ${counted(averagedDays(facts), 'day')}: ${rounded(logins)} per 30 days.`,
    ];
    const known = to === null ? null : prices(from, to);
    if (known !== null && from.price !== null && to?.price) {
      const { currency } = from.price;
      evidence.push(
        `A member costs ${String(monthlyPrice(from.price))} ${currency} a month, a login ${String(monthlyPrice(to.price))} ${currency}: cheaper up to ${rounded(known.member / known.login)} logins a month.`,
      );
    } else {
      evidence.push(
        `At Salesforce’s list prices a member costs as much as two and a half logins; enter both prices to have it worked out.`,
      );
    }
    const bought = to?.monthlyLoginsEntitlement ?? null;
    if (to !== null && bought !== null && bought > 0) {
      const used = to.monthlyLoginsUsed;
      evidence.push(
        `${bought.toLocaleString('en-US')} logins a month are bought of “${to.label}”${used === null ? '' : `, ${used.toLocaleString('en-US')} made this month so far`}.`,
      );
    }
    return {
      evidence,
      check: [
        `Whether the season matters: somebody may sign in every day at the end of the year.`,
        `Several sign-ins of a day count as one login for Salesforce, so the real number may be lower.`,
        `The user keeps the records; the profile must change to one of the other license.`,
      ],
    };
  },
};
