import type { StreamName } from '../records';
import type { StreamDefinition } from './definition';
import {
  packageLicenses,
  permissionSetLicenseAssignments,
  permissionSetLicenses,
  userLicenses,
  userPackageLicenses,
} from './licenses';
import { loginHistory } from './login-history';
import { organization } from './organization';
import { profiles, userLogins, users } from './users';

export const STREAMS: { readonly [S in StreamName]: StreamDefinition<S> } = {
  organization,
  userLicenses,
  permissionSetLicenses,
  packageLicenses,
  profiles,
  users,
  userLogins,
  permissionSetLicenseAssignments,
  userPackageLicenses,
  loginHistory,
};

/** Order of reading: what licenses cost comes first, the longest last. */
export const STREAM_ORDER = Object.keys(STREAMS) as StreamName[];
