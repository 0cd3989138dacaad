import { date, datetime, id, int, picklist, ref, text } from '../fields';
import type { FieldDef, ObjectDef } from '../types';

/** Feature licenses by the name ActiveFeatureLicenseMetric gives them. */
export const FEATURE_TYPES = [
  'AvantgoUser',
  'ChatterAnswersUser',
  'InteractionUser',
  'JigsawProspectingUser',
  'KnowledgeUser',
  'LiveAgentUser',
  'MarketingUser',
  'OfflineUser',
  'SFContentUser',
  'SiteforceContributorUser',
  'SiteforcePublisherUser',
  'SupportUser',
  'WorkDotComUserFeature',
] as const;

/** What the three daily snapshots have in common; counts are those of the end of MetricsDate. */
const common = (): FieldDef[] => [
  date('MetricsDate', { nillable: false }),
  datetime('SystemModstamp', { nillable: false }),
  int('AssignedUserCount'),
  int('ActiveUserCount'),
];

export const activeFeatureLicenseMetric: ObjectDef = {
  name: 'ActiveFeatureLicenseMetric',
  label: 'Active Feature License Metric',
  labelPlural: 'Active Feature License Metrics',
  table: 'active_feature_license_metric',
  since: 52,
  fields: [
    id('ActiveFeatureLicenseMetric'),
    picklist('FeatureType', FEATURE_TYPES, { nillable: false }),
    ...common(),
    int('TotalLicenseCount'),
  ],
};

export const activePermSetLicenseMetric: ObjectDef = {
  name: 'ActivePermSetLicenseMetric',
  label: 'Active Permission Set License Metric',
  labelPlural: 'Active Permission Set License Metrics',
  table: 'active_perm_set_license_metric',
  since: 52,
  joins: { license: { table: 'permission_set_license', on: '{license}.n = {t}.permission_set_license_id' } },
  fields: [
    id('ActivePermSetLicenseMetric'),
    ref('PermissionSetLicenseId', 'PermissionSetLicense', 'PermissionSetLicense', { nillable: false }),
    ...common(),
    text('DeveloperName', 80, { via: 'license' }),
    text('MasterLabel', 80, { via: 'license' }),
    int('TotalLicenses', { via: 'license' }),
  ],
};

export const activeProfileMetric: ObjectDef = {
  name: 'ActiveProfileMetric',
  label: 'Active Profile Metric',
  labelPlural: 'Active Profile Metrics',
  table: 'active_profile_metric',
  since: 52,
  fields: [
    id('ActiveProfileMetric'),
    ref('UserLicenseId', 'UserLicense', 'UserLicense', { nillable: false }),
    ref('ProfileId', 'Profile', 'Profile'),
    ...common(),
  ],
};
