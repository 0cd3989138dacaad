import { defineLogins } from '../define';
import { isoOf } from '../logins/event';

const ACTIVE = `
  SELECT count(*) AS n FROM sf_user u
  WHERE u.org_id = @org AND u.is_active = 1 AND u.id IN (SELECT value FROM json_each(@ids))`;

export default defineLogins(
  {
    id: 'service-account-successful-sign-in',
    title: 'Service Account Successful Sign-In',
    category: 'posture',
    alsoKnownAs: ['Service Account Successful Sign-In'],
    finds:
      'Integration users (by license, “API Only User” or your own mark) who signed in to the user interface or a phone app, as only people do.',
    matters:
      'Somebody knows the password of a program: it is shared, what is done cannot be traced to a person, and an integration often may do more than any of them.',
    severityRule: 'High for integration users with administrative permissions, otherwise medium.',
    subjects: 'active integration users',
    needs: [
      { stream: 'loginHistory' },
      { stream: 'users' },
      { stream: 'permissionSets', without: 'Users who are kept to the API by a permission are not known.' },
      {
        stream: 'permissionSetAssignments',
        without: 'Users who are kept to the API by a permission set are not known.',
      },
    ],
    parameters: {},
    evidence: {
      at: 'The newest such sign-in; how many there were is counted',
      ip: 'Its address',
      country: 'Its country, as Salesforce places it',
      browser: 'Its Browser',
      platform: 'Its Platform',
      application: 'Its Application',
      loginType: 'Its LoginType',
      isApiOnly: 'Whether the user has “API Only User” now: then it was given later, or to somebody at work',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Find out who it was: Setup > Login History, and whoever works at the address.',
      'Setup > Users > Users > the user: Reset Password, and keep it where only the program finds it; better, let the program sign in with a certificate (OAuth JWT bearer flow) or client credentials.',
      'Setup > Permission Sets: a set with “API Only User”, assigned to the user. The user interface is closed to it then.',
      'Setup > Profiles > its profile > Login IP Ranges: only where the program runs.',
      'If a person works with this account: give the person one of their own, and take the mark away here.',
    ],
    references: ['T1078.004', 'T1550.001'],
    weight: 7,
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { context, report }) {
      const { client, userId, ip } = login;
      if (!client.isUi && !client.isMobile) return;
      const person = context.person(userId);
      if (person?.isIntegration !== true) return;
      report({
        key: userId,
        severity: person.isAdmin ? 'high' : 'medium',
        ip: ip?.address ?? null,
        summary: `${person.name}, an integration user, signed in ${client.isMobile ? 'to a phone app' : 'to the user interface'}.`,
        evidence: {
          at: isoOf(login.at),
          ip: ip?.address ?? null,
          country: login.place.country,
          browser: client.browser,
          platform: client.platform,
          application: client.application,
          loginType: client.loginType,
          isApiOnly: person.isApiOnly,
          isAdmin: person.isAdmin,
        },
      });
    },
    population(inputs) {
      const ids = JSON.stringify([...inputs.integrationIds()]);
      return { population: inputs.rows<{ n: number }>(ACTIVE, { ids })[0]?.n ?? 0 };
    },
  },
);
