import { defineLogins } from '../define';
import { isoOf } from '../logins/event';
import { flag } from '../parameters';
import { appNameOf } from './lib/app-name';
import { isPasswordLogin, showsSecondFactor } from './lib/password-login';
import { noSso, sinceDay, SSO_SETUP_NEEDS, USES_SSO } from './lib/sso-setup';

const CHECKED = `SELECT count(*) AS n FROM sf_user u WHERE u.org_id = @org AND u.is_active = 1 AND ${USES_SSO}`;

export default defineLogins(
  {
    id: 'application-login-bypasses-sso',
    title: 'Application Login Bypasses SSO',
    category: 'posture',
    alsoKnownAs: ['Application Login Bypasses SSO'],
    finds:
      'Users of single sign-on who signed in with a Salesforce password instead: at the login page or through a program.',
    matters:
      'A sign-in past the identity provider is past its second factor, its device rules and its alarms, and goes on working after the account there is closed.',
    severityRule:
      'Low when AuthMethodReference shows a second factor, otherwise medium. An empty AuthMethodReference is unknown, not “none”.',
    subjects: 'users who have a federation id, or came through single sign-on',
    needs: [{ stream: 'loginHistory' }, { stream: 'users' }, ...SSO_SETUP_NEEDS],
    parameters: {
      withAdmins: flag({
        title: 'Administrators, too',
        help: 'Salesforce recommends that a few administrators can sign in while single sign-on is out of order. Off: theirs are left out.',
        default: true,
      }),
    },
    evidence: {
      at: 'The newest such sign-in, of those without a second factor if there are any; how many there were is counted',
      ip: 'Its address',
      country: 'Its country, as Salesforce places it',
      application: 'Its Application',
      loginType: 'Its LoginType',
      loginSubType: 'Its LoginSubType',
      authMethodReference: 'Its AuthMethodReference; null: unknown',
      hasFederationId: 'Whether single sign-on knows the user by a federation id',
      ssoLogins: 'Successes through single sign-on before it',
      lastSsoAt: 'The newest of them; null: none in the login history',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Ask the user why: a bookmark of login.salesforce.com, an old program, single sign-on that does not work for them.',
      'Setup > Single Sign-On Settings > Edit: “Disable login with Salesforce credentials”.',
      'Then Setup > Permission Sets: a set with “Is Single Sign-On Enabled”, assigned to everybody who uses single sign-on. Without it the setting has no effect.',
      'Setup > My Domain > Routing and Policies: “Prevent login from https://login.salesforce.com”.',
    ],
    references: ['T1078.004', 'T1556'],
    weight: 7,
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { values, context, history, report }) {
      const { client, userId, ip } = login;
      if (!isPasswordLogin(client)) return;
      const person = context.person(userId);
      // Programs have no identity provider to go to; "service account" checks look at them.
      if (person?.isIntegration === true) return;
      if (history.ssoCount === 0 && person?.usesSso !== true) return;
      if (person?.isAdmin === true && !values.withAdmins) return;
      report({
        key: userId,
        severity: showsSecondFactor(client) ? 'low' : 'medium',
        ip: ip?.address ?? null,
        app: appNameOf(client),
        summary: `${person?.name ?? userId} uses single sign-on, but signed in with a Salesforce password.`,
        evidence: {
          at: isoOf(login.at),
          ip: ip?.address ?? null,
          country: login.place.country,
          application: client.application,
          loginType: client.loginType,
          loginSubType: client.loginSubType,
          authMethodReference: client.authMethodReference === '' ? null : client.authMethodReference,
          hasFederationId: person?.usesSso ?? null,
          ssoLogins: history.ssoCount,
          lastSsoAt: history.lastSsoAt === null ? null : isoOf(history.lastSsoAt),
          isAdmin: person?.isAdmin ?? null,
        },
      });
    },
    population(inputs) {
      const notEvaluated = noSso(inputs);
      if (notEvaluated !== null) return { population: null, notEvaluated };
      return { population: inputs.rows<{ n: number }>(CHECKED, { since: sinceDay(inputs, 14) })[0]?.n ?? 0 };
    },
  },
);
