import { defineLogins } from '../define';
import { DAY_MS, dateOf, isoOf } from '../logins/event';
import { number } from '../parameters';

export default defineLogins(
  {
    id: 'access-from-dormant-account',
    title: 'Access From Dormant Account',
    category: 'threat',
    finds: 'A successful sign-in by an account that had none for a long time.',
    matters:
      'Forgotten accounts are what intruders look for: nobody notices that somebody uses them again. It may also be somebody back from a long leave.',
    severityRule: 'High for users with administrative permissions, otherwise medium.',
    subjects: 'users with sign-ins',
    needs: [{ stream: 'loginHistory' }, { stream: 'users', without: 'The age of accounts is not known.' }],
    parameters: {
      quietDays: number({
        title: 'No success for at least',
        help: 'Before that much login history is stored nobody is judged.',
        default: 30,
        unit: 'days',
        min: 7,
        max: 365,
      }),
      youngDays: number({
        title: 'Leave out accounts younger than',
        default: 7,
        unit: 'days',
        min: 0,
        max: 365,
      }),
      youngIntegrationDays: number({
        title: 'Leave out integration accounts younger than',
        default: 30,
        unit: 'days',
        min: 0,
        max: 365,
      }),
    },
    evidence: {
      at: 'The sign-in',
      previousSuccessAt: 'The success before it; null: none since the login history begins',
      historySince: 'Where the stored login history begins: what the verdict is based on',
      ip: 'Address of the sign-in',
      country: 'Its country, as Salesforce places it',
      loginType: 'LoginType',
      application: 'Application',
    },
    remediation: [
      'Ask the user, by phone or in person, whether it was them.',
      'If not: Setup > Users > Users > the user: Freeze, then Reset Password; Setup > Session Management: remove the sessions.',
      'Look at what the account did since (its timeline here, and Setup > View Setup Audit Trail).',
      'If the account is no longer needed, clear “Active”.',
    ],
    references: ['T1078.004'],
  },
  {
    subject: 'user',
    only: 'success',
    onLogin(login, { values, context, history, report }) {
      const { at } = login;
      const quiet = values.quietDays * DAY_MS;
      if (at - context.historySince < quiet) return;
      const previous = history.last?.at ?? null;
      if (previous !== null && at - previous < quiet) return;
      const person = context.person(login.userId);
      const young = person?.isIntegration === true ? values.youngIntegrationDays : values.youngDays;
      // A first sign-in is no return: somebody created not long before belongs to "never logged in".
      if (person !== null && at - person.createdAt < Math.max(young * DAY_MS, previous === null ? quiet : 0))
        return;
      if (person === null && previous === null) return;
      report({
        key: `${login.userId}:${dateOf(at)}`,
        severity: person?.isAdmin === true ? 'high' : 'medium',
        ip: login.ip?.address ?? null,
        app: login.client.application,
        summary:
          previous === null
            ? `${person?.name ?? login.userId} signed in for the first time since the login history begins.`
            : `${person?.name ?? login.userId} signed in after no success since ${isoOf(previous).slice(0, 10)}.`,
        evidence: {
          at: isoOf(at),
          previousSuccessAt: previous === null ? null : isoOf(previous),
          historySince: isoOf(context.historySince),
          ip: login.ip?.address ?? null,
          country: login.place.country,
          loginType: login.client.loginType,
          application: login.client.application,
        },
      });
    },
  },
);
