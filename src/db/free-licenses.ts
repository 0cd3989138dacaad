import type { LicenseMetering } from '../shared/model/licenses';

/**
 * Which licenses nobody pays per seat for. They are left out of the unused list unless asked for, because
 * taking such a seat away saves nothing. EDIT HERE: one entry per kind of license; a user license is free
 * when its definition key or its name matches. Both are tried because `LicenseDefinitionKey` is missing or
 * undocumented for several of them, and names differ between orgs of different age.
 */
export interface FreeLicenseRule {
  why: string;
  key: RegExp;
  name: RegExp;
  /** True: counts as paid all the same once the admin has entered a price for it. */
  paidIfPriced?: boolean;
}

const PAID_BY_LOGINS: FreeLicenseRule = {
  why: 'Paid by sign-ins per month, not by seats. (Also by MonthlyLoginsEntitlement, see below.)',
  key: /_LOGIN$/i,
  name: /\blogin$/i,
};

const FOR_INTEGRATION: FreeLicenseRule = {
  why: 'Five Salesforce Integration seats are included; who bought more enters their price.',
  key: /^(PID_)?(SFDC|PID|SALESFORCE)_?(API_?)?INTEGRATION/i,
  name: /^salesforce (api )?integration/i,
  paidIfPriced: true,
};

export const FREE_USER_LICENSES: readonly FreeLicenseRule[] = [
  {
    why: 'Chatter Free and Chatter External come with every org. (Chatter Only, PID_CHATTER, is sold.)',
    key: /^(CSN|PID_CHATTER_?(FREE|EXTERNAL)|CHATTER_?(FREE|EXTERNAL))/i,
    name: /^chatter (free|external)\b/i,
  },
  { why: 'The public face of a site; no person signs in with it.', key: /GUEST/i, name: /\bguest\b/i },
  {
    why: 'Salesforce’s own users for automation and data exchange inside the platform.',
    key: /AUTO(MATED)?_?PROC|CLOUD_?INTEGRATION|X_?ORG|EINSTEIN_?AGENT/i,
    name: /automated process|cloud integration user|x\s?org proxy|einstein agent/i,
  },
  PAID_BY_LOGINS,
  FOR_INTEGRATION,
  {
    why: 'Free editions of the platform license.',
    key: /^PID_FDC_FREE$/i,
    name: /^(force\.com|lightning platform) - free$/i,
  },
];

export interface LicenseFacts {
  kind: 'user' | 'permissionSet' | 'package' | 'feature';
  name: string;
  definitionKey: string | null;
  status: string | null;
  /** Negative: unlimited; null: Salesforce does not say. */
  total: number | null;
  monthlyLoginsEntitlement: number | null;
  /** Null: none entered. */
  price: { amount: number } | null;
}

/** "Expired" and "Disabled" cost nothing any more, "Free" and "Trial" nothing yet. */
const UNPAID_STATUS = new Set(['disabled', 'expired', 'free', 'trial']);

export function isPaidPerSeat(license: LicenseFacts): boolean {
  if ((license.total ?? 0) < 0) return false; // a site license: one more or less seat costs the same
  if (UNPAID_STATUS.has((license.status ?? '').toLowerCase())) return false;
  const isPriced = (license.price?.amount ?? 0) > 0;
  // Most flags come with the user license; who pays for one enters its price.
  if (license.kind === 'feature') return isPriced;
  if (license.kind !== 'user') return true;
  if (isPaidByLogins(license)) return false;
  const rule = FREE_USER_LICENSES.find((one) => fits(one, license));
  return rule === undefined || (rule.paidIfPriced === true && isPriced);
}

type Recognized = Pick<LicenseFacts, 'definitionKey' | 'name'>;
const fits = ({ key, name }: FreeLicenseRule, license: Recognized): boolean =>
  key.test(license.definitionKey ?? '') || name.test(license.name);

/** Whether sign-ins per month are bought instead of seats. */
export function isPaidByLogins(
  license: Recognized & Pick<LicenseFacts, 'monthlyLoginsEntitlement'>,
): boolean {
  return (license.monthlyLoginsEntitlement ?? 0) > 0 || fits(PAID_BY_LOGINS, license);
}

/** Whether people with this user license are programs. */
export const isForIntegration = (license: Recognized): boolean => fits(FOR_INTEGRATION, license);

/** What a license is paid by. */
export function meteringOf(license: LicenseFacts): LicenseMetering {
  if ((license.total ?? 0) < 0) return 'unlimited';
  return license.kind === 'user' && isPaidByLogins(license) ? 'logins' : 'seats';
}

/** What one seat costs; null where there is no price, or the price is not of a seat. */
export const priceOfSeat = <P>(license: LicenseFacts & { price: P | null }): P | null =>
  meteringOf(license) === 'seats' ? license.price : null;
