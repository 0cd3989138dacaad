import type { SubStepText } from './content-types';
import { MANAGE_USERS_TEXT, OPTIONAL_PERMISSIONS } from './content-user';

/** What step 1 has besides when Seatwatch signs in with a certificate. */
export const USER_TEXTS_JWT: readonly SubStepText[] = [
  // The optional permissions stand in the list of the permission set.
  MANAGE_USERS_TEXT,
  {
    id: 'user.permission-set',
    why: 'In step 2, this permission set also lets the user through to the app. So it has to exist and to be assigned, even where a profile grants everything already.',
    where: ['Setup', 'Users', 'Permission Sets', 'Seatwatch', 'System Permissions'],
    how: [
      <>
        Make sure that <b>License</b> of the permission set is None.
      </>,
      'Compare its permissions with the list, and check what you want of the optional ones.',
      <>
        Click <b>Save</b>, and confirm the changes that Salesforce lists.
      </>,
      <>
        Click <b>Manage Assignments</b> and make sure that the API-only user is there.
      </>,
    ],
    permissions: [
      {
        title: 'Needed',
        permissions: [
          { name: 'API Enabled', unlocks: 'Every call to the API.' },
          { name: 'API Only User', unlocks: 'Nobody can sign in with this user through the browser.' },
          {
            name: 'View Setup and Configuration',
            unlocks:
              'Licenses and their use, permission sets and who has them, single sign-on, apps, the setup audit trail, org limits.',
          },
          {
            name: 'Manage Users',
            unlocks:
              'Everybody’s logins, frozen users, failed attempts, sessions and verification history. With only Monitor Login History the logins are complete too; the others stay unknown.',
          },
          { name: 'View All Users', unlocks: 'Users that private sharing would hide.' },
          { name: 'View All Profiles', unlocks: 'The names of profiles where the org filters them.' },
        ],
      },
      OPTIONAL_PERMISSIONS,
    ],
    notes: [
      {
        tone: 'info',
        text: 'Salesforce checks related permissions by itself: View Roles and Role Hierarchy with View Setup and Configuration, password resets, freezing and role management with Manage Users, Manage Custom Permissions with Customize Application. Some of them allow changes. Seatwatch only reads: it sends queries and nothing else.',
      },
    ],
  },
  {
    id: 'user.trusted-ranges',
    why: 'The app is held to the org’s IP restrictions in step 2. An org that only lets known networks in has to know this computer’s.',
    where: ['Setup', 'Security', 'Network Access'],
    how: [
      <>
        Look at <b>Trusted IP Ranges</b>. Ask your network team for the public address that this computer,
        your office or your VPN goes out with.
      </>,
      <>
        If it is missing, click <b>New</b> and enter it as <b>Start IP Address</b> and <b>End IP Address</b>.
      </>,
    ],
    notes: [
      {
        tone: 'info',
        text: 'Nothing to do if the org does not restrict networks. There is no range of ours to add: Seatwatch runs on this computer only and has no servers.',
      },
    ],
    help: { topic: 'network-access', label: 'Salesforce help: trusted IP ranges' },
  },
];
