import type { ConnectivityCheckId } from '../../shared/model/connectivity';
import type { AuthKind } from '../../shared/model/org';
import { SubStepId } from '../../shared/model/setup';

/** Names of the ways of signing in, the checklist's sub-steps and the connectivity checks. */

export const AUTH_TITLES: Record<AuthKind, string> = {
  'client-credentials': 'Consumer secret (client credentials)',
  'jwt-bearer': 'Certificate (JWT bearer)',
};

export const SUB_STEP_TITLES: Record<SubStepId, string> = {
  'user.edition': 'Check the edition',
  'user.license': 'Choose license and profile',
  'user.create': 'Create the user',
  'user.api-only': 'Grant API access only',
  'user.view-setup': 'Grant View Setup and Configuration',
  'user.manage-users': 'Grant access to all users and logins',
  'user.permission-set': 'Complete the permission set',
  'user.ip-restrictions': 'Check IP ranges and login hours',
  'user.trusted-ranges': 'Check the trusted IP ranges',
  'app.certificate': 'Make the key and save server.crt',
  'app.create': 'Create the External Client App',
  'app.oauth': 'Enable OAuth with the api scope',
  'app.client-credentials': 'Enable the Client Credentials Flow',
  'app.jwt-bearer': 'Enable the JWT Bearer Flow',
  'app.key-secret': 'Copy key and secret',
  'app.consumer-key': 'Copy the consumer key',
  'app.run-as': 'Assign the run-as user',
  'app.pre-authorize': 'Pre-authorize the user',
  'app.my-domain': 'Find the My Domain URL',
  'app.wait': 'Give Salesforce up to 10 minutes',
  'integration.details': 'Enter the connection details',
  'integration.test': 'Test the connection',
  'integration.collect': 'Collect for the first time',
};

export const CHECK_TITLES: Record<ConnectivityCheckId, string> = {
  url: 'Salesforce URL',
  token: 'Access token',
  certificate: 'Certificate',
  'api-enabled': 'API access',
  'api-version': 'API version',
  edition: 'Edition',
  'api-only-user': 'API Only User',
  'run-as-license': 'License of the run-as user',
  'view-setup': 'View Setup and Configuration',
  limits: 'Org limits',
  quota: 'API quota',
  'manage-users': 'User administration data',
  'view-all-users': 'View All Users',
  'login-history': 'Login history of all users',
};

/** Errors name their sub-step as plain text. */
export function asSubStepId(value: string | null | undefined): SubStepId | null {
  const parsed = SubStepId.safeParse(value);
  return parsed.success ? parsed.data : null;
}
