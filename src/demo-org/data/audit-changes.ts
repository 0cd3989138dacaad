/** A change of settings as the audit trail words it. */
export interface SetupChange {
  action: string;
  section: string | null;
  display: string;
  namespace?: string;
  /** A service that made the change instead of a person. */
  context?: string;
}

const change = (action: string, section: string | null, display: string): SetupChange => ({
  action,
  section,
  display,
});

const SECURITY = 'Security Controls';
const SESSIONS = 'Session Settings';
const APPS = 'Connected Apps';
const USERS = 'Manage Users';

/**
 * Changes made once, that led to how things are now (security-settings.ts, app-records.ts, addons.ts). Action
 * names and wordings: public lists of audit trail actions.
 */
export const ONE_TIME_CHANGES: readonly SetupChange[] = [
  change('passwordexpire', SECURITY, 'Changed User passwords expire in from 180 days to 90 days'),
  change('passwordlength', SECURITY, 'Changed Minimum password length from 8 to 10'),
  change(
    'passwordlockoutinterval',
    SECURITY,
    'Changed Lockout effective period from 15 minutes to 30 minutes',
  ),
  change('passwordloginattempts', SECURITY, 'Changed Maximum invalid login attempts from 5 to 10'),
  change('sessiontimeout', SESSIONS, 'Changed Timeout value from 4 hours to 2 hours'),
  change(
    'lockSessionsToIpOnOff',
    SESSIONS,
    'Changed Lock sessions to the IP address from which they originated from on to off',
  ),
  change(
    'mfaDirectUiLoginOptInOnOff',
    'Identity Verification',
    'Changed Require multi-factor authentication (MFA) for all direct UI logins from on to off',
  ),
  change('insertIpRange', SECURITY, 'Added Trusted IP Range from 203.0.113.10 to 203.0.113.30'),
  change('deletedIpRange', SECURITY, 'Deleted Trusted IP Range from 192.0.2.200 to 192.0.2.210'),
  change('insertConnectedApplication', APPS, 'Inserted connected app Nightly ETL'),
  change(
    'updateConnectedApplication',
    APPS,
    'Changed connected app Nightly ETL: permitted users changed to Admin approved users are pre-authorized',
  ),
  change('oauthConnectedAppBlocked', APPS, 'Blocked connected app Quick Export Helper'),
  change(
    'samlSsoConfigUpdated',
    'Single Sign-On Settings',
    'Changed SAML Single Sign-On Setting Northfield_Identity: Identity Provider Certificate',
  ),
  change('insertCertificate', 'Certificate and Key Management', 'Inserted certificate Northfield_Identity'),
  change('PermSetCreate', USERS, 'Created permission set Report Exporter: with no license'),
  change('PermSetEnableUserPerm', USERS, 'Changed permission set Report Exporter: enabled Export Reports'),
  change(
    'PermSetDisableUserPerm',
    USERS,
    'Changed permission set Delegated User Admin: disabled Manage Users',
  ),
  change(
    'profilePermChangedCustom',
    USERS,
    'Changed profile Northfield Sales Manager: View Roles was changed from disabled to enabled',
  ),
  change(
    'overridegrantaccessenabledoff',
    USERS,
    'Changed Administrators Can Log in as Any User from off to on',
  ),
  change('createdCF', 'Customize Accounts', 'Created custom field: Plant Code (Text)'),
  { ...change('installedPackage', 'Custom Apps', 'Installed package Salesforce CPQ'), namespace: 'SBQQ' },
];

/** What administrators do every other day. */
export const RECURRING_CHANGES: readonly SetupChange[] = [
  change(
    'changedValidationRule',
    'Validation Rules',
    'Changed validation rule "Close_Date_In_Future" for Opportunities',
  ),
  change(
    'createdFlow',
    'Flows',
    'Created flow with name "Case Escalation" and unique name "Case_Escalation"',
  ),
  change(
    'activatedFlow',
    'Flows',
    'Activated flow with name "Lead Assignment" and unique name "Lead_Assignment"',
  ),
  change('changedApexClass', 'Apex Class', 'Changed InvoiceSyncBatch Apex Class code'),
  change(
    'changedPageLayout',
    'Customize Opportunities',
    'Changed Opportunity page layout Opportunity Layout',
  ),
  change('dataExport', 'Data Export', 'Requested an export'),
  change('createdReportJob', 'Reporting Snapshots', 'Created new Weekly Pipeline reporting snapshot'),
  change('granteduserpackagelicense', 'Custom App Licenses', 'Granted 1 User Package Licenses'),
  change(
    'updateConnectedApplication',
    APPS,
    'Changed connected app DocuSign eSignature: refresh token policy changed',
  ),
  change('queueMembership', 'Data Management', 'Changed membership of queue Inbound Support'),
  { ...change('changedSearchSettings', null, 'Changed Einstein Search settings'), context: 'Einstein' },
];
