import type { Relation } from '../../shared/model/relations';
import * as access from './access';
import * as activity from './activity';
import * as collections from './collections';
import * as decisions from './decisions';
import * as findings from './findings';
import * as licenses from './licenses';
import * as logins from './logins';
import * as orgs from './orgs';
import * as people from './people';

export type { Relation, RelationColumn, RelationRow, RelationType } from '../../shared/model/relations';
export { type RelationFilter, relationQuery } from './query';

/**
 * Every relation handed out, in the order of the data dictionary. A relation keeps its name, its key and the
 * meaning of its columns; new columns and new relations may come.
 */
export const RELATIONS: readonly Relation[] = [
  orgs.orgs,
  orgs.organizations,
  people.users,
  people.profiles,
  licenses.userLicenses,
  licenses.permissionSetLicenses,
  licenses.packageLicenses,
  licenses.permissionSetLicenseAssignments,
  licenses.packageLicenseAssignments,
  licenses.licenseUse,
  licenses.licenseMetrics,
  logins.logins,
  logins.loginDays,
  activity.loginEvents,
  activity.verifications,
  activity.sessions,
  people.twoFactorMethods,
  access.permissionSets,
  access.permissionSetGroups,
  access.permissionSetAssignments,
  access.connectedApps,
  access.externalClientApps,
  access.externalClientAppPolicies,
  access.oauthTokens,
  access.samlSsoConfigs,
  access.authProviders,
  access.trustedIpRanges,
  activity.setupAuditTrail,
  activity.eventLogFiles,
  activity.apiUsage,
  findings.findings,
  findings.findingEvents,
  findings.checkResults,
  findings.postureScores,
  decisions.findingMutes,
  decisions.checkSettings,
  decisions.addressLists,
  decisions.seatDecisions,
  decisions.licensePrices,
  decisions.exchangeRates,
  decisions.leaves,
  decisions.personMarks,
  decisions.idlePolicies,
  collections.runs,
  collections.runStreams,
  collections.streams,
  collections.changes,
  collections.limits,
  collections.usage,
  collections.ownApiCalls,
];
