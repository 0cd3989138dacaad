import type { Need } from '../../define';
import type { Inputs } from '../../inputs';

/** An app the org has installed: a connected app, or an external client app with its policy. */
export interface InstalledApp {
  /** 18 characters. */
  id: string;
  kind: 'Connected app' | 'External client app';
  /** The label, by which tokens and logins name it. */
  name: string;
  developerName: string | null;
  createdAt: number | null;
  /** Whether users may let it in themselves; null: not known. */
  isSelfAuthorized: boolean | null;
  /** The policy in Salesforce's words; null: not known. */
  policy: string | null;
}

const CONNECTED = `
  SELECT id, name, created_at AS createdAt, admin_approved_only AS adminApprovedOnly
  FROM connected_application WHERE org_id = @org ORDER BY id`;

const EXTERNAL = `
  SELECT a.id, coalesce(a.label, a.developer_name) AS name, a.developer_name AS developerName,
    a.created_at AS createdAt,
    (SELECT max(p.permitted_users_policy_type) FROM external_client_policy p
     WHERE p.org_id = a.org_id AND p.external_client_application_id = a.id) AS policy
  FROM external_client_application a WHERE a.org_id = @org ORDER BY a.id`;

/** PermittedUsersPolicyType of an external client app that only approved users may use (Metadata API guide). */
const ADMIN_APPROVED = 'AdminApprovedPreAuthorized';

const WORDS = {
  approved: 'Admin approved users are pre-authorized',
  self: 'All users may self-authorize',
} as const;

export const APPS_NEEDS: readonly Need[] = [
  { stream: 'connectedApplications' },
  {
    stream: 'connectedApplications',
    fields: ['OptionsAllowAdminApprovedUsersOnly'],
    without: 'Who may let in a connected app is not known.',
  },
  { stream: 'externalClientApplications', without: 'External client apps are not known.' },
  { stream: 'externalClientPolicies', without: 'Who may let in an external client app is not known.' },
];

/** Everything installed, connected apps first, by id. */
export function installedApps(inputs: Inputs): InstalledApp[] {
  const connected = inputs
    .rows<{ id: string; name: string; createdAt: number | null; adminApprovedOnly: number | null }>(CONNECTED)
    .map(({ adminApprovedOnly, ...app }): InstalledApp => ({
      ...app,
      kind: 'Connected app',
      developerName: null,
      ...policyOf(adminApprovedOnly === null ? null : adminApprovedOnly === 1),
    }));
  const external = inputs
    .rows<{
      id: string;
      name: string;
      developerName: string;
      createdAt: number | null;
      policy: string | null;
    }>(EXTERNAL)
    .map(({ policy, ...app }): InstalledApp => ({
      ...app,
      kind: 'External client app',
      ...policyOf(policy === null ? null : policy === ADMIN_APPROVED),
    }));
  return [...connected, ...external];
}

function policyOf(isApproved: boolean | null): Pick<InstalledApp, 'isSelfAuthorized' | 'policy'> {
  if (isApproved === null) return { isSelfAuthorized: null, policy: null };
  return { isSelfAuthorized: !isApproved, policy: isApproved ? WORDS.approved : WORDS.self };
}
