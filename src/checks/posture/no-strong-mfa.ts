import { defineState } from '../define';
import { flag, list } from '../parameters';
import { ADMIN_NEEDS, FROZEN_NEED, USERS_NEED, adminsById } from './lib/internal-people';
import { MFA_METHODS, METHODS_NEEDS, STRONG_METHODS } from './lib/mfa-methods';
import { mfaParameters, mfaPeople, methodNames } from './lib/mfa-people';
import { SSO_NEEDS } from './lib/sso-people';
import { listed } from './lib/words';

export default defineState(
  {
    id: 'no-strong-mfa',
    title: 'No Strong MFA',
    category: 'posture',
    alsoKnownAs: ['No Strong MFA Configured'],
    finds:
      'People with a second factor, but none that withstands phishing: no security key and no built-in authenticator (passkey). Who has no second factor at all is found by “No MFA Configured”.',
    matters:
      'Codes and push confirmations can be asked for by a false login page, or confirmed by mistake. Keys and passkeys only answer to the real address.',
    severityRule:
      'High for users who can do everything (Modify All Data and Manage Users), medium for other administrators, otherwise low.',
    subjects: 'active internal people who have signed in, without those who use single sign-on only',
    needs: [USERS_NEED, ...METHODS_NEEDS, ...SSO_NEEDS, FROZEN_NEED, ...ADMIN_NEEDS],
    parameters: {
      strong: list({
        title: 'Counts as strong',
        help: 'Keys and built-in authenticators withstand phishing; the others do not.',
        default: STRONG_METHODS,
        choices: Object.entries(MFA_METHODS).map(([value, label]) => ({ value, label })),
      }),
      everybody: flag({
        title: 'Also people without administrative permissions',
        default: true,
      }),
      ...mfaParameters,
    },
    evidence: {
      registered: 'What TwoFactorMethodsInfo lists for the user',
      permissions: 'Administrative permissions held',
    },
    remediation: [
      'Setup > Identity Verification: select “Let users verify their identity with a physical security key (U2F or WebAuthn)” and “Let users verify their identity with a built-in authenticator (WebAuthn)”.',
      'Give administrators keys first; each registers one in their own Settings > Advanced User Details > Security Key (WebAuthn): Register.',
      'Where single sign-on is used for administrators: ask for a phishing-resistant method in the identity provider.',
    ],
    references: ['T1111', 'T1557', 'T1621'],
    weight: 4,
  },
  function* (inputs, values) {
    const admins = adminsById(inputs);
    const found = mfaPeople(inputs, values, { lacking: values.strong, others: true });
    for (const row of found.rows) {
      const admin = admins.get(row.id);
      if (admin === undefined && !values.everybody) continue;
      const registered = methodNames(row.methods);
      const known = registered.flatMap((name) => (name in MFA_METHODS ? [MFA_METHODS[name] ?? name] : []));
      yield {
        key: row.id,
        userId: row.id,
        severity: admin?.isSuperAdmin === true ? 'high' : admin === undefined ? 'low' : 'medium',
        summary: `${row.name} has no phishing-resistant method${known.length === 0 ? '' : `, only ${listed(known)}`}.`,
        evidence: {
          registered,
          permissions: [...(admin?.permissions ?? [])],
        },
      };
    }
    return { population: found.population, notes: found.notes };
  },
);
