import type { StreamName } from '../records';
import { connectedApplications, externalClientApplications, externalClientPolicies } from './apps';
import type { StreamDefinition } from './definition';
import { eventLogFiles } from './event-log-files';
import {
  packageLicenses,
  permissionSetLicenseAssignments,
  permissionSetLicenses,
  userLicenses,
  userPackageLicenses,
} from './licenses';
import { loginHistory } from './login-history';
import { featureLicenseMetrics, permissionSetLicenseMetrics, profileMetrics } from './metrics';
import { oauthTokens } from './oauth-tokens';
import { organization } from './organization';
import { permissionSetAssignments, permissionSetGroups, permissionSets } from './permission-sets';
import { authSessions, twoFactorMethods, verificationHistory } from './sessions';
import { setupAuditTrail } from './setup-audit-trail';
import { authProviders, samlSsoConfigs } from './single-sign-on';
import { trustedIpRanges } from './trusted-ip-ranges';
import { profiles, userLogins, users } from './users';

export const STREAMS: { readonly [S in StreamName]: StreamDefinition<S> } = {
  organization,
  users,
  userLogins,
  profiles,
  userLicenses,
  permissionSetLicenses,
  permissionSetLicenseAssignments,
  packageLicenses,
  userPackageLicenses,
  loginHistory,
  permissionSets,
  permissionSetGroups,
  permissionSetAssignments,
  samlSsoConfigs,
  authProviders,
  connectedApplications,
  externalClientApplications,
  externalClientPolicies,
  trustedIpRanges,
  authSessions,
  verificationHistory,
  twoFactorMethods,
  oauthTokens,
  setupAuditTrail,
  featureLicenseMetrics,
  permissionSetLicenseMetrics,
  profileMetrics,
  eventLogFiles,
};

/** Order of reading: what is worth most comes first, since the requests may not do for all. */
export const STREAM_ORDER = (Object.keys(STREAMS) as StreamName[]).sort(
  (a, b) => STREAMS[b].value - STREAMS[a].value,
);
