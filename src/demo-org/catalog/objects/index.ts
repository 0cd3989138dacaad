import type { ObjectDef } from '../types';
import {
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  permissionSetGroupComponent,
  profile,
} from './access';
import {
  appMenuItem,
  connectedApplication,
  externalClientApplication,
  externalClientAppPolicy,
  oauthToken,
  userAppMenuItem,
} from './apps';
import { setupAuditTrail } from './audit-trail';
import { eventLogFile } from './event-log';
import {
  packageLicense,
  permissionSetLicense,
  permissionSetLicenseAssign,
  userLicense,
  userPackageLicense,
} from './licenses';
import { loginGeo, loginHistory } from './logins';
import { activeFeatureLicenseMetric, activePermSetLicenseMetric, activeProfileMetric } from './metrics';
import { organization } from './organization';
import { authProvider, network, networkAccess, samlSsoConfig } from './security';
import { authSession, loginIp } from './sessions';
import { user, userLogin, userRole } from './user';
import { twoFactorInfo, twoFactorMethodsInfo, verificationHistory } from './verification';

/** Every sObject of the demo org, in the order /sobjects lists them. */
export const OBJECTS: readonly ObjectDef[] = [
  activeFeatureLicenseMetric,
  activePermSetLicenseMetric,
  activeProfileMetric,
  appMenuItem,
  authProvider,
  authSession,
  connectedApplication,
  eventLogFile,
  externalClientApplication,
  externalClientAppPolicy,
  loginGeo,
  loginHistory,
  loginIp,
  network,
  networkAccess,
  oauthToken,
  organization,
  packageLicense,
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  permissionSetGroupComponent,
  permissionSetLicense,
  permissionSetLicenseAssign,
  profile,
  samlSsoConfig,
  setupAuditTrail,
  twoFactorInfo,
  twoFactorMethodsInfo,
  user,
  userAppMenuItem,
  userLicense,
  userLogin,
  userPackageLicense,
  userRole,
  verificationHistory,
];
