import type { SfRecord } from '../../salesforce/envelopes';
import type { LicenseMetricRecord } from '../records';
import type { StreamDefinition, StreamField } from './definition';
import { DAILY, titleOf, VIEW_SETUP } from './definition';
import { date, id, text, whole } from './fields';

// Salesforce's own daily snapshots of who uses what: ActiveFeatureLicenseMetric, ActivePermSetLicenseMetric
// and ActiveProfileMetric, from v52 on.

const COMMON = {
  mode: 'append',
  // MetricsDate is a date, which several snapshots share, and a late one would be missed.
  clocks: ['SystemModstamp'],
  refreshEvery: DAILY,
  minVersion: 52,
  optional: true,
  essential: false,
  needs: VIEW_SETUP,
} as const;

const fields = (...special: StreamField[]): StreamField[] => [
  { path: 'Id', required: true },
  { path: 'MetricsDate', required: true },
  { path: 'AssignedUserCount' },
  { path: 'ActiveUserCount' },
  { path: 'SystemModstamp', required: true },
  ...special,
];

type Special = Pick<LicenseMetricRecord, 'kind' | 'label' | 'userLicenseId' | 'total'> & {
  subject: string | null;
};

function row(record: SfRecord, { subject, ...special }: Special): LicenseMetricRecord | null {
  const key = id(record, 'Id');
  const metricsDate = date(record, 'MetricsDate');
  if (key === null || metricsDate === null || subject === null) return null;
  return {
    ...special,
    id: key,
    metricsDate,
    subject,
    assignedUsers: whole(record, 'AssignedUserCount'),
    activeUsers: whole(record, 'ActiveUserCount'),
  };
}

export const featureLicenseMetrics: StreamDefinition<'featureLicenseMetrics'> = {
  ...COMMON,
  name: 'featureLicenseMetrics',
  title: titleOf('featureLicenseMetrics'),
  object: 'ActiveFeatureLicenseMetric',
  fields: fields({ path: 'FeatureType', required: true }, { path: 'TotalLicenseCount' }),
  value: 56,
  map: (record) =>
    row(record, {
      kind: 'feature',
      subject: text(record, 'FeatureType'),
      label: null,
      userLicenseId: null,
      total: whole(record, 'TotalLicenseCount'),
    }),
};

export const permissionSetLicenseMetrics: StreamDefinition<'permissionSetLicenseMetrics'> = {
  ...COMMON,
  name: 'permissionSetLicenseMetrics',
  title: titleOf('permissionSetLicenseMetrics'),
  object: 'ActivePermSetLicenseMetric',
  fields: fields(
    { path: 'PermissionSetLicenseId', required: true },
    { path: 'DeveloperName' },
    { path: 'MasterLabel' },
    { path: 'TotalLicenses' },
  ),
  value: 55,
  map: (record) =>
    row(record, {
      kind: 'permission-set-license',
      subject: id(record, 'PermissionSetLicenseId'),
      label: text(record, 'MasterLabel') ?? text(record, 'DeveloperName'),
      userLicenseId: null,
      total: whole(record, 'TotalLicenses'),
    }),
};

export const profileMetrics: StreamDefinition<'profileMetrics'> = {
  ...COMMON,
  name: 'profileMetrics',
  title: titleOf('profileMetrics'),
  object: 'ActiveProfileMetric',
  fields: fields({ path: 'ProfileId', required: true }, { path: 'UserLicenseId' }),
  value: 54,
  map: (record) =>
    row(record, {
      kind: 'profile',
      subject: id(record, 'ProfileId'),
      label: null,
      userLicenseId: id(record, 'UserLicenseId'),
      total: null,
    }),
};
