import type { Severity } from '../../shared/model/checks';
import { defineState } from '../define';
import type { Admin } from '../inputs';
import { number } from '../parameters';
import { FROZEN_NEED, signInCounts } from './lib/internal-people';
import { counted, someOf } from './lib/words';

/** Of two limits the one that allows more holds: a share says nothing in a small org, a number in a big one. */
const limitOf = (most: number, percent: number, users: number): number =>
  Math.max(most, Math.floor((users * percent) / 100));

export default defineState(
  {
    id: 'excessive-admins',
    title: 'Excessive Admins',
    category: 'posture',
    finds: 'More administrators than the org should need.',
    matters:
      'Everybody with administrative permissions is a way to the whole org. Each of them has to be protected, watched and reviewed; most only needed the permission once.',
    severityRule:
      'Super administrators: high when more than twice as many as allowed, otherwise medium. Administrators: medium when more than twice as many, otherwise low.',
    subjects: 'limits',
    needs: [
      { stream: 'permissionSets', fields: ['PermissionsModifyAllData', 'PermissionsManageUsers'] },
      { stream: 'permissionSetAssignments' },
      { stream: 'users', fields: ['UserType'] },
      FROZEN_NEED,
    ],
    parameters: {
      superAdmins: number({
        title: 'Super administrators: at most',
        help: 'Users who can do everything: Modify All Data and Manage Users.',
        default: 5,
        unit: 'users',
        min: 1,
        max: 100_000,
      }),
      superAdminPercent: number({
        title: 'or, if that is more, at most',
        default: 1,
        unit: '% of active internal users',
        min: 0,
        max: 100,
        step: 0.1,
      }),
      admins: number({
        title: 'Administrators: at most',
        help: 'Users with Modify All Data, Manage Users, Customize Application, Author Apex, Manage Profiles and Permission Sets, Assign Permission Sets or Modify Metadata.',
        default: 10,
        unit: 'users',
        min: 1,
        max: 100_000,
      }),
      adminPercent: number({
        title: 'or, if that is more, at most',
        default: 3,
        unit: '% of active internal users',
        min: 0,
        max: 100,
        step: 0.1,
      }),
    },
    evidence: {
      count: 'How many there are: active, not frozen',
      limit: 'How many are allowed',
      integrations: 'How many of them are integration users',
      activeUsers: 'Active internal users, who the share is of',
      users: 'Usernames, at most 20, people first',
    },
    remediation: [
      'Setup > Profiles > System Administrator > View Users: give everybody who does not administer the org a profile of their own work.',
      'Setup > Permission Sets and Permission Set Groups: remove “Modify All Data”, “Customize Application” and “Author Apex” where a narrower permission will do; look who is assigned with Manage Assignments.',
      'Give permissions for a task only until its end: assignments can have an expiration date.',
      'Integration users: object permissions in a permission set of their own instead of “Modify All Data”.',
    ],
    references: ['T1078.004', 'T1098.003'],
    weight: 6,
  },
  function* (inputs, values) {
    const users = signInCounts(inputs).all;
    // Programs hold the same power, so they count.
    const admins = inputs.admins().filter(({ isFrozen }) => !isFrozen);
    const groups = [
      {
        key: 'super-admins',
        found: admins.filter(({ isSuperAdmin }) => isSuperAdmin),
        limit: limitOf(values.superAdmins, values.superAdminPercent, users),
        words: ['super administrator', 'super administrators'],
        severities: { normal: 'medium', double: 'high' },
      },
      {
        key: 'admins',
        found: admins,
        limit: limitOf(values.admins, values.adminPercent, users),
        words: ['user with administrative permissions', 'users with administrative permissions'],
        severities: { normal: 'low', double: 'medium' },
      },
    ] as const satisfies readonly {
      key: string;
      found: readonly Admin[];
      limit: number;
      words: readonly [string, string];
      severities: { normal: Severity; double: Severity };
    }[];
    for (const { key, found, limit, words, severities } of groups) {
      if (found.length <= limit) continue;
      yield {
        key,
        severity: found.length > 2 * limit ? severities.double : severities.normal,
        summary: `There are ${counted(found.length, words[0], words[1])}; at most ${String(limit)} are allowed.`,
        evidence: {
          count: found.length,
          limit,
          integrations: found.filter(({ isIntegration }) => isIntegration).length,
          activeUsers: users,
          users: someOf([...found].sort(peopleFirst)).map(({ username }) => username),
        },
      };
    }
    return { population: groups.length };
  },
);

const peopleFirst = (a: Admin, b: Admin): number =>
  Number(a.isIntegration) - Number(b.isIntegration) || (a.username < b.username ? -1 : 1);
