import type { Inputs, Person } from '../../inputs';

// What the setup audit trail says. Action names and the forms of Display are listed nowhere in full: those here are
// of entries that orgs have written.

export interface AuditRow {
  id: string;
  at: number;
  action: string;
  display: string;
  createdById: string | null;
  /** Username of whoever was logged in as the user named by `createdById` (SetupAuditTrail.DelegateUser). */
  delegate: string | null;
}

export const AUDIT_COLUMNS = `a.id, a.created_at AS at, coalesce(a.action, '') AS action,
  coalesce(a.display, '') AS display, a.created_by_id AS createdById, nullif(a.delegate_user, '') AS delegate`;

/** People are named by what is in the text: names are not unique, usernames and ids are. */
const BY_NAME = 'SELECT id FROM sf_user WHERE org_id = @org AND name = @name COLLATE NOCASE LIMIT 2';
const BY_USERNAME = 'SELECT id FROM sf_user WHERE org_id = @org AND username = @name COLLATE NOCASE LIMIT 2';
const BY_ID = 'SELECT id FROM sf_user WHERE org_id = @org AND id >= @from AND id < @to LIMIT 2';

/** Null: nobody, or more than one. */
export function personNamed(inputs: Inputs, name: string): Person | null {
  return only(inputs, BY_NAME, { name });
}

export function personWithUsername(inputs: Inputs, name: string): Person | null {
  return only(inputs, BY_USERNAME, { name });
}

/** "… (UserID: [0052A00000EsOI0])": the id of 15 characters is the beginning of the one with 18. */
export function personInBrackets(inputs: Inputs, display: string): Person | null {
  const id = /\[(005\w{12})(?:\w{3})?\]/.exec(display)?.[1];
  return id === undefined ? null : only(inputs, BY_ID, { from: id, to: `${id}~` });
}

function only(inputs: Inputs, sql: string, parameters: Record<string, string>): Person | null {
  const [found, another] = inputs.rows<{ id: string }>(sql, parameters);
  return found === undefined || another !== undefined ? null : inputs.person(found.id);
}

export const nameOr = (person: Person | null, other: string | null): string =>
  person?.name ?? other ?? 'Salesforce';
