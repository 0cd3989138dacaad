import { defineState } from '../define';
import { DAY_MS, dateOf, isoOf } from '../logins/event';
import { flag, number } from '../parameters';
import {
  ADMIN_NEEDS,
  CAN_SIGN_IN,
  FROZEN_NEED,
  IS_PROGRAM,
  USERS_NEED,
  adminsById,
  programs,
} from './lib/internal-people';
import { permissionHolders } from './lib/permission-holders';
import { SSO_NEEDS, ssoDays, ssoOnly } from './lib/sso-people';
import { counted, listed } from './lib/words';

interface Row {
  id: string;
  name: string;
  changedAt: number | null;
  expiresAt: number | null;
  isProgram: number;
}

/**
 * Who has a password that matters. `@delegated`: another system checks it ("Is Single Sign-On Enabled"). A program
 * has no other way than its password or a token, whatever its federation id says.
 */
const HAS_PASSWORD = `
  ${CAN_SIGN_IN}
  AND CASE WHEN ${IS_PROGRAM} THEN @programsToo = 1
    ELSE u.id NOT IN (SELECT value FROM json_each(@delegated))
      AND u.id NOT IN (SELECT value FROM json_each(@ssoOnly)) END`;

/** Of a program only the permission counts: most sign in by certificate or token, and their password is never used. */
const FOUND = `
  SELECT u.id, u.name, u.last_password_change_at AS changedAt, u.password_expires_at AS expiresAt,
    ${IS_PROGRAM} AS isProgram
  FROM sf_user u
  WHERE ${HAS_PASSWORD} AND (
    u.id IN (SELECT value FROM json_each(@neverExpires))
    OR (NOT ${IS_PROGRAM} AND (u.last_password_change_at <= @oldLimit OR u.password_expires_at <= @expiredLimit)))`;

const CHECKED = `
  SELECT count(*) AS n, count(u.last_password_change_at) AS withChange, count(u.password_expires_at) AS withDate
  FROM sf_user u WHERE ${HAS_PASSWORD}`;

export default defineState(
  {
    id: 'user-password-expiration',
    title: 'User Password Expiration',
    category: 'posture',
    alsoKnownAs: ['User Password Expiration Failure'],
    finds:
      'Users whose password never expires by permission, has not been changed for a long time, or has expired and was not replaced. Who uses single sign-on only is left out.',
    matters:
      'A leaked password works until it is changed. A permission that exempts users from the org’s password policy is easily forgotten, and an expired password that nobody replaces belongs to an account that nobody uses.',
    severityRule:
      'Medium for administrators with a password that never expires or is old, otherwise low; expired passwords are low.',
    subjects: 'active internal users with a password in use',
    needs: [
      { ...USERS_NEED, fields: ['UserType', 'LastPasswordChangeDate'] },
      {
        stream: 'users',
        fields: ['PasswordExpirationDate'],
        without: 'Expired passwords are not known.',
      },
      {
        stream: 'permissionSets',
        fields: ['PermissionsPasswordNeverExpires'],
        without: 'Who holds “Password Never Expires” is not known.',
      },
      ...SSO_NEEDS,
      FROZEN_NEED,
      ...ADMIN_NEEDS,
    ],
    parameters: {
      maxDays: number({
        title: 'Password not changed for',
        help: 'NIST SP 800-63B advises against changing passwords often where a second factor protects them; PCI DSS asks for 90 days without one.',
        default: 365,
        unit: 'days',
        min: 30,
        max: 3650,
      }),
      expiredDays: number({
        title: 'Expired and not replaced for',
        help: 'Somebody back from vacation needs a moment.',
        default: 30,
        unit: 'days',
        min: 0,
        max: 3650,
      }),
      programsToo: flag({
        title: 'Also integration users with “Password Never Expires”',
        default: true,
      }),
      ssoDays,
    },
    evidence: {
      reasons: 'never-expires, old or expired',
      neverExpiresBy:
        'What gives the user “Password Never Expires”: profile, permission set, permission set group',
      changedAt: 'LastPasswordChangeDate; null: never set, or not known',
      expiresAt: 'PasswordExpirationDate; null: none, or not known',
      isAdmin: 'Whether the user holds administrative permissions',
      isIntegration: 'Whether it is a program: by license, API-only permission or mark',
    },
    remediation: [
      '“Password Never Expires”: Setup > Permission Sets (or Profiles) > the one named in the evidence > System Permissions: clear it, or remove the assignment.',
      'Old password: Setup > Users > Users: select the users > Reset Password(s).',
      'Setup > Password Policies (and the profile’s own): “User passwords expire in”.',
      'Expired: find out whether the account is still needed; if not, clear “Active”.',
    ],
    references: ['T1078.004', 'T1110.004'],
    weight: 3,
  },
  function* (inputs, { maxDays, expiredDays, programsToo, ssoDays: days }) {
    const admins = adminsById(inputs);
    const neverExpires = permissionHolders(inputs, 'PasswordNeverExpires');
    const oldLimit = inputs.asOf - maxDays * DAY_MS;
    const expiredLimit = inputs.asOf - expiredDays * DAY_MS;
    const judged = {
      delegated: JSON.stringify([...permissionHolders(inputs, 'IsSsoEnabled').keys()]),
      ssoOnly: ssoOnly(inputs, days),
      programs: programs(inputs),
      programsToo: Number(programsToo),
    };
    const found = inputs.rows<Row>(FOUND, {
      ...judged,
      oldLimit,
      expiredLimit,
      neverExpires: JSON.stringify([...neverExpires.keys()]),
    });
    for (const { id, name, changedAt, expiresAt, isProgram } of found) {
      const via = neverExpires.get(id) ?? [];
      const isOld = isProgram === 0 && changedAt !== null && changedAt <= oldLimit;
      const isExpired = isProgram === 0 && expiresAt !== null && expiresAt <= expiredLimit;
      const isAdmin = admins.has(id);
      const reasons = [
        ...(via.length > 0 ? ['never-expires'] : []),
        ...(isOld ? ['old'] : []),
        ...(isExpired ? ['expired'] : []),
      ];
      const says = [
        ...(via.length > 0 ? [`never expires, by ${listed(via)}`] : []),
        ...(isOld ? [`was last changed on ${dateOf(changedAt)}`] : []),
        ...(isExpired ? [`expired on ${dateOf(expiresAt)} and was not replaced`] : []),
      ];
      const began = [
        ...(isOld ? [changedAt + maxDays * DAY_MS] : []),
        ...(isExpired ? [expiresAt + expiredDays * DAY_MS] : []),
      ];
      yield {
        key: id,
        userId: id,
        severity: isAdmin && isProgram === 0 && (via.length > 0 || isOld) ? 'medium' : 'low',
        firstAt: began.length === 0 ? null : Math.min(...began),
        summary: `The password of ${name} ${listed(says)}.`,
        evidence: {
          reasons,
          neverExpiresBy: via,
          changedAt: changedAt === null ? null : isoOf(changedAt),
          expiresAt: expiresAt === null ? null : isoOf(expiresAt),
          isAdmin,
          isIntegration: isProgram === 1,
        },
      };
    }
    const [checked] = inputs.rows<{ n: number; withChange: number; withDate: number }>(CHECKED, judged);
    const { n, withChange, withDate } = checked ?? { n: 0, withChange: 0, withDate: 0 };
    return { population: n, notes: notesOn(n, withChange, withDate) };
  },
);

function notesOn(all: number, withChange: number, withDate: number): string[] {
  const notes: string[] = [];
  if (withChange < all)
    notes.push(
      `${counted(all - withChange, 'user has', 'users have')} no date of a password change: they never set one, and are not judged by its age.`,
    );
  if (all > 0 && withDate === 0)
    notes.push(
      'No password has an expiration date: the password policy is “Never expires”, or the dates cannot be read.',
    );
  return notes;
}
