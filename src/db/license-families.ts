import { isForIntegration, isPaidByLogins } from './free-licenses';

/**
 * Which user licenses can stand in for which, so that cheaper ones can be suggested. EDIT HERE: one entry per
 * family; a license belongs to the first whose definition key fits, else to the first whose name fits. Keys
 * alone are not enough: `LicenseDefinitionKey` is missing or undocumented for several licenses, and the two
 * ways of writing the key of Salesforce Platform Light that are around cannot both be right.
 */
export interface LicenseFamily {
  family: 'crm' | 'platform';
  why: string;
  key: RegExp;
  name: RegExp;
}

export const LICENSE_FAMILIES: readonly LicenseFamily[] = [
  {
    family: 'platform',
    why: 'Custom apps, accounts and contacts, without the objects of sales and service. Free editions are none.',
    key: /^(AUL|FDC_(?!FREE)|PID_FDC_(?!FREE)|PID_(LIGHTNING_)?PLATFORM)/i,
    name: /^(salesforce platform|lightning platform|force\.com)(?!.*\bfree\b)/i,
  },
  {
    family: 'crm',
    why: 'The full license: everything the platform license has, and leads, opportunities, cases and the rest.',
    key: /^(PID_)?SFDC$/i,
    name: /^(salesforce|full crm|(sales|service) cloud)$/i,
  },
];

export interface Recognizable {
  id: string;
  name: string;
  label: string;
  definitionKey: string | null;
  monthlyLoginsEntitlement: number | null;
}

export type Family = LicenseFamily['family'] | 'integration';

export function familyOf(license: Recognizable): Family | null {
  if (isForIntegration(license)) return 'integration';
  const known = license.definitionKey ?? '';
  const family =
    LICENSE_FAMILIES.find(({ key }) => key.test(known)) ??
    LICENSE_FAMILIES.find(({ name }) => name.test(license.name));
  return family?.family ?? null;
}

/** What a license paid per member and the one paid by logins differ in: "External Apps Member", "… Login". */
const PAID_HOW = /[\s_-]*\b(members?|logins?)\b|_(MEMBER|LOGIN)S?(?=_|$)/gi;
const stem = (text: string): string => text.replace(PAID_HOW, '').trim().toLowerCase();

/** By id of a license paid per member: the license of this org that opens the same and is paid by logins. */
export function loginSiblings<L extends Recognizable>(licenses: readonly L[]): Map<string, L> {
  const byLogin = licenses.filter(isPaidByLogins);
  const siblings = new Map<string, L>();
  for (const member of licenses) {
    if (isPaidByLogins(member)) continue;
    const sibling =
      byLogin.find(
        (one) => one.definitionKey !== null && sameStem(one.definitionKey, member.definitionKey),
      ) ?? byLogin.find((one) => sameStem(one.name, member.name));
    if (sibling !== undefined) siblings.set(member.id, sibling);
  }
  return siblings;
}

const sameStem = (a: string, b: string | null): boolean =>
  b !== null && stem(a) !== '' && stem(a) === stem(b);
