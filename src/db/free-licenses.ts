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
  {
    why: 'Paid by sign-ins per month, not by seats. (Also by MonthlyLoginsEntitlement, see below.)',
    key: /_LOGIN$/i,
    name: /\blogin$/i,
  },
  {
    why: 'Five Salesforce Integration seats are included; who bought more enters their price.',
    key: /^(SFDC|PID|SALESFORCE)_?(API_?)?INTEGRATION/i,
    name: /^salesforce (api )?integration/i,
    paidIfPriced: true,
  },
  {
    why: 'Free editions of the platform license.',
    key: /^PID_FDC_FREE$/i,
    name: /^(force\.com|lightning platform) - free$/i,
  },
];

export interface LicenseFacts {
  kind: 'user' | 'permissionSet' | 'package';
  name: string;
  definitionKey: string | null;
  status: string | null;
  /** Negative: unlimited. */
  total: number;
  monthlyLoginsEntitlement: number | null;
  monthlyPrice: number | null;
}

/** "Expired" and "Disabled" cost nothing any more, "Free" and "Trial" nothing yet. */
const UNPAID_STATUS = new Set(['disabled', 'expired', 'free', 'trial']);

export function isPaidPerSeat(license: LicenseFacts): boolean {
  if (license.total < 0) return false; // a site license: one more or less seat costs the same
  if (UNPAID_STATUS.has((license.status ?? '').toLowerCase())) return false;
  if (license.kind !== 'user') return true;
  if ((license.monthlyLoginsEntitlement ?? 0) > 0) return false;
  const rule = FREE_USER_LICENSES.find(
    ({ key, name }) => key.test(license.definitionKey ?? '') || name.test(license.name),
  );
  return rule === undefined || (rule.paidIfPriced === true && (license.monthlyPrice ?? 0) > 0);
}
