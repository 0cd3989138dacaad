import type { PermissionGroup, SubStepText } from './content-types';

/** What more than the needed permissions give. Without them, Seatwatch leaves these objects out and works. */
export const OPTIONAL_PERMISSIONS: PermissionGroup = {
  title: 'Optional: each adds what it says',
  permissions: [
    {
      name: 'Manage MFA in API',
      unlocks:
        'Which verification methods each user has registered. Once called “Manage Multi-Factor Authentication in API”.',
    },
    {
      name: 'View Event Log Files',
      unlocks: 'Which users and apps make the API calls, from the event logs, and details of each login.',
    },
    {
      name: 'Customize Application',
      unlocks: 'Which apps users have connected by OAuth, and when each was last used.',
    },
    {
      name: 'View all External Client Apps',
      unlocks: 'The External Client Apps of the org and who may use them.',
    },
  ],
};

const MANAGE_USERS_NOTES: NonNullable<SubStepText['notes']> = [
  {
    tone: 'warning',
    text: 'When these are missing, Salesforce reports no error. It answers with the user’s own logins only, and everybody else looks as if they never signed in. Test Connectivity checks for this.',
  },
];

const OPTIONAL_NOTE = {
  tone: 'info',
  text: 'Customize Application allows changes in Setup. Seatwatch only reads: it sends queries and nothing else.',
} as const;

export const MANAGE_USERS_TEXT: SubStepText = {
  id: 'user.manage-users',
  why: 'Login history, frozen users, sessions and verification history are only given to those who may administer users.',
  where: ['Setup', 'Users', 'Permission Sets', 'Seatwatch', 'System Permissions'],
  how: [
    <>
      Check <b>Manage Users</b>. Where it is offered in two parts, check both <b>Manage Internal Users</b> and{' '}
      <b>Manage External Users</b>.
    </>,
    <>
      Check <b>Monitor Login History</b> and <b>View All Users</b> too.
    </>,
    'Save. Salesforce checks a few related permissions by itself; that is expected.',
  ],
  copy: [
    { label: 'permission name', value: 'Manage Users' },
    { label: 'permission name', value: 'Manage Internal Users' },
    { label: 'permission name', value: 'Manage External Users' },
    { label: 'permission name', value: 'Monitor Login History' },
    { label: 'permission name', value: 'View All Users' },
  ],
  notes: MANAGE_USERS_NOTES,
};

/** Step 1, the user that Seatwatch acts as: what holds for both ways of signing in. */
export const USER_TEXTS: readonly SubStepText[] = [
  {
    id: 'user.edition',
    why: 'Seatwatch reads through the API, and the user needs the API Only User permission. Not every edition has both.',
    where: ['Setup', 'Company Settings', 'Company Information'],
    how: [
      <>
        Look at <b>Organization Edition</b>.
      </>,
      <>Enterprise, Unlimited and Performance work. Professional works when API access was bought for it.</>,
    ],
    notes: [
      {
        tone: 'warning',
        text: 'Developer Edition and the editions below Professional are not suitable: the API Only User permission is missing there. To look around first, use the demo data instead.',
      },
    ],
  },
  {
    id: 'user.license',
    why: 'The license and the profile of the user set the upper limit of what it can ever read.',
    how: [
      <>
        Plan one <b>Salesforce</b> user license for it.
      </>,
      <>
        Plan a profile that you know, for instance <b>Standard User</b> or a copy of it. The permissions come
        with a permission set in the next sub-steps.
      </>,
    ],
    notes: [
      {
        tone: 'warning',
        text: 'Do not use the Salesforce Integration license or the profile “Minimum Access - API Only Integrations”. They cannot be given the permissions to read login history and licenses.',
      },
    ],
  },
  {
    id: 'user.create',
    why: 'A user of its own keeps Seatwatch’s access separate from any person and easy to recognize in the login history.',
    where: ['Setup', 'Users', 'Users', 'New User'],
    how: [
      'Enter a name that says what the user is for, and an email address that somebody reads.',
      <>
        Choose <b>User License</b> Salesforce and the profile you planned.
      </>,
      <>
        Click <b>Save</b>, and keep the username; you need it again.
      </>,
    ],
    copy: [{ label: 'suggested last name', value: 'Seatwatch API' }],
    help: { topic: 'api-only-user', label: 'Salesforce help: API-only users' },
  },
  {
    id: 'user.api-only',
    why: 'API Enabled lets the user call the API; API Only User makes sure that nobody signs in with it through the browser.',
    where: ['Setup', 'Users', 'Permission Sets', 'New'],
    how: [
      <>
        Create a permission set, for instance “Seatwatch”, with <b>License</b> left at None.
      </>,
      <>
        Open <b>System Permissions</b>, click <b>Edit</b>, and check both permissions.
      </>,
      <>
        Click <b>Save</b>, then <b>Manage Assignments</b>, and add the user.
      </>,
    ],
    copy: [
      { label: 'permission name', value: 'API Enabled' },
      { label: 'permission name', value: 'API Only User' },
    ],
    naming: 'In a profile, the same permissions are under Administrative Permissions.',
  },
  {
    id: 'user.view-setup',
    why: 'Without it, Salesforce refuses to list licenses and org limits, so that seats and the API quota stay unknown.',
    where: ['Setup', 'Users', 'Permission Sets', 'Seatwatch', 'System Permissions'],
    how: ['Check the permission in the same permission set and save.'],
    copy: [{ label: 'permission name', value: 'View Setup and Configuration' }],
  },
  {
    ...MANAGE_USERS_TEXT,
    permissions: [OPTIONAL_PERMISSIONS],
    notes: [...MANAGE_USERS_NOTES, OPTIONAL_NOTE],
  },
  {
    id: 'user.ip-restrictions',
    why: 'Salesforce turns the sign-in away when this computer’s public address is outside the allowed ranges.',
    where: ['Setup', 'Users', 'Profiles', 'the profile of the user'],
    how: [
      <>
        Look at <b>Login IP Ranges</b>. If there are any, add the public address of this computer or of your
        VPN.
      </>,
      <>
        Look at <b>Login Hours</b>. Seatwatch collects once a day while it runs; allow the hours you work in.
      </>,
    ],
    notes: [{ tone: 'info', text: 'Nothing to do if neither is set.' }],
  },
];
