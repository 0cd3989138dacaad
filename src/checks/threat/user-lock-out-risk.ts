import { defineLogins } from '../define';
import { dateOf, isoOf } from '../logins/event';
import { isPasswordAtSalesforce } from '../logins/statuses';
import { number } from '../parameters';
import { judged } from './lib/population';
import { nameOf } from './lib/words';

export default defineLogins(
  {
    id: 'user-lock-out-risk',
    title: 'User Lock Out Risk',
    category: 'threat',
    alsoKnownAs: ['User Lock Out Risk Detected'],
    finds:
      'Users with so many wrong passwords in a row that Salesforce is about to lock them out, or has done so.',
    matters:
      'Somebody is guessing, a program still has the old password, or somebody is about to be unable to work. Locking people out can itself be the attack.',
    severityRule: 'Medium when the limit is reached or Salesforce has locked the user, otherwise low.',
    subjects: 'users with sign-ins',
    needs: [{ stream: 'loginHistory', fields: ['Status'] }],
    parameters: {
      limit: number({
        title: 'Invalid attempts until locked',
        help: 'As set at Setup > Password Policies, “Maximum invalid login attempts”: 3, 5 or 10. Salesforce’s default is 10.',
        default: 10,
        unit: 'attempts',
        min: 2,
        max: 100,
      }),
      share: number({
        title: 'Warn from',
        help: 'Of the attempts until locked.',
        default: 70,
        unit: '%',
        min: 10,
        max: 100,
      }),
    },
    evidence: {
      wrongInRow: 'Wrong passwords since the newest success, without those at an identity provider',
      limit: 'Attempts after which the user is locked, as set here',
      locked: 'Whether Salesforce said that the user is locked out',
      at: 'The newest failure',
      status: 'What Salesforce said',
      ip: 'Its address',
      application: 'Its application: which program may have the old password',
      lastSuccessAt: 'Newest success; null: none stored',
    },
    remediation: [
      'Ask the user: is it them, or a phone or program with the old password?',
      'Setup > Users > Users > the user: Unlock, or Reset Password.',
      'If somebody else is guessing: see “Active Account Under Heavy Attack”.',
      'Setup > Password Policies: “Maximum invalid login attempts” and “Lockout effective period”.',
    ],
    references: ['T1110.001', 'T1531'],
  },
  {
    subject: 'user',
    only: 'failure',
    onLogin(login, { values, context, history, report }) {
      const { statusKind, client, at, userId } = login;
      const isLocked = statusKind === 'locked';
      if (!isLocked && !isPasswordAtSalesforce(statusKind, login.status)) return;
      const wrongInRow = history.wrongInRow + (isLocked ? 0 : 1);
      if (!isLocked && wrongInRow * 100 < values.share * values.limit) return;
      report({
        key: `${userId}:${dateOf(at)}`,
        severity: isLocked || wrongInRow >= values.limit ? 'medium' : 'low',
        ip: login.ip?.address ?? null,
        app: client.application,
        summary: isLocked
          ? `${nameOf(context, userId)} is locked out after too many wrong passwords.`
          : `${nameOf(context, userId)} has ${String(wrongInRow)} wrong passwords in a row; ${String(values.limit)} lock the account.`,
        evidence: {
          wrongInRow,
          limit: values.limit,
          locked: isLocked,
          at: isoOf(at),
          status: login.status,
          ip: login.ip?.address ?? null,
          application: client.application,
          lastSuccessAt: history.last === null ? null : isoOf(history.last.at),
        },
      });
    },
    population: (inputs) => judged(inputs, 'users', 0),
  },
);
