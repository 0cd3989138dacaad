import type { ObjectDef } from '../types';
import {
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  permissionSetGroupComponent,
  profile,
} from './access';
import {
  packageLicense,
  permissionSetLicense,
  permissionSetLicenseAssign,
  userLicense,
  userPackageLicense,
} from './licenses';
import { loginGeo, loginHistory } from './logins';
import { organization } from './organization';
import { user, userLogin, userRole } from './user';

/** Every sObject of the demo org, in the order /sobjects lists them. */
export const OBJECTS: readonly ObjectDef[] = [
  loginGeo,
  loginHistory,
  organization,
  packageLicense,
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  permissionSetGroupComponent,
  permissionSetLicense,
  permissionSetLicenseAssign,
  profile,
  user,
  userLicense,
  userLogin,
  userPackageLicense,
  userRole,
];
