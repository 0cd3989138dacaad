import { is, maybe, relation } from './define';

export const userLicenses = relation({
  name: 'user_licenses',
  description: 'User licenses of the org (UserLicense). A user holds the one of their profile.',
  from: 'user_license t',
  columns: [
    is.text('id', 'UserLicense.Id.'),
    is.text('name', 'Name.'),
    maybe.text('label', 'Name as Salesforce shows it.'),
    maybe.text('definition_key', 'LicenseDefinitionKey.'),
    maybe.text('status', 'Active, Disabled …'),
    is.integer('total', 'Licenses the org has; -1: unlimited.'),
    is.integer('used', 'Licenses in use, as Salesforce counts.'),
    maybe.timestamp('used_updated_at', 'When Salesforce last counted.'),
    maybe.integer('monthly_logins_entitlement', 'Sign-ins a month, for login-based licenses.'),
    maybe.integer('monthly_logins_used', 'Those used this month.'),
  ],
  key: ['id'],
});

export const permissionSetLicenses = relation({
  name: 'permission_set_licenses',
  description: 'Permission set licenses of the org (PermissionSetLicense).',
  from: 'permission_set_license t',
  columns: [
    is.text('id', 'PermissionSetLicense.Id.'),
    is.text('developer_name', 'API name.'),
    maybe.text('label', 'Name as Salesforce shows it.'),
    maybe.text('status', 'Active, Disabled …'),
    is.integer('total', 'Licenses the org has; -1: unlimited.'),
    is.integer('used', 'Licenses in use, as Salesforce counts.'),
    maybe.timestamp('expires_at', 'When they expire.'),
  ],
  key: ['id'],
});

export const packageLicenses = relation({
  name: 'package_licenses',
  description: 'Licenses of installed packages (PackageLicense).',
  from: 'package_license t',
  columns: [
    is.text('id', 'PackageLicense.Id.'),
    is.text('namespace_prefix', 'Namespace of the package.'),
    maybe.text('status', 'Active, Trial, Expired …'),
    is.integer('allowed', 'Licenses the org has; -1: unlimited.'),
    is.integer('used', 'Licenses in use, as Salesforce counts.'),
    maybe.timestamp('expires_at', 'When they expire.'),
  ],
  key: ['id'],
});

export const permissionSetLicenseAssignments = relation({
  name: 'permission_set_license_assignments',
  description: 'Who holds which permission set license (PermissionSetLicenseAssign).',
  from: 'permission_set_license_assignment t',
  columns: [
    is.text('id', 'PermissionSetLicenseAssign.Id.'),
    is.text('user_id', 'User.Id of the holder.', 't.assignee_id'),
    is.text('permission_set_license_id', 'PermissionSetLicense.Id.'),
  ],
  key: ['id'],
});

export const packageLicenseAssignments = relation({
  name: 'package_license_assignments',
  description: 'Who holds which package license (UserPackageLicense).',
  from: 'user_package_license t',
  columns: [
    is.text('id', 'UserPackageLicense.Id.'),
    is.text('user_id', 'User.Id of the holder.'),
    is.text('package_license_id', 'PackageLicense.Id.'),
  ],
  key: ['id'],
});

export const licenseUse = relation({
  name: 'license_days',
  description: 'Every license as the last complete collection of a day found it.',
  from: 'license_use t',
  columns: [
    is.text('kind', 'user, permissionSet, package or feature.'),
    is.text('license_id', 'Id of the license; of a feature its name.'),
    is.date('day', 'Day, UTC.'),
    is.text('label', 'Name of the license then.'),
    maybe.integer('total', 'Licenses the org had; null: unlimited.'),
    is.integer('used', 'Licenses in use, as Salesforce counted.'),
    is.integer('assigned', 'Seats held by active users, counted by Seatwatch.'),
    is.integer('idle', 'Seats of people idle by the rule in force then.'),
    is.integer('never_logged_in', 'Seats of people who had never signed in.'),
  ],
  key: ['kind', 'license_id', 'day'],
});

export const licenseMetrics = relation({
  name: 'license_metrics',
  description:
    'Active users per license or profile and day as Salesforce counts them (ActiveFeatureLicenseMetric, ActivePermSetLicenseMetric, ActiveProfileMetric).',
  from: 'license_metric t',
  columns: [
    is.text('kind', 'feature, permission-set-license or profile.'),
    is.timestamp('metrics_date', 'Start of the day, UTC.'),
    is.text('id', 'Id of the row in Salesforce.'),
    is.text('subject', 'FeatureType, PermissionSetLicenseId or ProfileId.'),
    maybe.text('label', 'Name of the license or profile.'),
    maybe.text('user_license_id', 'UserLicense.Id of the profile.'),
    maybe.integer('total', 'Licenses the org had.'),
    maybe.integer('assigned_users', 'Users it was assigned to.'),
    maybe.integer('active_users', 'Those who used it in the last 30 days.'),
  ],
  key: ['kind', 'metrics_date', 'id'],
});
