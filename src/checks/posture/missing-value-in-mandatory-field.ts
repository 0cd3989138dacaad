import { defineState } from '../define';
import { list, number } from '../parameters';
import {
  ADMIN_NEEDS,
  IS_INTERNAL,
  IS_PROGRAM,
  USERS_NEED,
  adminsById,
  programs,
} from './lib/internal-people';
import { counted, listed } from './lib/words';

/** Fields of User that can be called for: what they are called, Salesforce's name, and the column. */
const FIELDS = [
  { value: 'manager', label: 'Manager', field: 'ManagerId', column: 'manager_id' },
  { value: 'department', label: 'Department', field: 'Department', column: 'department' },
  { value: 'federationId', label: 'Federation ID', field: 'FederationIdentifier', column: 'federation_id' },
  { value: 'email', label: 'Email', field: 'Email', column: 'email' },
  { value: 'country', label: 'Country', field: 'Country', column: 'country' },
  { value: 'role', label: 'Role', field: 'UserRoleId', column: 'user_role_id' },
] as const;
type Field = (typeof FIELDS)[number];

const PEOPLE = `u.org_id = @org AND u.is_active = 1 AND ${IS_INTERNAL} AND NOT ${IS_PROGRAM}`;
const isFilled = ({ column }: Field): string => `trim(coalesce(u.${column}, '')) <> ''`;

export default defineState(
  {
    id: 'missing-value-in-mandatory-field',
    title: 'Missing Value in Mandatory Field',
    category: 'posture',
    finds:
      'Active people whose user record lacks what is needed to look after the account, such as the manager.',
    matters:
      'Reviews ask the manager, offboarding goes by the department, single sign-on by the federation ID. An account that lacks them falls through all of these, and may have been made past the usual way.',
    severityRule: 'Medium for users with administrative permissions, otherwise low.',
    subjects: 'active internal people',
    needs: [USERS_NEED, ...ADMIN_NEEDS],
    parameters: {
      fields: list({
        title: 'Fields that must have a value',
        default: ['manager', 'department', 'federationId'],
        choices: FIELDS.map(({ value, label }) => ({ value, label })),
      }),
      usedPercent: number({
        title: 'Only fields filled for at least',
        help: 'A field that hardly anybody has filled is not in use in this org: it is named in a note instead of being found missing with everybody.',
        default: 25,
        unit: '% of people',
        min: 0,
        max: 100,
      }),
    },
    evidence: {
      missing: 'Fields of User without a value, by Salesforce’s names',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Setup > Users > Users > the user > Edit: fill in the fields. The federation ID is under “Single Sign On Information”, the manager under “Approver Settings”; for many users at once use Data Loader or the provisioning of the HR system.',
      'If nobody can name the manager: Freeze the account and find out who uses it.',
    ],
    references: ['T1136', 'T1078.004'],
    weight: 1,
  },
  function* (inputs, { fields, usedPercent }) {
    const scope = { programs: programs(inputs) };
    const unreadable = inputs.coverage.of('users').missingFields;
    const chosen = FIELDS.filter(({ value }) => fields.includes(value));
    const readable = chosen.filter(({ field }) => !unreadable.includes(field));
    const notes = chosen
      .filter((field) => !readable.includes(field))
      .map(({ label }) => `${label} is not judged: the field could not be read.`);
    if (readable.length === 0)
      return {
        population: null,
        notEvaluated:
          chosen.length === 0 ? 'no field is called for.' : 'none of the fields called for could be read.',
      };

    const [counts] = inputs.rows<Record<string, number>>(
      `SELECT count(*) AS "all", ${readable.map((field) => `coalesce(sum(${isFilled(field)}), 0) AS ${field.value}`).join(', ')}
       FROM sf_user u WHERE ${PEOPLE}`,
      scope,
    );
    const all = counts?.['all'] ?? 0;
    const inUse = readable.filter(({ value, label }) => {
      const filled = counts?.[value] ?? 0;
      const isUsed = filled * 100 >= usedPercent * all && (filled > 0 || usedPercent === 0);
      if (!isUsed && all > 0)
        notes.push(
          `${label} is not judged: it is filled for ${String(filled)} of ${counted(all, 'person', 'people')}, so it is not in use here.`,
        );
      return isUsed;
    });
    if (all === 0) return { population: 0, notes };
    if (inUse.length === 0)
      return {
        population: null,
        notes,
        notEvaluated: 'none of the fields called for is in use in this org.',
      };

    const admins = adminsById(inputs);
    const rows = inputs.rows<{ id: string; name: string } & Record<string, unknown>>(
      `SELECT u.id, u.name, ${inUse.map((field) => `${isFilled(field)} AS ${field.value}`).join(', ')}
       FROM sf_user u WHERE ${PEOPLE} AND NOT (${inUse.map(isFilled).join(' AND ')})`,
      scope,
    );
    for (const row of rows) {
      const missing = inUse.filter(({ value }) => row[value] === 0);
      const isAdmin = admins.has(row.id);
      yield {
        key: row.id,
        userId: row.id,
        severity: isAdmin ? 'medium' : 'low',
        summary: `${row.name} has no ${listed(missing.map(({ label }) => label.toLowerCase().replace(' id', ' ID')))}.`,
        evidence: { missing: missing.map(({ field }) => field), isAdmin },
      };
    }
    return { population: all, notes };
  },
);
