import { defineState } from '../define';
import { isoOf } from '../logins/event';
import { ADMIN_NEEDS, FROZEN_NEED, USERS_NEED, adminsById } from './lib/internal-people';
import { METHODS_NEEDS, MFA_METHODS } from './lib/mfa-methods';
import { mfaParameters, mfaPeople, methodNames } from './lib/mfa-people';
import { SSO_NEEDS } from './lib/sso-people';

export default defineState(
  {
    id: 'no-mfa-configured',
    title: 'No MFA Configured',
    category: 'posture',
    finds:
      'People who sign in to the user interface and have no second factor registered: no authenticator app, security key or built-in authenticator. A verified email address or phone number is none.',
    matters:
      'A password alone is what phishing and leaked lists get. Salesforce’s terms require a second factor of everybody who uses the user interface.',
    severityRule: 'High for users with administrative permissions, otherwise medium.',
    subjects: 'active internal people who have signed in, without those who use single sign-on only',
    needs: [USERS_NEED, ...METHODS_NEEDS, ...SSO_NEEDS, FROZEN_NEED, ...ADMIN_NEEDS],
    parameters: mfaParameters,
    evidence: {
      registered:
        'What TwoFactorMethodsInfo lists for the user; email address and phone number are no second factor',
      isListed: 'Whether TwoFactorMethodsInfo has the user at all',
      lastMfaAt: 'Newest success with a second factor in the verification history; null: none stored',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Setup > Identity Verification: select “Require multi-factor authentication (MFA) for all direct UI logins to your Salesforce org”. Users then register at their next sign-in.',
      'For single users first: a permission set with “Multi-Factor Authentication for User Interface Logins”, assigned in Setup > Permission Sets.',
      'Setup > Users > Users > the user > Advanced User Details: registered methods, and temporary codes for who has lost one.',
    ],
    references: ['T1078.004', 'T1110.004', 'T1556.006'],
    weight: 10,
  },
  function* (inputs, values) {
    const admins = adminsById(inputs);
    const { rows, population, notes } = mfaPeople(inputs, values, {
      lacking: Object.keys(MFA_METHODS),
      others: false,
    });
    for (const row of rows) {
      const isAdmin = admins.has(row.id);
      const registered = methodNames(row.methods);
      yield {
        key: row.id,
        userId: row.id,
        severity: isAdmin ? 'high' : 'medium',
        summary: `${row.name} has no second factor registered${isAdmin ? ', and administrative permissions' : ''}.`,
        evidence: {
          registered,
          isListed: row.methods !== null,
          lastMfaAt: row.lastUseAt === null ? null : isoOf(row.lastUseAt),
          isAdmin,
        },
      };
    }
    return { population, notes };
  },
);
