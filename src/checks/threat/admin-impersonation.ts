import type { Severity } from '../../shared/model/checks';
import { defineState, OPEN_DAYS, type StateDraft } from '../define';
import type { Inputs, Person } from '../inputs';
import { isoOf } from '../logins/event';
import { AUDIT_COLUMNS, type AuditRow, nameOr, personNamed, personWithUsername } from './lib/audit';

/**
 * Actions of a login as somebody else: by an administrator, a site's or partner's administrator, and through access
 * that the user granted. Their ends (suOrgAdminLogout …) say nothing new.
 */
const LOGINS = ['suorgadminlogin', 'sunetworkadminlogin', 'suprmadminlogin', 'suloginaccessused'];
/** Somebody lets Salesforce or the publisher of a package log in as them. */
const GRANTS = ['loginasgrantedtosfdc', 'loginasgrantedtopartnerbt'];
/** "Administrators Can Log in as Any User": the display says which way it was changed. */
const SETTINGS = ['overridegrantaccessenabledon', 'overridegrantaccessenabledoff'];

const ENTRIES = `
  SELECT ${AUDIT_COLUMNS} FROM setup_audit_trail a
  WHERE a.org_id = @org
    AND (a.delegate_user <> '' OR lower(a.action) IN (SELECT value FROM json_each(@actions)))`;

const CHECKED = 'SELECT count(*) AS n FROM setup_audit_trail WHERE org_id = @org';

/** "Logged in using Login-As access for Ann Lee". */
const AS_WHOM = /\bfor (.+)$/;
const TURNED_ON = /\bfrom off to on\b/i;

export default defineState(
  {
    id: 'admin-impersonation',
    title: 'Admin Impersonation',
    category: 'threat',
    alsoKnownAs: ['Login As'],
    finds:
      'Administrators, partners or Salesforce Support logging in as somebody else, what they changed in Setup meanwhile, and what made that possible.',
    matters:
      'Whoever is logged in as another user does everything in that user’s name and with that user’s permissions. It is meant for support; it is also a way to hide, and to get permissions one has not.',
    severityRule:
      'High when somebody who is not a super administrator (Modify All Data and Manage Users) logged in as one; medium when Setup was changed in another user’s name, when it was done by somebody who is not among the users, or for “Administrators Can Log in as Any User” turned on; otherwise low; info for access that a user granted.',
    subjects: 'entries of the setup audit trail',
    needs: [
      { stream: 'setupAuditTrail', fields: ['Action', 'Display'] },
      { stream: 'users', without: 'People are not told by name.' },
    ],
    parameters: OPEN_DAYS,
    evidence: {
      at: 'When it was written to the setup audit trail',
      action: 'Action, as in the setup audit trail',
      display: 'What the setup audit trail says',
      by: 'Username or id of who did it; null: Salesforce',
      asUser: 'Username or name of whose account it was; null: the entry does not tell',
      delegateUser: 'DelegateUser: who was logged in as the user the entry names',
    },
    remediation: [
      'Ask who did it, and whose account it was, whether that was agreed.',
      'Setup > View Setup Audit Trail: look at what was done between the login and the logout.',
      'Setup > Login Access Policies: switch off “Administrators Can Log in as Any User” if users are to be asked first.',
      'Setup > Users > Delegated Administration: check who may log in as users of which groups.',
    ],
    references: ['T1078.004', 'T1098'],
  },
  function* (inputs) {
    const actions = JSON.stringify([...LOGINS, ...GRANTS, ...SETTINGS]);
    for (const row of inputs.rows<AuditRow>(ENTRIES, { actions })) {
      const draft = draftOf(inputs, row);
      if (draft !== null) yield draft;
    }
    return { population: inputs.rows<{ n: number }>(CHECKED)[0]?.n ?? 0 };
  },
);

function draftOf(inputs: Inputs, row: AuditRow): StateDraft | null {
  const action = row.action.toLowerCase();
  const writer = row.createdById === null ? null : inputs.person(row.createdById);
  if (LOGINS.includes(action)) {
    const by = row.delegate === null ? writer : personWithUsername(inputs, row.delegate);
    const whom = AS_WHOM.exec(row.display)?.[1]?.trim() ?? null;
    const target = whom === null ? null : personNamed(inputs, whom);
    const words = whom ?? 'another user';
    return draft(row, by, target?.username ?? whom, {
      severity: severityOf(by, target),
      summary: `${nameOr(by, row.delegate)} logged in as ${words}.`,
    });
  }
  if (row.delegate !== null) {
    const by = personWithUsername(inputs, row.delegate);
    return draft(row, by ?? writer, writer?.username ?? row.createdById, {
      severity: 'medium',
      summary: `${nameOr(by, row.delegate)}, logged in as ${nameOr(writer, row.createdById)}: ${row.display}.`,
    });
  }
  if (GRANTS.includes(action))
    return draft(row, writer, writer?.username ?? row.createdById, {
      severity: 'info',
      summary: `Login access was granted: ${row.display}.`,
    });
  if (!TURNED_ON.test(row.display)) return null;
  return draft(row, writer, null, {
    severity: 'medium',
    summary: `${nameOr(writer, row.createdById)} let administrators log in as any user.`,
  });
}

function severityOf(by: Person | null, target: Person | null): Severity {
  // Salesforce Support, a partner, or somebody who has been removed from view.
  if (by === null) return 'medium';
  return target?.isSuperAdmin === true && !by.isSuperAdmin ? 'high' : 'low';
}

function draft(
  { id, at, action, display, createdById, delegate }: AuditRow,
  by: Person | null,
  asUser: string | null,
  what: Pick<StateDraft, 'severity' | 'summary'>,
): StateDraft {
  return {
    key: id,
    userId: by?.id ?? createdById,
    ...what,
    firstAt: at,
    lastAt: at,
    occurrences: 1,
    evidence: {
      at: isoOf(at),
      action,
      display,
      by: delegate ?? by?.username ?? createdById,
      asUser,
      delegateUser: delegate,
    },
  };
}
